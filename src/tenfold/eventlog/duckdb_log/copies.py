"""Whole copies of the log: backups, exports, a walk through all events, and a fingerprint."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import duckdb

from tenfold.eventlog.duckdb_log.browsing import Wanted
from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.faults import naming_faults
from tenfold.eventlog.duckdb_log.promoted import quote_text
from tenfold.eventlog.duckdb_log.rows import COLUMNS, to_event
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.refusals import TargetExists
from tenfold.eventlog.store import StoredEvent

Format = Literal["parquet", "csv", "jsonl"]

_UNFINISHED = ".unfinished"
_DUE = ".holds-erased"  # a note beside the log: the file still holds bytes of somebody erased

_WRITERS: dict[Format, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
}

_TIME = "strftime(happened_at, '%Y-%m-%dT%H:%M:%S.%fZ')"
_ARRIVED = "strftime(received_at, '%Y-%m-%dT%H:%M:%S.%fZ')"

_EXPORT = """SELECT event_id::VARCHAR AS id, name, actor,
    {person} AS person, {time} AS time, value, currency, {properties} AS properties,
    source, {arrived} AS received_at, import_id
    FROM events {joins} WHERE {where} ORDER BY happened_at, batch, event_id, source"""

# Two sums and two exclusive ors of 64 bits of MD5 do not depend on the order of rows; rows are
# written as text, so that the fingerprint stays the same in another version of the engine.
_FINGERPRINT = """SELECT count(*), coalesce(sum(lower % 4294967296), 0),
    coalesce(sum(upper % 4294967296), 0), coalesce(bit_xor(lower), 0), coalesce(bit_xor(upper), 0)
    FROM (SELECT md5_number_lower(line) AS lower, md5_number_upper(line) AS upper
    FROM (SELECT to_json(row({columns}))::VARCHAR AS line FROM {table}))"""

_FINGERPRINTED = {
    "events": "event_id, source, epoch_us(happened_at), epoch_us(sent_at), epoch_us(received_at),"
    " name, actor, value::VARCHAR, amount::VARCHAR, currency, properties::VARCHAR, import_id",
    "merges": "id, alias, known, source, epoch_us(claimed_at), state, epoch_us(decided_at),"
    " import_id",
    "known_ids": "id, import_id",
    "persons": "alias, person",
    "tombstones": "hex(hash), epoch_us(erased_at)",
    "members": "list_id, person",
    "rolled": "epoch_us(slot), name, source, currency, import_id, events, with_actor, with_value,"
    " amount::VARCHAR, lowest::VARCHAR, highest::VARCHAR, epoch_us(first_at), epoch_us(last_at),"
    " epoch_us(last_received_at)",
    "horizons": "source, epoch_us(refused), epoch_us(rolled)",
}
# These came later: where they are empty the fingerprint is what it was before there were any.
_LATER = {"members", "rolled", "horizons"}


def remove_leftovers(*, path: Path) -> None:
    """Remove what an interrupted rewriting of the file left beside it."""
    for leftover in path.parent.glob(f"{path.name}{_UNFINISHED}*"):
        leftover.unlink()


def backup(*, engine: Engine, path: Path) -> None:
    """Copy the log, as it was at one instant, to a new file while commits go on.

    The file appears under its name only when it is whole. Raises `TargetExists`.
    """
    unfinished = _require_new(path)
    with naming_faults(path=path), engine.reading() as connection:
        _copy_into(connection, unfinished)
    unfinished.rename(path)
    _sync_folder(path.parent)


def note_rewrite(*, path: Path) -> None:
    """Note that the log at `path` is to be rewritten, so that a killed process does not forget it."""
    path.with_name(path.name + _DUE).touch()
    _sync_folder(path.parent)


def rewrite_is_due(*, path: Path) -> bool:
    """Return whether the log at `path` is still to be rewritten."""
    return path.with_name(path.name + _DUE).exists()


def rewrite(*, state: State) -> None:
    """Put a fresh copy in the place of the file, so that nothing deleted is left in it.

    Runs in the writer's thread; questions wait while the files change places. Where the disk has no
    room for the copy the file stays as it is, with its deletions; the note stays, too, and the
    writer tries again.
    """
    # What others change meanwhile would not be in the copy.
    with state.turns.urgent():
        _rewrite(state)


def _rewrite(state: State) -> None:
    path = state.engine.path
    unfinished = path.with_name(path.name + _UNFINISHED)
    _remove(unfinished)
    _copy_into(state.connection(), unfinished)
    state.release()
    with state.engine.replacing():
        if state.engine.wal_bytes():
            # Closing folds it in; where that failed, the old file is still the one that counts.
            unfinished.unlink()
            return
        os.replace(unfinished, path)  # noqa: PTH105  atomic, and says so
        _sync_folder(path.parent)
        path.with_name(path.name + _DUE).unlink(missing_ok=True)
    state.reload()


def _copy_into(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    name = connection.execute("SELECT current_database()").fetchall()[0][0]
    connection.execute(f"ATTACH {quote_text(str(path))} AS the_copy")
    try:
        connection.execute(f'COPY FROM DATABASE "{name}" TO the_copy')
        connection.execute("CHECKPOINT the_copy")
    except BaseException:
        connection.execute("DETACH the_copy")
        _remove(path)
        raise
    connection.execute("DETACH the_copy")


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def export(
    *,
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    format: Format,
    wanted: Wanted,
    person: str,
    joins: str,
) -> int:
    """Write events to a new file, oldest first; return how many. Raises `TargetExists`."""
    unfinished = _require_new(path)
    where, parameters = wanted.where()
    parquet = format == "parquet"
    select = _EXPORT.format(
        person=person,
        joins=joins,
        where=where,
        time="happened_at AT TIME ZONE 'UTC'" if parquet else _TIME,
        arrived="received_at AT TIME ZONE 'UTC'" if parquet else _ARRIVED,
        properties="properties" if format == "jsonl" else "properties::VARCHAR",
    )
    with naming_faults(path=path):
        rows = connection.execute(
            f"COPY ({select}) TO {quote_text(str(unfinished))} ({_WRITERS[format]})", parameters
        ).fetchall()
    unfinished.rename(path)
    return int(rows[0][0])


def walk(*, state: State, batch: int) -> Iterator[list[StoredEvent]]:
    """Yield all events as of one instant, oldest first."""
    with naming_faults(path=state.engine.path), state.engine.reading() as connection:
        connection.execute(
            f"SELECT {COLUMNS} FROM events ORDER BY happened_at, batch, event_id, source"
        )
        while rows := connection.fetchmany(batch):
            yield [to_event(row=row, identities=state.identities) for row in rows]


def digest(*, connection: duckdb.DuckDBPyConnection) -> str:
    """Return a fingerprint of all that is stored."""
    parts = []
    connection.begin()
    try:
        for table, columns in _FINGERPRINTED.items():
            question = _FINGERPRINT.format(columns=columns, table=table)
            numbers = connection.execute(question).fetchall()[0]
            if table in _LATER and not numbers[0]:
                continue
            parts.append(f"{table}:" + "-".join(f"{number:x}" for number in map(int, numbers)))
    finally:
        connection.rollback()
    return ";".join(parts)


def _require_new(path: Path) -> Path:
    if path.exists():
        raise TargetExists(
            f"There is a file {path} already.", next_step="Name another file, or remove this one."
        )
    unfinished = path.with_name(path.name + _UNFINISHED)
    _remove(unfinished)
    return unfinished
