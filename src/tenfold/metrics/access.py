"""How an answer is read from the log: by whom it may be stopped, and within what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.store import Column, EventLog
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.context import Context, make_context
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.fields import Informed, Statement, stored_properties

SECONDS = 30.0
"""How long one question to the log may take."""

__all__ = ["SECONDS", "Access", "Cancellation"]


@dataclass(frozen=True, slots=True)
class Access:
    """The log, as the kinds of metrics read it.

    cancelled  stops whatever is being read
    context    what names stand for in the question that is answered (see `about`)
    """

    log: EventLog
    seconds: float = SECONDS
    cancelled: Cancellation | None = None
    context: Context = field(default_factory=Context)

    def about(self, *questions: Question, calendar: Calendar) -> "Access":
        """Return the same for questions about the same time, with what their names stand for."""
        context = make_context(questions=questions, calendar=calendar, log=self.log)
        return replace(self, context=context)

    def reading(self, *, properties: Iterable[str] = ()) -> Informed:
        """Return how to read the log now, with columns for these properties and any other."""
        found = self.log.reading(properties=stored_properties(properties))
        columns = _Columns(self.log, found.columns)
        return Informed.make(reading=replace(found, columns=columns), names=self.context)

    def read(self, statement: Statement) -> list[tuple[Any, ...]]:
        """Return the rows. Raises `QueryTooLong`, `QueryTooLarge`, `QueryCancelled`."""
        return self.log.read(
            statement.text,
            statement.parameters,
            seconds=self.seconds,
            cancelled=self.cancelled,
        )


class _Columns(dict[str, Column]):
    """Columns; one that nobody asked for before, as a segment's, is asked for when it is needed."""

    def __init__(self, log: EventLog, known: Mapping[str, Column]) -> None:
        super().__init__(known)
        self._log = log

    def __missing__(self, name: str) -> Column:
        self[name] = self._log.reading(properties=(name,)).columns[name]
        return self[name]
