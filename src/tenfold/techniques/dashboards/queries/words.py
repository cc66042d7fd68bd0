"""Names of periods, and one sentence about a change."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.metrics.answers import Group
from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.ui.format import Formats, Value

GRAINS: dict[Grain, Any] = {
    Grain.MINUTE: gettext_lazy("Minute"),
    Grain.HOUR: gettext_lazy("Hour"),
    Grain.DAY: gettext_lazy("Day"),
    Grain.WEEK: gettext_lazy("Week"),
    Grain.MONTH: gettext_lazy("Month"),
    Grain.QUARTER: gettext_lazy("Quarter"),
    Grain.YEAR: gettext_lazy("Year"),
}
_NOTES: dict[Grain, Any] = {
    Grain.HOUR: gettext_lazy("%(title)s, %(count)d hours"),
    Grain.DAY: gettext_lazy("%(title)s, %(count)d days"),
    Grain.WEEK: gettext_lazy("%(title)s, %(count)d weeks"),
    Grain.MONTH: gettext_lazy("%(title)s, %(count)d months"),
    Grain.YEAR: gettext_lazy("%(title)s, %(count)d years"),
}
_BEFORE: dict[Grain, Any] = {
    Grain.HOUR: gettext_lazy("the %(count)d hours before"),
    Grain.DAY: gettext_lazy("the %(count)d days before"),
    Grain.WEEK: gettext_lazy("the %(count)d weeks before"),
    Grain.MONTH: gettext_lazy("the %(count)d months before"),
    Grain.YEAR: gettext_lazy("the %(count)d years before"),
}
_SKELETONS = {
    Grain.DAY: "dMMM",
    Grain.WEEK: "dMMM",
    Grain.MONTH: "MMM",
    Grain.QUARTER: "yQQQ",
    Grain.YEAR: "y",
}
_OF_THE_CLOCK = frozenset({Grain.MINUTE, Grain.HOUR})


def name_chart(*, title: str, grain: Grain, count: int) -> str:
    """Return what a chart shows: "Revenue, 14 days"."""
    return str(_NOTES[grain]) % {"title": title, "count": count}


def name_before(*, grain: Grain, count: int) -> str:
    """Return what a chart is compared with: "the 14 days before"."""
    return str(_BEFORE[grain]) % {"count": count}


def label_short(*, at: datetime, grain: Grain, formats: Formats) -> str:
    """Return a period's name for an axis: "24 Nov"."""
    if grain in _OF_THE_CLOCK:
        return formats.time(at=at)
    return formats.skeleton(on=formats.local(at=at).date(), pattern=_SKELETONS[grain])


def label_full(*, at: datetime, grain: Grain, formats: Formats) -> str:
    """Return a period's name for a table: "Week of 23 Nov 2026"."""
    on = formats.local(at=at).date()
    if grain in _OF_THE_CLOCK:
        return f"{formats.day(on=on)}, {formats.time(at=at)}"
    if grain is Grain.WEEK:
        return _("Week of %(day)s") % {"day": formats.day(on=on)}
    if grain is Grain.MONTH:
        return formats.skeleton(on=on, pattern="yMMMM")
    if grain is Grain.QUARTER:
        return formats.skeleton(on=on, pattern="yQQQ")
    if grain is Grain.YEAR:
        return formats.skeleton(on=on, pattern="y")
    return formats.day(on=on)


def name_group(group: Group) -> str:
    """Return what a value of the breakdown is called."""
    if group.other:
        return _("Other")
    return ", ".join(_("not said") if label is None else label for label in group.labels)


def name_week(*, asker: Asker, starts_at: datetime) -> str:
    """Return which week a page is about: "this week", or which one where it looks back."""
    if not asker.looks_back:
        return _("this week")
    day = asker.formats.day(on=asker.formats.local(at=starts_at).date())
    return _("in the week of %(day)s") % {"day": day}


def name_last_week(*, asker: Asker) -> str:
    """Return what that week is compared with: as much of the week before as there is of this."""
    return _("the week before by then") if asker.looks_back else _("last week by now")


def as_exact(value: Value) -> Decimal:
    """Return a number so that it can be subtracted from any other without losing a cent."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


@dataclass(frozen=True)
class Stood:
    """A metric of a week so far, and of the week before until the same moment."""

    title: str
    now: Value | None
    before: Value | None
    unit: str


def say_change(*, stood: Stood, asker: Asker) -> str:
    """Return what became of a sum or a count since the same moment of last week."""
    if stood.now is None or stood.before is None:
        return ""
    than = (
        _("against the week before") if asker.looks_back else _("against last week until this hour")
    )
    moved = as_exact(stood.now) - as_exact(stood.before)
    if not moved:
        return _("%(title)s stands where it stood.") % {"title": stood.title}
    sentence = (
        _("%(title)s grew by %(amount)s %(than)s.")
        if moved > 0
        else _("%(title)s fell by %(amount)s %(than)s.")
    )
    amount = asker.write(abs(moved), stood.unit)
    return sentence % {"title": stood.title, "amount": amount, "than": than}


def say_level(*, stood: Stood, asker: Asker) -> str:
    """Return where a mean, a ratio or an extreme stands, and where it stood."""
    if stood.now is None:
        return ""
    values = {
        "title": stood.title,
        "now": asker.write(stood.now, stood.unit),
        "before": asker.write(stood.before, stood.unit),
        "last_week": name_last_week(asker=asker),
    }
    if stood.before is None:
        return _("%(title)s: %(now)s.") % values
    return _("%(title)s: %(now)s, after %(before)s %(last_week)s.") % values
