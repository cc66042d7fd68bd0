"""The forms of boards. What they check further is decided by the rules, and said at the field."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.queries.boards.putting import KIND_NAMES, BoardChoice
from tenfold.techniques.dashboards.rules.boards.owning import LONGEST_ABOUT, LONGEST_TITLE

_Made = TypeVar("_Made")
NEW = "new"
LONGEST_TEXT = 2_000


class Refusable(forms.Form):
    """A form whose action may refuse: it is then said at the field that is meant."""

    def save(self, act: Callable[..., _Made]) -> _Made | None:
        """Return what the action made of the fields; None where it refused."""
        try:
            return act(**self.arguments())
        except Refusal as refusal:
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())
            return None

    def arguments(self) -> dict[str, Any]:
        """Return what the action is given."""
        return dict(self.cleaned_data)


class DrawnForm(Refusable):
    """How a tile is drawn and called; for a gauge also where it is to go."""

    kind = forms.ChoiceField(label=gettext_lazy("Shown as"))
    target = forms.DecimalField(
        label=gettext_lazy("Which number is to be reached?"),
        required=False,
        max_digits=24,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    better = forms.ChoiceField(
        label=gettext_lazy("Which way is good?"),
        choices=(
            ("up", gettext_lazy("More is better")),
            ("down", gettext_lazy("Less is better")),
        ),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the tile"),
        help_text=gettext_lazy("Leave it empty and the tile says what it shows."),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, kinds: tuple[str, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one, KIND_NAMES[one]) for one in kinds
        ]

    def clean(self) -> dict[str, Any]:
        """A gauge needs somewhere to go."""
        given = super().clean() or {}
        if given.get("kind") == "gauge" and given.get("target") is None:
            self.add_error("target", gettext_lazy("Say which number is to be reached."))
        return given

    def arguments(self) -> dict[str, Any]:
        """Return what the action is given; what only a gauge needs stands in `says`."""
        given = super().arguments()
        target, better = given.pop("target"), given.pop("better") or "up"
        gauge = given["kind"] == "gauge"
        return {**given, "says": {"target": str(target), "better": better} if gauge else {}}


class BoardForm(Refusable):
    """What a board is called, and what it is for."""

    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("One sentence for those who look at it."),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PutForm(DrawnForm):
    """On which board a number is put, how it is drawn, what it is called there."""

    board = forms.ChoiceField(label=gettext_lazy("On which board?"))
    new_title = forms.CharField(
        label=gettext_lazy("What do you call the new board?"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("board", "new_title", "kind", "target", "better", "title")

    def __init__(self, *given: Any, boards: tuple[BoardChoice, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        own = [(str(one.id), one.title) for one in boards]
        self.fields["board"].choices = [  # type: ignore[attr-defined]
            *own,
            (NEW, gettext_lazy("A new board")),
        ]


class TextForm(Refusable):
    """A text on a board."""

    title = forms.CharField(
        label=gettext_lazy("Title of the tile"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("What does it say?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
