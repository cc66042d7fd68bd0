"""The persons of a set of events: how many each has of them, and the newest."""

from tenfold.eventlog.store import Reading
from tenfold.metrics.definitions import Occurrence
from tenfold.metrics.sql.fields import AT, Bindings, Fields, Statement
from tenfold.metrics.sql.scope import Scope, render_occurrence, render_scope


def render_persons(
    *, occurrence: Occurrence, scope: Scope, reading: Reading, currency: str | None, limit: int
) -> Statement:
    """Return the statement for the persons with the most of these events, of equally many by id.

    Columns: person, events, last_at, total (how many persons there are in all; on each row).
    """
    bindings = Bindings()
    fields = Fields(reading=reading, bindings=bindings, currency=currency)
    chosen = render_occurrence(occurrence, fields=fields)
    conditions = [*render_scope(scope, fields=fields), *([chosen] if chosen else [])]
    # A filter on persons needs to know the person of every event; else ids are counted first.
    early = f" {reading.joins}" if fields.persons_used and reading.joins else ""
    of_ids = (
        f"SELECT {reading.table}.actor AS actor, count(*) AS events, max({AT}) AS last_at"
        f" FROM {reading.table}{early}"
        f" WHERE {' AND '.join([*conditions, f'{reading.table}.actor IS NOT NULL'])} GROUP BY 1"
    )
    text = (
        f"{fields.with_steps([])} SELECT {reading.person} AS person, sum(events) AS events,"
        f" max(last_at) AS last_at, count(*) OVER () AS total"
        f" FROM ({of_ids}) AS {reading.table} {reading.joins} GROUP BY 1"
        f" ORDER BY 2 DESC, 1 LIMIT {int(limit)}"
    )
    return Statement(text=text.strip(), parameters=bindings.values)
