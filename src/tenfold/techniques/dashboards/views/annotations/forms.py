"""The form of one annotation. What it checks further is decided by the rules, and said at the field."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.queries.annotations.views import KIND_NAMES, AnnotationView
from tenfold.techniques.dashboards.rules.annotations.noting import (
    BY_PERSONS,
    LONGEST_ABOUT,
    LONGEST_TITLE,
    Noted,
    require_noted,
)

Choices = list[tuple[str, str]]
_METRIC, _EVENT = "metric:", "event:"


class AnnotationForm(forms.Form):
    """What happened, when, and what it is about."""

    title = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_TITLE,
        help_text=_("In a few words, as it will stand on the charts: “New web shop is live”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of thing?"), choices=[(one, KIND_NAMES[one]) for one in BY_PERSONS]
    )
    starts_on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until which day?"),
        required=False,
        help_text=_("Leave it open where it was one day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        help_text=_("Leave it open where the time of day does not matter."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    about = forms.CharField(
        label=_("What else should be known?"),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    concerns = forms.ChoiceField(
        label=_("On which charts?"),
        required=False,
        help_text=_("Something that touches one number only need not stand on all others."),
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *given: Any, concerns: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["concerns"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = concerns

    def read(self) -> Noted | None:
        """Return what was noted; None, with the reason at its field, where it cannot be so."""
        given = self.cleaned_data
        about = given["concerns"]
        ends_on = given["ends_on"] if given["ends_on"] != given["starts_on"] else None
        noted = Noted(
            kind=given["kind"],
            title=given["title"],
            starts_on=given["starts_on"],
            ends_on=ends_on,
            time=given["time"],
            about=given["about"],
            metric=about.removeprefix(_METRIC) if about.startswith(_METRIC) else "",
            event=about.removeprefix(_EVENT) if about.startswith(_EVENT) else "",
        )
        try:
            require_noted(noted=noted)
        except Refusal as refusal:
            field = refusal.field if refusal.field in self.fields else "title"
            self.add_error(field, refusal.sentence)
            return None
        return noted


def begin(*, on: str, metric: str, today: date) -> dict[str, Any]:
    """Return with what the form begins: the day, or the moment, of the point that was pointed at."""
    initial: dict[str, Any] = {"starts_on": today, "concerns": _METRIC + metric if metric else ""}
    try:
        at = datetime.fromisoformat(on)
    except ValueError:
        return initial
    return {**initial, "starts_on": at.date(), "time": at.time() if "T" in on else None}


def initial_of(*, annotation: AnnotationView) -> dict[str, Any]:
    """Return with what the form of a note that there is begins."""
    concerns = _METRIC + annotation.metric if annotation.metric else ""
    if annotation.event:
        concerns = _EVENT + annotation.event
    return {
        "title": annotation.title,
        "kind": annotation.kind,
        "starts_on": annotation.starts_on,
        "ends_on": annotation.ends_on,
        "time": annotation.time,
        "about": annotation.about,
        "concerns": concerns,
    }


def list_concerns(*, metrics: Choices, events: Choices, chosen: str) -> list[Any]:
    """Return what a note can be about: everything, one number, one event."""
    groups: list[Any] = [("", _("All charts"))]
    numbers = [(f"{_METRIC}{name}", title) for name, title in metrics]
    happened = [(f"{_EVENT}{name}", title) for name, title in events]
    known = {value for value, _label in (*numbers, *happened)}
    if numbers:
        groups.append((_("Only those of the number"), numbers))
    if happened:
        groups.append((_("Only those that count the event"), happened))
    if chosen and chosen not in known:
        groups.append((chosen, chosen.split(":", 1)[-1]))
    return groups
