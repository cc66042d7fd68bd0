"""The form of an alert. Shares are typed in per cent; what it means is for the rules to say."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.metrics.calendar import Grain
from tenfold.notices.queries import list_ways
from tenfold.people.permissions import Role
from tenfold.people.queries import list_members, list_teams
from tenfold.techniques.dashboards.actions.alerts.making import Listeners, Wanted
from tenfold.techniques.dashboards.models import Alert
from tenfold.techniques.dashboards.rules.alerts.conditions import (
    MOST_IN_A_ROW,
    InvalidAlert,
    Rule,
    Spec,
    rule_from_spec,
)
from tenfold.techniques.dashboards.rules.alerts.telling import Quiet

LISTS = ("accounts", "teams", "ways")
KINDS = (
    ("threshold", gettext_lazy("It is above or below a limit")),
    ("change", gettext_lazy("It changes much")),
    ("missing", gettext_lazy("Nothing comes")),
)
GOAL_KINDS = (("goal", gettext_lazy("It is behind")),)
_LEVELS = (
    ("off_track", gettext_lazy("when it is off track")),
    ("at_risk", gettext_lazy("already when it is at risk")),
)
_SIDES = (("above", gettext_lazy("above")), ("below", gettext_lazy("below")))
_WAYS = (
    ("down", gettext_lazy("falls")),
    ("up", gettext_lazy("rises")),
    ("either", gettext_lazy("falls or rises")),
)
_AGAINST = (
    ("before", gettext_lazy("the period before")),
    ("week", gettext_lazy("the same time a week before")),
)
_RECKONED = (
    ("percent", gettext_lazy("per cent")),
    ("absolute", gettext_lazy("in the number itself")),
)
_GRAINS = (
    (Grain.MINUTE.value, gettext_lazy("minute")),
    (Grain.HOUR.value, gettext_lazy("hour")),
    (Grain.DAY.value, gettext_lazy("day")),
    (Grain.WEEK.value, gettext_lazy("week")),
    (Grain.MONTH.value, gettext_lazy("month")),
)
_OWN = {
    "threshold": ("side", "value", "back"),
    "change": ("way", "against", "reckoned", "amount", "least"),
    "missing": ("usual",),
    "goal": ("level",),
}
_MEASURED = ("value", "back", "least")
"""Fields in the number's own unit."""

_CHECK = {"class": "form-check-input"}
_KIND = {"class": "form-check-input tf-alert-kind"}
_PLAIN = forms.TextInput(attrs={"autocomplete": "off"})


def _number(label: Any, hint: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class AlertForm(forms.Form):
    """What to watch for, what to do then, and who is told."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Warn when"), choices=KINDS, widget=forms.RadioSelect(attrs=_KIND)
    )
    by = forms.ChoiceField(
        label=gettext_lazy("Look at each"),
        choices=_GRAINS,
        help_text=gettext_lazy("A period is judged when it is over, in the company's time."),
    )
    side = forms.ChoiceField(label=gettext_lazy("It is"), choices=_SIDES, required=False)
    value = _number(gettext_lazy("The limit"))
    back = _number(
        gettext_lazy("Over again only at"),
        gettext_lazy("So that a number that dances around its limit does not warn each time."),
    )
    way = forms.ChoiceField(label=gettext_lazy("It"), choices=_WAYS, required=False)
    amount = _number(gettext_lazy("By more than"))
    reckoned = forms.ChoiceField(
        label=gettext_lazy("Reckoned in"), choices=_RECKONED, required=False
    )
    against = forms.ChoiceField(
        label=gettext_lazy("Compared with"), choices=_AGAINST, required=False
    )
    least = _number(
        gettext_lazy("Only where that was at least"),
        gettext_lazy("From 2 to 4 is twice as much, and says nothing."),
    )
    usual = forms.BooleanField(
        label=gettext_lazy("Only when something usually comes"),
        help_text=gettext_lazy(
            "At an hour (or on a day) of the week at which something came in three of the four"
            " weeks before: nights and weekends need no other rule."
        ),
        required=False,
    )
    level = forms.ChoiceField(label=gettext_lazy("Warn me"), choices=_LEVELS, required=False)
    hold = forms.IntegerField(
        label=gettext_lazy("Fire after so many in a row"),
        min_value=1,
        max_value=MOST_IN_A_ROW,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    calm = forms.IntegerField(
        label=gettext_lazy("Over after so many calm ones in a row"),
        min_value=1,
        max_value=MOST_IN_A_ROW,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unfinished = forms.BooleanField(
        label=gettext_lazy("Judge the period that is going on, too"),
        help_text=gettext_lazy("Not for limits from below: what has just begun is always little."),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("What do you call it?"), max_length=120, required=False, widget=_PLAIN
    )
    about = forms.CharField(
        label=gettext_lazy("What is to be done then?"),
        help_text=gettext_lazy("For whoever takes it. It goes along with the message."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    accounts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tell these members"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_CHECK),
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("these teams"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_CHECK),
    )
    ways = forms.TypedMultipleChoiceField(
        label=gettext_lazy("and by these ways"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_CHECK),
    )
    quiet_begins = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_ends = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("Urgent: tell it in quiet hours, too"), required=False
    )

    def __init__(
        self, *args: Any, unit: str = "", key_result: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.key_result = unit, key_result
        if key_result is not None:
            self.fields["kind"].choices = GOAL_KINDS  # type: ignore[attr-defined]
        self.fields["accounts"].choices = [  # type: ignore[attr-defined]
            (one.id, one.name or one.email)
            for one in list_members()
            if one.is_active and one.role is not Role.GUEST
        ]
        self.fields["teams"].choices = [(one.id, one.name) for one in list_teams()]  # type: ignore[attr-defined]
        self.fields["ways"].choices = [(one.id, one.name) for one in list_ways()]  # type: ignore[attr-defined]

    @property
    def shown_kind(self) -> str:
        """Return which kind's fields are shown."""
        if self.key_result is not None:
            return "goal"
        said = self["kind"].value()
        return str(said) if said in dict(KINDS) else "threshold"

    def rule(self) -> Rule:
        """Return the rule that the fields say. Raises `InvalidAlert`, naming the field."""
        given = self.cleaned_data
        kind = given.get("kind") or "threshold"
        spec: Spec = {
            "kind": kind,
            "by": given.get("by") or "day",
            "for": given.get("hold") or 1,
            "calm": given.get("calm") or 1,
            "unfinished": bool(given.get("unfinished")) and kind != "missing",
        }
        for name in _OWN[kind]:
            value = given.get(name)
            if value is not None and value != "":
                spec[name] = self._scaled(name, value)
        self._require(spec)
        return rule_from_spec(spec)

    def _scaled(self, name: str, value: Any) -> Any:
        in_points = name == "amount" and self.cleaned_data.get("reckoned") == "absolute"
        if self.unit == "%" and (name in _MEASURED or in_points):
            return value / 100
        return value

    def _require(self, spec: Spec) -> None:
        for kind, name in (("threshold", "value"), ("change", "amount")):
            if spec["kind"] == kind and name not in spec:
                raise InvalidAlert(
                    _("How far may it go?"), next_step=_("Say a number."), field=name
                )

    def wanted(self, *, query: str) -> Wanted:
        """Return the alert that the form says. Raises `InvalidAlert`."""
        given = self.cleaned_data
        return Wanted(
            title=given["title"],
            about=given["about"],
            rule=self.rule(),
            query=query,
            key_result=self.key_result,
            listeners=Listeners(
                accounts=tuple(given["accounts"]),
                teams=tuple(given["teams"]),
                ways=tuple(given["ways"]),
            ),
            urgent=given["urgent"],
            quiet=_quiet(given["quiet_begins"], given["quiet_ends"]),
            unit=self.unit,
        )


def _quiet(begins: time | None, ends: time | None) -> Quiet | None:
    if begins is None and ends is None:
        return None
    if begins is None or ends is None:
        raise InvalidAlert(_("Quiet hours have a beginning and an end."), field="quiet_ends")
    return Quiet(begins, ends)


def first_values(*, me: int, kind: str = "threshold") -> dict[str, Any]:
    """Return what the form of a new alert begins with."""
    return {
        "kind": kind,
        "by": "hour" if kind == "missing" else "day",
        "side": "below",
        "way": "down",
        "reckoned": "percent",
        "against": "before",
        "usual": True,
        "level": "off_track",
        "hold": 2 if kind == "missing" else 1,
        "calm": 1,
        "accounts": [me],
    }


def values_of(*, row: Alert) -> dict[str, Any]:
    """Return what the form of an alert begins with; shares in per cent."""
    spec = dict(row.rule)
    if row.unit == "%":
        shares = [name for name in _MEASURED if name in spec]
        if spec.get("reckoned") == "absolute":
            shares.append("amount")
        spec |= {name: spec[name] * 100 for name in shares}
    spec |= {name: f"{spec[name]:.12g}" for name in (*_MEASURED, "amount") if name in spec}
    return {
        **{name: value for name, value in spec.items() if name != "for"},
        "hold": spec.get("for", 1),
        "title": row.title,
        "about": row.about,
        "accounts": row.listeners.get("accounts", []),
        "teams": row.listeners.get("teams", []),
        "ways": row.listeners.get("ways", []),
        "quiet_begins": row.quiet_begins,
        "quiet_ends": row.quiet_ends,
        "urgent": row.urgent,
    }
