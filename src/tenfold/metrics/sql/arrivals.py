"""Who did something in a stretch of commits, as numbers small enough to remember."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.definitions import Filter, Measure
from tenfold.metrics.sql.fields import Bindings, Fields, Statement, needed_properties
from tenfold.metrics.sql.scope import Scope, render_occurrence, render_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """The different persons of a measure's events in the commits (after, upto]."""

    measure: Measure
    where: tuple[Filter, ...]
    start: datetime | None
    end: datetime | None
    internal: bool
    after: int | None
    upto: int
    currency: str | None

    def properties(self) -> tuple[str, ...]:
        """Return the sent properties that are looked at."""
        return needed_properties(measures=(self.measure,), where=self.where, breakdown=())


def render_arrivals(*, arrivals: Arrivals, reading: Reading) -> Statement:
    """Return a statement that answers with one row for each person: a hash of 64 bits."""
    fields = Fields(reading=reading, bindings=Bindings(), currency=arrivals.currency)
    scope = Scope(
        where=arrivals.where,
        start=arrivals.start,
        end=arrivals.end,
        internal=arrivals.internal,
        after=arrivals.after,
        upto=arrivals.upto,
    )
    conditions = render_scope(scope, fields=fields)
    if condition := render_occurrence(arrivals.measure, fields=fields):
        conditions.append(condition)
    # A filter on persons needs to know the person of every event.
    joins = f" {reading.joins}" if fields.persons_used else ""
    ids = (
        f"SELECT DISTINCT {reading.table}.actor AS actor FROM {reading.table}{joins}"
        f" WHERE {' AND '.join([*conditions, f'{reading.table}.actor IS NOT NULL'])}"
    )
    text = (
        f"{fields.with_steps(())} SELECT DISTINCT hash({reading.person})"
        f" FROM ({ids}) AS {reading.table} {reading.joins}"
    )
    return Statement(text.strip(), fields.bindings.values)
