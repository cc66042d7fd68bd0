"""Where an annotation stands on the axis of a chart, and on which charts. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tenfold.metrics.calendar import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """[begin, end) in time; a moment has no length: begin == end."""

    begin: datetime
    end: datetime


def stretch_of(
    *, starts_on: date, ends_on: date | None, at: time | None, calendar: Calendar
) -> Stretch:
    """Return when something was, as instants of a calendar: a moment, a day, or several."""
    if at is not None:
        moment = calendar.instant_of(local=datetime.combine(starts_on, at))
        return Stretch(moment, moment)
    return Stretch(
        calendar.instant_of_day(day=starts_on),
        calendar.instant_of_day(day=(ends_on or starts_on) + _DAY),
    )


def place(*, stretch: Stretch, starts: Sequence[datetime], end: datetime) -> tuple[int, int] | None:
    """Return the first and the last period that something touches; None: none of the chart's.

    starts  when the periods begin, in order; the last one ends at `end`
    """
    if not starts or stretch.begin >= end or _ends_before(stretch, starts[0]):
        return None
    first = max(0, bisect_right(starts, stretch.begin) - 1)
    if stretch.begin == stretch.end:
        return first, first
    last = bisect_right(starts, stretch.end - timedelta(microseconds=1)) - 1
    return first, max(first, last)


def _ends_before(stretch: Stretch, first: datetime) -> bool:
    """A moment at the very beginning is in; a day that ends there is not."""
    return stretch.end < first or (stretch.end == first and stretch.begin < first)


def concerns(*, metric: str, event: str, shown: str, events: frozenset[str | None]) -> bool:
    """Return whether what is about a number or an event belongs on a chart.

    shown   the number that the chart is of, by name; "" where it is none of the company's
    events  the events that it counts; None among them: all
    """
    if metric:
        return metric == shown
    return not event or event in events or None in events
