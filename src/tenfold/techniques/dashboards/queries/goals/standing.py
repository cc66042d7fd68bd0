"""From the numbers of a key result to its pace: done, expected, since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.queries.goals.measured import Measured, PathPoint, ToMeasure
from tenfold.techniques.dashboards.rules.goals import days, pace
from tenfold.techniques.dashboards.rules.goals.pace import Pace, Stood
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape


@dataclass(frozen=True)
class Known:
    """What is known of a key result.

    until      up to when it is looked: now, or the end of its last day
    moments    the ends of the days at which it is looked, by the day
    now        its number at `until`; `values` at each of the moments
    parts      where days add up: what each day of the period brought so far
    last_year  where it is known: what had come together by the end of each day a year before
    """

    of: ToMeasure
    until: datetime
    at: datetime
    calendar: Calendar
    moments: Mapping[date, datetime] = field(default_factory=dict)
    now: Decimal | None = None
    values: Mapping[date, Decimal | None] = field(default_factory=dict)
    parts: tuple[Decimal, ...] = ()
    last_year: tuple[Decimal, ...] = ()


def stand(*, known: Known) -> Measured:
    """Return how it stands by what is known. See `rules.goals.pace` for the rule."""
    expected, shape = _expected(known, known.until), _shape(known)
    done = _done(known, known.now)
    path = tuple(_point(known, on, moment) for on, moment in known.moments.items())
    now = _pace(known, done, expected, known.until)
    if known.at < known.of.begins_at:
        now = Pace.NOT_BEGUN
    before = [Stood(one.on, one.pace) for one in path]
    return Measured(
        value=known.now,
        done=done,
        expected=expected,
        pace=now,
        shape=shape,
        since=pace.since_when(now=now, before=before),
        path=path,
    )


def expected_at(*, known: Known, at: datetime) -> Decimal:
    """Return the share that is expected at an instant of the period."""
    return _expected(known, at)


def _point(known: Known, on: date, moment: datetime) -> PathPoint:
    value = known.values.get(on)
    done, expected = _done(known, value), _expected(known, moment)
    return PathPoint(on, value, done, expected, _pace(known, done, expected, moment))


def _pace(known: Known, done: Decimal | None, expected: Decimal, at: datetime) -> Pace:
    if known.of.kind is Kind.MILESTONE:
        is_over = at >= known.of.ends_at
        return pace.pace_of_milestone(done=done is not None and done >= 1, is_over=is_over)
    return pace.pace_of(done=done, expected=expected)


def _done(known: Known, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return pace.share_done(start=known.of.start, target=known.of.target, now=value)


def _shape(known: Known) -> Shape:
    usable = days.share_by(totals=known.last_year, part=Decimal(0)) is not None
    return Shape.LAST_YEAR if usable else Shape.LINE


def _expected(known: Known, at: datetime) -> Decimal:
    of = known.of
    line = pace.share_expected(begins_at=of.begins_at, ends_at=of.ends_at, at=at)
    if of.kind is Kind.MILESTONE:
        return Decimal(1) if line >= 1 else Decimal(0)
    by_then = days.share_by(totals=known.last_year, part=line)
    return line if by_then is None else by_then
