"""Looking at single events and at what each source sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import duckdb

from tenfold.eventlog.duckdb_log.identity import Identities
from tenfold.eventlog.duckdb_log.rows import COLUMNS, to_event
from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import SourceVolume, StoredEvent
from tenfold.kit.clock import from_micros, to_micros
from tenfold.kit.ids import stable_id

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; None: any. The range of time is half-open."""

    name: str | None = None
    source: int | None = None
    actors: tuple[str, ...] | None = None
    internal: bool = False
    start: datetime | None = None
    end: datetime | None = None

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return a SQL condition and its parameters."""
        given = {
            "name = $name": self.name,
            "source = $source": self.source,
            "actor IN (SELECT unnest($actors))": None if self.actors is None else list(self.actors),
            "happened_at >= make_timestamp($start)": _micros(self.start),
            "happened_at < make_timestamp($end)": _micros(self.end),
        }
        conditions = [condition for condition, value in given.items() if value is not None]
        names = ("name", "source", "actors", "start", "end")
        parameters = {
            name: value
            for name, value in zip(names, given.values(), strict=True)
            if value is not None
        }
        if not self.internal and self.source != INTERNAL_SOURCE:
            conditions.append(f"source <> {INTERNAL_SOURCE}")
        return " AND ".join(conditions) or "true", parameters


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at=at)


def latest(
    *, connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int, identities: Identities
) -> list[StoredEvent]:
    """Return the newest events by their own time, newest first."""
    where, parameters = wanted.where()
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE {where}"
        " ORDER BY happened_at DESC, batch DESC, event_id DESC LIMIT $limit",
        parameters | {"limit": limit},
    ).fetchall()
    return [to_event(row=row, identities=identities) for row in rows]


def get_event(
    *, connection: duckdb.DuckDBPyConnection, given: str, identities: Identities
) -> StoredEvent | None:
    """Return the event with this id, or the one that a source calls `given`."""
    try:
        ids = [UUID(given)]
    except ValueError:
        sources = connection.execute("SELECT DISTINCT source FROM events").fetchall()
        ids = [stable_id(source=source, given=given) for (source,) in sources]
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE event_id IN (SELECT unnest($ids)::UUID)"
        " ORDER BY happened_at, source LIMIT 1",
        {"ids": [str(event_id) for event_id in ids]},
    ).fetchall()
    return to_event(row=rows[0], identities=identities) if rows else None


def count_import(*, connection: duckdb.DuckDBPyConnection, import_id: int) -> int:
    """Return how many events an import has brought."""
    rows = connection.execute(
        """SELECT (SELECT count(*) FROM events WHERE import_id = $import_id)
            + (SELECT coalesce(sum(events), 0) FROM rolled WHERE import_id = $import_id)""",
        {"import_id": import_id},
    ).fetchall()
    return int(rows[0][0])


def volumes(*, connection: duckdb.DuckDBPyConnection) -> list[SourceVolume]:
    """Return how much each source has sent, and how much of it in the day before its newest."""
    rows = connection.execute(
        """SELECT source, sum(events)::BIGINT, epoch_us(max(last)), sum(today)::BIGINT FROM (
            SELECT source, count(*) AS events, max(received_at) AS last,
                count(*) FILTER (WHERE received_at > now()::TIMESTAMP - INTERVAL 1 DAY) AS today
            FROM events GROUP BY source
            UNION ALL SELECT source, events, last_received_at, 0 FROM rolled)
        GROUP BY source ORDER BY source"""
    ).fetchall()
    return [
        SourceVolume(source, events, from_micros(micros=last), today)
        for source, events, last, today in rows
    ]
