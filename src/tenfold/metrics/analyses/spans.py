"""The time that a kind about persons and their periods looks at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar, Grain, Periods
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.presence import render_newest
from tenfold.metrics.sql.scope import Scope

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """As much of the question's time as there are data.

    periods       from the one in which the span begins to the one of its newest event
    since, until  the first instant, and that after its newest event
    earlier       whether there are events before it
    finished      whether the last period is over: the log and the question reach beyond it
    """

    periods: Periods
    since: datetime
    until: datetime
    earlier: bool
    finished: bool

    @property
    def last(self) -> int:
        """The number of the last period."""
        return len(self.periods.bounds) - 2


def span_of(*, question: Question, calendar: Calendar, access: Access, grain: Grain) -> Span | None:
    """Return the span of a question by periods of a length; None where nothing happened in it.

    Raises `TooManyPeriods`.
    """
    reading = access.reading()
    extent = reading.whole_extent if question.internal else reading.extent
    if extent is None:
        return None
    since = max(question.start or extent[0], extent[0])
    end = question.end or extent[1] + _INSTANT
    newest = _newest(question, since, end, extent[1], access)
    if newest is None:
        return None
    periods = calendar.periods(grain=grain, start=since, end=newest + _INSTANT)
    return Span(
        periods=periods,
        since=since,
        until=newest + _INSTANT,
        earlier=since > extent[0],
        finished=periods.bounds[-1] <= min(end, extent[1]),
    )


def _newest(
    question: Question, since: datetime, end: datetime, newest: datetime, access: Access
) -> datetime | None:
    """Return when the newest event of [since, end) happened; the log's newest is known."""
    if since >= end or since > newest:
        return None
    if end > newest:
        return newest
    scope = Scope(where=(), start=since, end=end, internal=question.internal)
    found: datetime | None = access.read(render_newest(scope=scope, reading=access.reading()))[0][0]
    return None if found is None else found.replace(tzinfo=UTC)
