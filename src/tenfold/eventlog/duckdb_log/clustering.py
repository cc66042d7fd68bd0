"""Events of closed days are put in the order of their names, so that a question about one name reads
little else. See docs/adr/0007-closed-days-are-put-in-order-slice-by-slice.md.

A slice is a stretch of whole hours with about half a million events. It is taken out and put back, in
order, in one transaction: killed at any moment, the log has the events either as they were or in order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

SLICE_EVENTS = 500_000
"""About how many events are sorted at once: four of the engine's row groups."""

WORTH_IT_EVENTS = 250_000
"""How many of a slice must not be in order yet."""

MOST_EVENTS = 2_000_000
"""An hour that has more stays as it is: it would take too much memory."""

_HOURS = """SELECT hour, count(*), count(*) FILTER (WHERE batch > coalesce(upto, 0))
    FROM (SELECT date_trunc('hour', happened_at) AS hour, batch FROM events
        WHERE happened_at < $closed) LEFT JOIN clustered USING (hour)
    GROUP BY hour ORDER BY hour"""

_SLICE = "happened_at >= $start AND happened_at < $end"


@dataclass(frozen=True, slots=True)
class Hour:
    """How many events happened in an hour (UTC, without a zone), and how many are not in order."""

    start: datetime
    events: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A half-open stretch of hours that is worth putting in order."""

    start: datetime
    end: datetime
    events: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many events of closed days are not in order, and where to go on; None: nowhere."""

    fresh: int
    next: Slice | None


def look(*, connection: duckdb.DuckDBPyConnection) -> Outlook:
    """Return what there is to do. A day is closed when the newest event is of a day after the next."""
    newest = connection.execute("SELECT max(happened_at) FROM events").fetchall()[0][0]
    if newest is None:
        return Outlook(fresh=0, next=None)
    closed = datetime(newest.year, newest.month, newest.day) - timedelta(days=1)  # noqa: DTZ001
    rows = connection.execute(_HOURS, {"closed": closed}).fetchall()
    hours = [Hour(*row) for row in rows]
    return Outlook(fresh=sum(hour.fresh for hour in hours), next=find_slice(hours=hours))


def find_slice(*, hours: Iterable[Hour]) -> Slice | None:
    """Return the first slice of these hours (in order) that is worth it."""
    start: datetime | None = None
    end = datetime.min  # noqa: DTZ901
    events = fresh = 0
    for hour in hours:
        if events >= SLICE_EVENTS or hour.events > MOST_EVENTS:
            if start is not None and fresh >= WORTH_IT_EVENTS:
                break
            start, events, fresh = None, 0, 0
        if hour.events > MOST_EVENTS or (start is None and not hour.fresh):
            continue
        start = start or hour.start
        end = hour.start + timedelta(hours=1)
        events += hour.events
        fresh += hour.fresh
    if start is None or fresh < WORTH_IT_EVENTS:
        return None
    return Slice(start=start, end=end, events=events)


def put_in_order(*, piece: Slice, connection: duckdb.DuckDBPyConnection) -> int:
    """Put a slice in order, in one transaction of this connection; return how many events it has."""
    bounds = {"start": piece.start, "end": piece.end}
    connection.begin()
    try:
        # Every later commit has a greater number, so what it brings counts as not in order.
        upto = connection.execute("SELECT max(batch) FROM events").fetchall()[0][0]
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE slice AS SELECT * FROM events WHERE {_SLICE}", bounds
        )
        removed = connection.execute(f"DELETE FROM events WHERE {_SLICE}", bounds).fetchall()[0][0]
        added = connection.execute(
            "INSERT INTO events SELECT * FROM slice ORDER BY name, happened_at"
        ).fetchall()[0][0]
        if added != removed:
            raise AssertionError(f"{removed} events were taken out and {added} put back")
        connection.execute("DELETE FROM clustered WHERE hour >= $start AND hour < $end", bounds)
        connection.execute(
            "INSERT INTO clustered SELECT DISTINCT date_trunc('hour', happened_at), $upto FROM slice",
            {"upto": upto},
        )
        connection.execute("DROP TABLE slice")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return int(added)
