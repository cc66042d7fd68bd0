"""The form of a stream on a board: which events it shows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tenfold.metrics.properties import list_events
from tenfold.techniques.dashboards.asgi.feed import get_feed
from tenfold.techniques.dashboards.queries.stream import MOST_NAMES
from tenfold.techniques.dashboards.rules.boards.owning import LONGEST_TITLE
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.techniques.dashboards.views.boards.forms import Refusable

_LISTED = 200


class StreamForm(Refusable):
    """Which events a stream shows; nothing chosen: all."""

    title = forms.CharField(
        label=gettext_lazy("Title of the tile"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    names = forms.MultipleChoiceField(
        label=gettext_lazy("Only these events"),
        help_text=gettext_lazy("Choose up to six, or none to see all of them."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6, "class": "form-select"}),
    )
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Only from these sources"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4, "class": "form-select"}),
    )

    def __init__(
        self, data: Any = None, *, says: Mapping[str, Any] | None = None, title: str = ""
    ) -> None:
        said = says or {}
        super().__init__(data, initial={**said, "title": title}, auto_id="stream_%s")
        events = {one.name: name_in_words(name=one.name) for one in list_events()[:_LISTED]}
        feed = get_feed()
        sources = {name: name for name in feed.source_names().values()} if feed else {}
        self._offer("names", events, said)
        self._offer("sources", sources, said)

    def _offer(self, name: str, known: Mapping[str, str], said: Mapping[str, Any]) -> None:
        """Offer what there is, and what was chosen before, though it may be gone."""
        chosen = {str(one): str(one) for one in said.get(name, ())}
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = list({**chosen, **known}.items())

    def clean_names(self) -> list[str]:
        """Refuse more than a stream can follow."""
        return self._few("names")

    def clean_sources(self) -> list[str]:
        """Refuse more than a stream can follow."""
        return self._few("sources")

    def _few(self, name: str) -> list[str]:
        chosen: list[str] = self.cleaned_data[name]
        if len(chosen) > MOST_NAMES:
            raise forms.ValidationError(gettext_lazy("Choose at most six."))
        return chosen

    def tile(self) -> NewTile:
        """Return the tile that was described."""
        given = self.cleaned_data
        says = {"names": given["names"], "sources": given["sources"]}
        return NewTile(kind="stream", title=given["title"], says=says)
