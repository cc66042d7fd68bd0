"""The technique's forms. What they check further is decided by the rules, and said at the field."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal
from tenfold.metrics.actions import define_metric
from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.metrics.rules import MAX_HEADLINE, InvalidMetric
from tenfold.metrics.segments.actions import define_segment, upload_segment
from tenfold.metrics.segments.queries import list_segments
from tenfold.metrics.segments.rules import MAX_BYTES, InvalidSegment

_BETTER = (
    ("up", gettext_lazy("More is better")),
    ("down", gettext_lazy("Less is better")),
    ("none", gettext_lazy("Neither")),
)
_LONGEST_NAME = 60


class SaveForm(forms.Form):
    """What a number is to be called, and where it stands."""

    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    asks = forms.CharField(
        label=gettext_lazy("Which question does it answer?"),
        help_text=gettext_lazy("In plain words, for those who see it: “Do customers come back?”"),
        max_length=240,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    better = forms.ChoiceField(label=gettext_lazy("Which way is good?"), choices=_BETTER)
    headline = forms.TypedChoiceField(
        label=gettext_lazy("On the first page?"),
        help_text=gettext_lazy("What stood at that place gives it up."),
        coerce=int,
        empty_value=None,
        required=False,
        choices=(
            ("", gettext_lazy("No")),
            *(
                (str(at), gettext_lazy("Yes, at place %d") % at)
                for at in range(1, MAX_HEADLINE + 1)
            ),
        ),
    )
    name = forms.CharField(required=False, widget=forms.HiddenInput())

    def save(self, *, spec: dict[str, Any], by: int, at: datetime) -> tuple[str, int] | None:
        """Define the number and return its name and version. Where refused, say so and return None.

        With a name it is that number that becomes another; without, a new one that is named after
        its title.
        """
        given = dict(self.cleaned_data)
        given["name"] = given["name"] or make_name(title=given["title"])
        try:
            self._require_free(given["name"])
            return given["name"], define_metric(**given, spec=spec, by=by, at=at)
        except Refusal as refusal:
            field = refusal.field if refusal.field in self.fields else None
            shown = "title" if field in {None, "name"} else field
            self.add_error(shown, f"{refusal.sentence} {refusal.next_step}".strip())
            return None

    def _require_free(self, name: str) -> None:
        taken = {one.name: one for one in list_metrics()}
        if not self.cleaned_data["name"] and name in taken:
            raise InvalidMetric(
                _("There is a number “%(title)s” already.") % {"title": taken[name].title},
                next_step=_("Call this one something else, or open that one to change it."),
                field="name",
            )


class SaveGroupForm(forms.Form):
    """What a group of people is to be called."""

    title = forms.CharField(
        label=gettext_lazy("What do you call them?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    keep = forms.BooleanField(
        label=gettext_lazy("Keep exactly these persons"),
        help_text=gettext_lazy("Otherwise whoever meets the description later belongs to them."),
        required=False,
    )

    def save(
        self,
        *,
        spec: dict[str, Any] | None,
        persons: Callable[[], Sequence[str]],
        by: int,
        at: datetime,
    ) -> str | None:
        """Define the group and return its name. Where refused, say so and return None.

        Without a description (`spec` None) it is exactly the persons.
        """
        title = self.cleaned_data["title"]
        name = make_name(title=title)
        try:
            self._require_free(name)
            if spec is None or self.cleaned_data["keep"]:
                upload_segment(name=name, title=title, ids=persons(), by=by, at=at)
            else:
                define_segment(name=name, title=title, spec=spec, by=by, at=at)
        except Refusal as refusal:
            self.add_error("title", f"{refusal.sentence} {refusal.next_step}".strip())
            return None
        return name

    def _require_free(self, name: str) -> None:
        taken = {one.name: one for one in list_segments()}
        if name in taken:
            raise InvalidSegment(
                _("There is a segment “%(title)s” already.") % {"title": taken[name].title},
                next_step=_("Call this one something else."),
                field="title",
            )


class FreezeForm(forms.Form):
    """What the segment is to be called that keeps who is in another now."""

    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class UploadForm(forms.Form):
    """A list of ids, as a file or written down."""

    title = forms.CharField(
        label=gettext_lazy("What do you call them?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("A file: one id a line, or a table with a column of ids"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )
    ids = forms.CharField(
        label=gettext_lazy("Or the ids themselves, one a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def read(self) -> bytes:
        """Return the content of the file, or what was written down."""
        file = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["ids"]).encode()
        # One byte more than may be, so that the reader refuses by itself.
        content: bytes = file.read(MAX_BYTES + 1)
        return content


def make_name(*, title: str) -> str:
    """Return the short name of a title, as it stands in addresses: "weekly-revenue"."""
    name = slugify(title)[:_LONGEST_NAME].strip("-_")
    while name and not name[0].isalpha():
        name = name[1:].lstrip("-_")
    return name.replace("_-", "-").replace("--", "-") or "number"


def form_of(*, metric: MetricView | None, title: str) -> SaveForm:
    """Return the form as it is first shown: for a number that there is, or for a new one."""
    if metric is None or not metric.version:
        return SaveForm(initial={"title": title[:120], "better": "up"})
    return SaveForm(
        initial={
            "name": metric.name,
            "title": metric.title,
            "asks": metric.asks,
            "better": metric.better.value,
            "headline": metric.headline or "",
        }
    )
