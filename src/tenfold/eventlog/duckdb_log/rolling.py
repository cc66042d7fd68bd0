"""Raw events that are older than their source keeps become totals of a quarter of an hour.

See docs/adr/0008-old-events-become-totals-of-a-quarter-hour.md. A slice of one source's oldest
events is counted into `rolled` and removed in one transaction, so that each is in one of the two and
never in both. What is older than its source keeps is not taken any more: whether it was counted,
nobody could tell.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import duckdb

from tenfold.eventlog.duckdb_log import catalogue
from tenfold.eventlog.duckdb_log.batch import CLAIMED, CLAIMS
from tenfold.eventlog.duckdb_log.journal import EVERYTHING, NOTHING
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.writer import Writer
from tenfold.kit.clock import from_micros, to_micros

SLICE_EVENTS = 200_000
"""About how many events are rolled up at once."""

SLOT = timedelta(minutes=15)
"""Every time zone's days begin at a multiple of it (UTC)."""

_OLD = "source = $source AND happened_at < $end"

_COUNT_HOURS = """SELECT date_trunc('hour', happened_at) AS hour, count(*) FROM events
    WHERE source = $source AND happened_at < $end GROUP BY hour ORDER BY hour"""

# A total is of events with a value, or of events without one: so a question can tell them apart.
_ROLL = f"""INSERT INTO rolled SELECT time_bucket(INTERVAL 15 MINUTES, happened_at) AS slot, name,
    source, currency, import_id, count(*), count(actor), count(value), sum(amount), min(value),
    max(value), min(happened_at), max(happened_at), max(received_at)
    FROM events WHERE {_OLD} GROUP BY slot, name, source, currency, import_id, value IS NULL"""

# A merge that an import made, and that events rolled up here speak of as well, outlives the import.
_KEEP_MERGES = f"""UPDATE merges SET import_id = NULL WHERE import_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM events WHERE {_OLD} AND {CLAIMS} AND actor = merges.known
    AND {CLAIMED} = merges.alias AND events.import_id IS DISTINCT FROM merges.import_id)"""
_KEEP_KNOWN = f"""UPDATE known_ids SET import_id = NULL WHERE import_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM events WHERE {_OLD} AND {CLAIMS} AND actor = known_ids.id
    AND events.import_id IS DISTINCT FROM known_ids.import_id)"""


@dataclass(frozen=True, slots=True)
class Slice:
    """The oldest events of a source, up to an instant (UTC, without a zone; excluded)."""

    source: int
    end: datetime
    events: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many events are to be rolled up, and which first; None: none."""

    waiting: int
    next: Slice | None


def retain(*, horizons: Mapping[int, datetime], state: State, writer: Writer) -> None:
    """Say from when on the raw events of each source are kept; of a source not named, for ever."""
    wanted = {source: _whole_hour(at) for source, at in horizons.items()}

    def keep() -> None:
        refused = {
            source: max(wanted.get(source, 0), state.rolled_before.get(source, 0))
            for source in {*wanted, *state.rolled_before}
        }
        if refused == state.horizons:
            return
        with state.turns.urgent(), state.transaction() as connection:
            connection.execute("DELETE FROM horizons")
            for source, at in sorted(refused.items()):
                connection.execute(
                    "INSERT INTO horizons VALUES (?, make_timestamp(?), make_timestamp(?))",
                    [source, at, state.rolled_before.get(source)],
                )
        state.horizons = refused

    writer.run(keep, changes=NOTHING)


def _whole_hour(at: datetime) -> int:
    return to_micros(at=at.astimezone(UTC).replace(minute=0, second=0, microsecond=0))


def look(*, connection: duckdb.DuckDBPyConnection, horizons: Mapping[int, int]) -> Outlook:
    """Return how much there is to roll up, given from when on each source keeps its events."""
    waiting, first = 0, None
    for source, horizon in sorted(horizons.items()):
        end = _plain(horizon)
        rows = connection.execute(_COUNT_HOURS, {"source": source, "end": end}).fetchall()
        waiting += sum(events for _, events in rows)
        if rows and first is None:
            first = _cut(source, rows)
    return Outlook(waiting=waiting, next=first)


def _cut(source: int, hours: list[tuple[datetime, int]]) -> Slice:
    sums = list(accumulate(events for _, events in hours))
    last = min(bisect_left(sums, SLICE_EVENTS), len(sums) - 1)
    return Slice(source=source, end=hours[last][0] + timedelta(hours=1), events=sums[last])


def roll(*, piece: Slice, connection: duckdb.DuckDBPyConnection, before: Mapping[int, int]) -> int:
    """Roll a slice up, in one transaction of this connection; return how many events it had.

    `before` says up to when each source was rolled up.
    """
    bounds = {"source": piece.source, "end": piece.end}
    connection.begin()
    try:
        for statement in (_KEEP_MERGES, _KEEP_KNOWN):
            connection.execute(statement, bounds)
        connection.execute(_ROLL, bounds)
        removed = _count(connection.execute(f"DELETE FROM events WHERE {_OLD}", bounds))
        connection.execute(
            "UPDATE horizons SET rolled = make_timestamp($rolled) WHERE source = $source",
            {"source": piece.source, "rolled": rolled_until(piece=piece, before=before)},
        )
        catalogue.forget(connection=connection)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return removed


def rolled_until(*, piece: Slice, before: Mapping[int, int]) -> int:
    """Return up to when the source is rolled up once this slice is (late ones may lie earlier)."""
    return max(to_micros(at=piece.end.replace(tzinfo=UTC)), before.get(piece.source, 0))


def announce(*, piece: Slice, state: State, writer: Writer) -> Mapping[int, int]:
    """Have questions know that this slice may be rolled up; return what was before."""

    def note() -> Mapping[int, int]:
        before = state.rolled_before
        until = rolled_until(piece=piece, before=before)
        state.rolled_before = {**before, piece.source: until}
        return before

    return writer.run(note, changes=NOTHING)


def withdraw(*, before: Mapping[int, int], state: State, writer: Writer) -> None:
    """Take back what was announced, because it did not come to pass."""

    def note() -> None:
        state.rolled_before = dict(before)

    writer.run(note, changes=EVERYTHING)


def count_before(*, connection: duckdb.DuckDBPyConnection, source: int, at: datetime) -> int:
    """Return how many raw events of a source lie before an instant, as `retain` would round it."""
    bounds = {"source": source, "end": _plain(_whole_hour(at))}
    return _count(connection.execute(f"SELECT count(*) FROM events WHERE {_OLD}", bounds))


def _plain(micros: int) -> datetime:
    return from_micros(micros=micros).replace(tzinfo=None)


def _count(result: Any) -> int:
    return int(result.fetchall()[0][0])
