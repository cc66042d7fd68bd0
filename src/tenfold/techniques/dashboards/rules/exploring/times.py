"""Which stretch of time “last month” is, and into how long periods it is cut."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.questions import InvalidQuestion
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of

OWN, EVERYTHING = "own", "all"
MOMENT = timedelta(microseconds=1)
_LAST = {
    "last_24_hours": (Grain.HOUR, 24),
    "last_7_days": (Grain.DAY, 7),
    "last_30_days": (Grain.DAY, 30),
    "last_90_days": (Grain.DAY, 90),
    "last_12_weeks": (Grain.WEEK, 12),
    "last_12_months": (Grain.MONTH, 12),
}
"""The unfinished period included: the last seven days end now and begin six days ago."""

_THIS = {
    "today": Grain.DAY,
    "this_week": Grain.WEEK,
    "this_month": Grain.MONTH,
    "this_quarter": Grain.QUARTER,
    "this_year": Grain.YEAR,
}
_BEFORE = {
    "yesterday": Grain.DAY,
    "last_week": Grain.WEEK,
    "last_month": Grain.MONTH,
    "last_quarter": Grain.QUARTER,
    "last_year": Grain.YEAR,
}
RANGES = (*_THIS, *_BEFORE, *_LAST, EVERYTHING, OWN)
_FIRST = {
    "retention": "last_12_weeks",
    "lifecycle": "last_12_weeks",
    "rolling": "last_90_days",
}
FIRST_RANGE = "last_30_days"
_STEPS = (
    (timedelta(hours=6), Grain.MINUTE),
    (timedelta(days=2, hours=2), Grain.HOUR),
    (timedelta(days=93), Grain.DAY),
    (timedelta(days=370), Grain.WEEK),
    (timedelta(days=366 * 12), Grain.MONTH),
)


@dataclass(frozen=True)
class Span:
    """[start, end); both None: everything there is. `is_over`: its last period has ended."""

    start: datetime | None
    end: datetime | None
    is_over: bool = False


def first_range(*, kind: str) -> str:
    """Return the stretch of time that a number of this kind begins with."""
    return _FIRST.get(kind, FIRST_RANGE)


def range_of(draft: Branch) -> str:
    """Return the name of a draft's stretch of time: "last_30_days". Raises `InvalidQuestion`."""
    name = text_of(draft, "range") or first_range(kind=text_of(draft, "kind"))
    if name not in RANGES:
        raise InvalidQuestion(
            _("“%(name)s” is no stretch of time.") % {"name": name[:40]},
            next_step=_("Choose one of the list."),
            field="range",
        )
    return name


def span_of(draft: Branch, *, until: datetime, calendar: Calendar) -> Span:
    """Return the stretch that a draft asks for, reckoned from `until`. Raises `InvalidQuestion`."""
    name = range_of(draft)
    if name == EVERYTHING:
        return Span(None, None)
    if name == OWN:
        return _own(draft, until, calendar)
    if name in _BEFORE:
        current = _begin(until, _BEFORE[name], calendar)
        return Span(calendar.shifted(at=current, grain=_BEFORE[name], by=-1), current, is_over=True)
    if name in _THIS:
        start = _begin(until, _THIS[name], calendar)
    else:
        grain, count = _LAST[name]
        start = calendar.shifted(at=_begin(until, grain, calendar), grain=grain, by=1 - count)
    return Span(start, max(until, start + MOMENT))


def _begin(until: datetime, grain: Grain, calendar: Calendar) -> datetime:
    """Return when the period began that is going on; at its very end it still is."""
    at = until - MOMENT
    return calendar.periods(grain=grain, start=at, end=at).bounds[0]


def _own(draft: Branch, until: datetime, calendar: Calendar) -> Span:
    """Both days are meant to be in it."""
    first, last = (_day(text_of(draft, name), field=name) for name in ("from", "to"))
    if first is None:
        raise InvalidQuestion(
            _("From which day on?"), next_step=_("Choose the first day."), field="from"
        )
    if last is not None and last < first:
        raise InvalidQuestion(
            _("The time ends before it begins."),
            next_step=_("Choose a last day that is not before the first."),
            field="to",
        )
    start = calendar.instant_of_day(day=first)
    end = until if last is None else calendar.instant_of_day(day=last + timedelta(days=1))
    return Span(start, max(end, start + MOMENT), is_over=end < until)


def _day(text: str, *, field: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidQuestion(
            _("“%(text)s” is no day.") % {"text": text[:40]},
            next_step=_("Write it as 2026-11-24."),
            field=field,
        ) from error
    if not 1000 < day.year < 9000:
        raise InvalidQuestion(
            _("The year %(year)d is out of reach.") % {"year": day.year}, field=field
        )
    return day


def choose_grain(*, start: datetime, end: datetime) -> Grain:
    """Return the period that gives a stretch a readable number of points, about 12 to 90."""
    length = end - start
    return next((grain for most, grain in _STEPS if length <= most), Grain.YEAR)
