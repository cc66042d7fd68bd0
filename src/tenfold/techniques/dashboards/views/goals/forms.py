"""The forms of goals. What they check further is decided by the rules, and said at the field."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal
from tenfold.people.queries import list_members, list_teams
from tenfold.techniques.dashboards.actions.goals import Said
from tenfold.techniques.dashboards.queries.goals.saying import name_period
from tenfold.techniques.dashboards.rules.goals import periods
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.ui.format import Formats

OWN = "own"
_QUIET = {"autocomplete": "off"}
Options = Sequence[tuple[str, Any]]


class ObjectiveForm(forms.Form):
    """What an objective says."""

    title = forms.CharField(
        label=gettext_lazy("What do we want to reach?"),
        help_text=gettext_lazy(
            "One sentence that everybody understands: “Two of five customers come back”."
        ),
        max_length=140,
        widget=forms.TextInput(attrs=_QUIET),
    )
    about = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    period = forms.ChoiceField(label=gettext_lazy("Until when?"))
    starts_on = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Who looks after it?"), coerce=int)
    team = forms.TypedChoiceField(
        label=gettext_lazy("Which team?"), coerce=int, empty_value=None, required=False
    )
    parent = forms.TypedChoiceField(
        label=gettext_lazy("What does it help to reach?"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    serves_purpose = forms.BooleanField(
        label=gettext_lazy("It serves the company's purpose"), required=False
    )
    serves = forms.CharField(
        label=gettext_lazy("How?"),
        max_length=280,
        required=False,
        widget=forms.TextInput(attrs=_QUIET),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, periods_known: Options, parents: Options, **named: Any) -> None:
        super().__init__(*args, **named)
        self.choose("period", [*periods_known, (OWN, _("Own dates"))])
        self.choose("owner", [(str(one.id), one.name) for one in list_members() if one.is_active])
        self.choose("team", [("", _("None: the whole company")), *_teams()])
        self.choose("parent", [("", _("Nothing above it")), *parents])

    def choose(self, name: str, options: Options) -> None:
        """Let a field choose among these."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  said above
        field.choices = options

    def said(self) -> Said:
        """Return what was said. Raises `InvalidPeriod`."""
        given = self.cleaned_data
        return Said(
            title=given["title"],
            about=given["about"],
            period=self._period(),
            owner_id=given["owner"],
            team_id=given["team"],
            parent_id=given["parent"],
            serves_purpose=given["serves_purpose"],
            serves=given["serves"],
        )

    def refuse(self, refusal: Refusal) -> None:
        """Say at its field what was refused."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())

    def _period(self) -> Period:
        given = self.cleaned_data
        if given["period"] != OWN:
            return periods.read_period(key=given["period"])
        first, last = given["starts_on"], given["ends_on"]
        if first is None or last is None:
            raise periods.InvalidPeriod(
                _("A period of your own needs its two days."), field="starts_on"
            )
        return periods.make_period(length=Length.OWN, starts_on=first, ends_on=last)


def _teams() -> list[tuple[str, Any]]:
    return [(str(one.id), one.name) for one in list_teams()]


def period_options(*, today: date, formats: Formats, also: Period | None = None) -> Options:
    """Return the periods that an objective is usually made for, and the one that it has."""
    quarter = periods.period_of(length=Length.QUARTER, on=today)
    year = periods.period_of(length=Length.YEAR, on=today)
    month = periods.period_of(length=Length.MONTH, on=today)
    usual = [quarter, periods.following(period=quarter), year, periods.following(period=year)]
    usual += [month, periods.following(period=month)]
    if also is not None and also.length is not Length.OWN and also not in usual:
        usual.append(also)
    return [(one.key, name_period(period=one, formats=formats)) for one in usual]


class ResultForm(forms.Form):
    """What a key result is. Numbers are read by the unit, which the metric tells."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How do we know?"),
        choices=(
            ("metric", gettext_lazy("By a number that Tenfold counts")),
            ("manual", gettext_lazy("By a number that somebody types")),
            ("milestone", gettext_lazy("It is done, or it is not")),
        ),
    )
    metric = forms.ChoiceField(label=gettext_lazy("Which number?"), required=False)
    over = forms.ChoiceField(
        label=gettext_lazy("Over which time?"),
        choices=(
            ("", gettext_lazy("As is usual for this number")),
            ("so_far", gettext_lazy("From the first day of the period until now")),
            ("day", gettext_lazy("Over the last days")),
            ("week", gettext_lazy("Over the last weeks")),
        ),
        required=False,
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many of them?"), required=False, min_value=1, max_value=366
    )
    property = forms.ChoiceField(label=gettext_lazy("Only where"), required=False)
    value = forms.CharField(
        label=gettext_lazy("is"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_QUIET),
    )
    unit = forms.CharField(
        label=gettext_lazy("In what?"),
        help_text=gettext_lazy("%, EUR, days …; leave it empty for a plain number."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=_QUIET),
    )
    start = forms.CharField(
        label=gettext_lazy("Where does it begin?"),
        help_text=gettext_lazy("Empty: where it stands now; what is counted begins at 0."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "decimal"}),
    )
    target = forms.CharField(
        label=gettext_lazy("Where is it to be?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "decimal"}),
    )
    due_on = forms.DateField(
        label=gettext_lazy("By which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    shape = forms.ChoiceField(
        label=gettext_lazy("How far should it be on the way?"),
        choices=(
            ("line", gettext_lazy("Every day as far as the day before")),
            ("last_year", gettext_lazy("As far as last year by the same day")),
        ),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        help_text=gettext_lazy("Empty: as the number is called."),
        required=False,
        max_length=140,
        widget=forms.TextInput(attrs=_QUIET),
    )
    renew = forms.BooleanField(
        label=gettext_lazy("Count as the number is defined now"),
        help_text=gettext_lazy("It has been defined anew since this key result was made."),
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, metrics: Options, properties: Options, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, options in (("metric", metrics), ("property", properties)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  said above
            field.choices = [("", "\u2013"), *options]

    def refuse(self, refusal: Refusal) -> None:
        """Say at its field what was refused."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())
