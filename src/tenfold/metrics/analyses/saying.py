"""What the numbers about coming back, staying and leaving mean, in plain words."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Counting, Entry, Retention
from tenfold.metrics.figures import PERSONS, SHARE, Number
from tenfold.metrics.wording import amount
from tenfold.stats.intervals import Interval
from tenfold.ui.format import Formats


def say_retention(
    *, definition: Retention, share: Number | None, eligible: int, interval: Interval | None
) -> str:
    """Return "24% of 1,204 persons came back in the week after they began. ..."."""
    if share is None:
        return _("Nothing to tell yet: nobody began long enough ago to have come back.")
    said = _came_back(definition) % {
        "share": amount(value=share, unit=SHARE),
        "persons": amount(value=eligible, unit=PERSONS),
        "times": _formats().number(value=eligible),
        "after": _period_after(definition.grain),
    }
    return said if interval is None else f"{said} {say_interval(interval=interval)}"


def say_interval(*, interval: Interval) -> str:
    """Return how sure a share is."""
    low, high = (_formats().value(value=bound, unit=SHARE) for bound in interval)
    return _("Very likely the share is between %(low)s and %(high)s.") % {"low": low, "high": high}


def _came_back(definition: Retention) -> str:
    later = definition.mode is Counting.ROLLING
    if definition.of is Entry.FIRST and later:
        return _("%(share)s of %(persons)s came back in %(after)s they began, or later.")
    if definition.of is Entry.FIRST:
        return _("%(share)s of %(persons)s came back in %(after)s they began.")
    if later:
        return _(
            "Of %(times)s times that a person began, %(share)s were followed by a return in"
            " %(after)s, or later."
        )
    return _(
        "Of %(times)s times that a person began, %(share)s were followed by a return in %(after)s."
    )


def _period_after(grain: Grain) -> str:
    return {
        Grain.MINUTE: _("the minute after"),
        Grain.HOUR: _("the hour after"),
        Grain.DAY: _("the day after"),
        Grain.WEEK: _("the week after"),
        Grain.MONTH: _("the month after"),
        Grain.QUARTER: _("the quarter after"),
        Grain.YEAR: _("the year after"),
    }[grain]


def _formats() -> Formats:
    return Formats(language=get_language() or "en")


def say_stickiness(*, grain: Grain, mean: Number | None, persons: int, once: int) -> str:
    """Return "A person did it on 3.2 different days on average (1,204 persons). ..."."""
    if mean is None:
        return _("Nothing to tell: nobody did it.")
    said = {
        Grain.MINUTE: _("A person did it in %(mean)s different minutes on average (%(persons)s)."),
        Grain.HOUR: _("A person did it in %(mean)s different hours on average (%(persons)s)."),
        Grain.DAY: _("A person did it on %(mean)s different days on average (%(persons)s)."),
        Grain.WEEK: _("A person did it in %(mean)s different weeks on average (%(persons)s)."),
        Grain.MONTH: _("A person did it in %(mean)s different months on average (%(persons)s)."),
        Grain.QUARTER: _(
            "A person did it in %(mean)s different quarters on average (%(persons)s)."
        ),
        Grain.YEAR: _("A person did it in %(mean)s different years on average (%(persons)s)."),
    }[grain] % {
        "mean": _formats().number(value=mean, digits=2),
        "persons": amount(value=persons, unit=PERSONS),
    }
    only = _("Only once: %(persons)s.") % {"persons": amount(value=once, unit=PERSONS)}
    return f"{said} {only}"


def say_lifecycle(*, grain: Grain, start: datetime | None, **counts: int) -> str:
    """Return "In the week from 16 Nov 2026: 1,204 persons. 300 new, ..."; counts by their name."""
    if start is None:
        return _("Nothing to tell: nobody did it.")
    numbers = {name: _formats().number(value=count) for name, count in counts.items()}
    active = amount(value=counts["active"], unit=PERSONS)
    return _(
        "%(period)s: %(persons)s. %(new)s new, %(returning)s from the period before,"
        " %(resurrecting)s back after a break; %(dormant)s stayed away."
    ) % {**numbers, "persons": active, "period": _period_from(grain, start)}


def _period_from(grain: Grain, start: datetime) -> str:
    return {
        Grain.MINUTE: _("In the minute from %(start)s"),
        Grain.HOUR: _("In the hour from %(start)s"),
        Grain.DAY: _("On %(start)s"),
        Grain.WEEK: _("In the week from %(start)s"),
        Grain.MONTH: _("In %(start)s"),
        Grain.QUARTER: _("In the quarter from %(start)s"),
        Grain.YEAR: _("In %(start)s"),
    }[grain] % {"start": _written(grain, start)}


def _written(grain: Grain, start: datetime) -> str:
    formats, on = _formats(), start.date()
    if grain in (Grain.MINUTE, Grain.HOUR):
        return f"{formats.day(on=on)}, {start:%H:%M}"
    if grain is Grain.MONTH:
        return formats.skeleton(on=on, pattern="yMMM")
    return str(start.year) if grain is Grain.YEAR else formats.day(on=on)
