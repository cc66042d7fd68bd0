"""What is computed for a question, before it is put into words for whoever asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.metrics.access import Access
from tenfold.metrics.answers import Detail, Group, Point
from tenfold.metrics.calendar import Calendar, Grain, Periods
from tenfold.metrics.figures import Figure
from tenfold.metrics.levels import Basis
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.fields import Statement
from tenfold.stats.intervals import Interval

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Computed:
    """All numbers of one question, without what depends on who asks and when.

    interval  where the number may well be, with 95 % confidence, where it is an estimate
    sample    how many persons (or numbers) it was seen on
    basis     the statistics, where new events can be put to them
    """

    figure: Figure
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    statement: Statement
    milliseconds: float
    detail: Detail | None = None
    interval: Interval | None = None
    sample: int | None = None
    basis: Basis | None = None


def settle_time(*, question: Question, access: Access) -> tuple[datetime, datetime] | None:
    """Return [start, end) of a question: as asked, else from the first to the newest event.

    None where there is nothing in it.
    """
    start, end = question.start, question.end
    if start is None or end is None:
        reading = access.reading()
        extent = reading.whole_extent if question.internal else reading.extent
        if extent is None:
            return None
        start, end = start or extent[0], end or extent[1] + _INSTANT
    return (start, end) if start < end else None


def settle(
    *, question: Question, calendar: Calendar, access: Access, grain: Grain | None = None
) -> Periods | None:
    """Return the periods of the question (or by `grain`); None where it has none.

    Raises `TooManyPeriods`.
    """
    grain = grain or question.grain
    span = None if grain is None else settle_time(question=question, access=access)
    if grain is None or span is None:
        return None
    return calendar.periods(grain=grain, start=span[0], end=span[1])
