"""The catalogue on disk: a stored roll-up of most commits, and the rest counted when asked.

Writing costs nothing for it: each row carries the number of its commit, so what is new since the
roll-up is found by minima and maxima. When the writer is idle it takes the rest in, piece by piece.
"""

import json
from collections.abc import Mapping

import duckdb

from tenfold.eventlog.duckdb_log import arrow
from tenfold.eventlog.duckdb_log.rollup import (
    NameKey,
    NameTally,
    PropertyKey,
    PropertyTally,
    Rollup,
)
from tenfold.eventlog.envelope import INTERNAL_SOURCE

PIECE_ROWS = 50_000
"""How much is rolled up at once, and how much may wait."""

MOST_ROWS_AT_ONCE = 2_000_000
"""Of how many events properties are counted while somebody waits (about 0.8 us each)."""

_MOST_STRUCTURES = 2_000

_COUNT_NAMES = """SELECT name, source, currency, count(*), count(actor), count(value),
    epoch_us(min(happened_at)), epoch_us(max(happened_at))
    FROM events WHERE batch > $after AND batch <= $upto GROUP BY ALL"""

_COUNT_ROLLED = """SELECT name, source, currency, sum(events)::BIGINT, sum(with_actor)::BIGINT,
    sum(with_value)::BIGINT, epoch_us(min(first_at)), epoch_us(max(last_at))
    FROM rolled GROUP BY ALL"""

# One statement: what it finds it must also find the examples of. Between two, events may be put in
# order beside it, and a row then has another number.
_COUNT_STRUCTURES = f"""WITH found AS MATERIALIZED (
        SELECT name, source = {INTERNAL_SOURCE} AS internal,
            json_structure(properties)::VARCHAR AS structure, count(*) AS events,
            epoch_us(min(happened_at)) AS first_at, epoch_us(max(happened_at)) AS last_at,
            min(rowid) AS oldest, max(rowid) AS newest
        FROM events WHERE batch > $after AND batch <= $upto GROUP BY ALL
        ORDER BY events DESC, structure LIMIT {_MOST_STRUCTURES}),
    examples AS MATERIALIZED (
        SELECT rowid AS place, properties::VARCHAR AS text FROM events
        WHERE rowid IN (SELECT unnest([oldest, newest]) FROM found))
    SELECT found.name, internal, structure, events, first_at, last_at,
        list_filter([newer.text, older.text], lambda text: text IS NOT NULL)
    FROM found LEFT JOIN examples AS newer ON newer.place = newest
        LEFT JOIN examples AS older ON older.place = oldest
    ORDER BY events DESC, structure"""


def forget(*, connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the stored roll-up inside the open transaction, because events were taken out."""
    connection.execute("DELETE FROM catalogue_names")
    connection.execute("DELETE FROM catalogue_properties")
    connection.execute("UPDATE catalogue_upto SET batch = 0")


def load_all(*, connection: duckdb.DuckDBPyConnection) -> Rollup:
    """Return what all committed events hold, as of one instant.

    While the stored roll-up is millions of events behind (it was dropped, or the writer had no
    pause), properties are counted of the newest of those only; names always of all. Names count
    events that became totals as well; properties are those of the events that are kept.
    """
    connection.begin()
    try:
        rollup, after = _load_stored(connection)
        newest = connection.execute("SELECT coalesce(max(batch), 0) FROM events").fetchall()
        upto = int(newest[0][0])
        _count_names(connection, rollup, after, upto)
        for row in connection.execute(_COUNT_ROLLED).fetchall():
            rollup.add_name(row[:3], NameTally(*row[3:]))
        behind = _start_of_newest(connection, after, MOST_ROWS_AT_ONCE)
        _count_properties(connection, rollup, max(after, behind), upto)
    finally:
        connection.rollback()
    return rollup


def take_in_piece(*, connection: duckdb.DuckDBPyConnection) -> bool:
    """Take one piece into the stored roll-up, inside the open transaction.

    Returns False, and changes nothing, where less than a piece waits.
    """
    stored = connection.execute("SELECT batch FROM catalogue_upto").fetchall()
    upto = _end_of_piece(connection, int(stored[0][0]))
    if upto is None:
        return False
    rollup, after = _load_stored(connection)
    _count_names(connection, rollup, after, upto)
    _count_properties(connection, rollup, after, upto)
    _store(connection, rollup, upto)
    return True


def _end_of_piece(connection: duckdb.DuckDBPyConnection, after: int) -> int | None:
    rows = connection.execute(
        """SELECT min(batch) FROM (
            SELECT batch, sum(count(*)) OVER (ORDER BY batch) AS rows
            FROM events WHERE batch > ? GROUP BY batch)
        WHERE rows >= ?""",
        [after, PIECE_ROWS],
    ).fetchall()
    return None if rows[0][0] is None else int(rows[0][0])


def _load_stored(connection: duckdb.DuckDBPyConnection) -> tuple[Rollup, int]:
    rollup = Rollup()
    for row in connection.execute(
        """SELECT name, source, currency, events, with_actor, with_value,
            epoch_us(first_at), epoch_us(last_at) FROM catalogue_names"""
    ).fetchall():
        rollup.add_name(row[:3], NameTally(*row[3:]))
    for *key, occurrences, first, last, samples in connection.execute(
        """SELECT name, internal, property, type, occurrences,
            epoch_us(first_at), epoch_us(last_at), samples FROM catalogue_properties"""
    ).fetchall():
        tally = PropertyTally(occurrences, first, last, json.loads(samples))
        rollup.add_property((key[0], key[1], key[2], key[3]), tally)
    upto = connection.execute("SELECT batch FROM catalogue_upto").fetchall()
    return rollup, int(upto[0][0])


def _start_of_newest(connection: duckdb.DuckDBPyConnection, after: int, rows: int) -> int:
    found = connection.execute(
        """SELECT coalesce(max(batch), 0) FROM (
            SELECT batch, sum(count(*)) OVER (ORDER BY batch DESC) AS rows
            FROM events WHERE batch > ? GROUP BY batch)
        WHERE rows > ?""",
        [after, rows],
    ).fetchall()
    return int(found[0][0])


def _count_names(
    connection: duckdb.DuckDBPyConnection, rollup: Rollup, after: int, upto: int
) -> None:
    for row in connection.execute(_COUNT_NAMES, {"after": after, "upto": upto}).fetchall():
        rollup.add_name(row[:3], NameTally(*row[3:]))


def _count_properties(
    connection: duckdb.DuckDBPyConnection, rollup: Rollup, after: int, upto: int
) -> None:
    found = connection.execute(_COUNT_STRUCTURES, {"after": after, "upto": upto}).fetchall()
    for name, internal, structure, events, first, last, samples in found:
        rollup.add_structure(
            name=name,
            internal=internal,
            structure=structure,
            tally=PropertyTally(events, first, last, samples),
        )


def _store(connection: duckdb.DuckDBPyConnection, rollup: Rollup, upto: int) -> None:
    forget(connection=connection)
    if rollup.names:
        connection.register("tallies", _names_table(rollup.names))
        connection.execute(
            """INSERT INTO catalogue_names SELECT name, source, currency, events, with_actor,
            with_value, make_timestamp(first_at), make_timestamp(last_at) FROM tallies"""
        )
        connection.unregister("tallies")
    if rollup.properties:
        connection.register("tallies", _properties_table(rollup.properties))
        connection.execute(
            """INSERT INTO catalogue_properties SELECT name, internal = 1, property, type,
            occurrences, samples, make_timestamp(first_at), make_timestamp(last_at) FROM tallies"""
        )
        connection.unregister("tallies")
    connection.execute("UPDATE catalogue_upto SET batch = ?", [upto])


def _names_table(names: Mapping[NameKey, NameTally]) -> arrow.ArrowTable:
    tallies = list(names.values())
    return arrow.build_table(
        columns={
            "name": arrow.build_texts(values=[key[0] for key in names]),
            "source": arrow.build_integers(values=[key[1] for key in names]),
            "currency": arrow.build_texts(values=[key[2] for key in names]),
            "events": arrow.build_integers(values=[tally.events for tally in tallies]),
            "with_actor": arrow.build_integers(values=[tally.with_actor for tally in tallies]),
            "with_value": arrow.build_integers(values=[tally.with_value for tally in tallies]),
            "first_at": arrow.build_integers(values=[tally.first for tally in tallies]),
            "last_at": arrow.build_integers(values=[tally.last for tally in tallies]),
        }
    )


def _properties_table(properties: Mapping[PropertyKey, PropertyTally]) -> arrow.ArrowTable:
    tallies = list(properties.values())
    return arrow.build_table(
        columns={
            "name": arrow.build_texts(values=[key[0] for key in properties]),
            "internal": arrow.build_integers(values=[int(key[1]) for key in properties]),
            "property": arrow.build_texts(values=[key[2] for key in properties]),
            "type": arrow.build_texts(values=[key[3] for key in properties]),
            "occurrences": arrow.build_integers(values=[tally.occurrences for tally in tallies]),
            "samples": arrow.build_texts(
                values=[json.dumps(tally.samples, ensure_ascii=False) for tally in tallies]
            ),
            "first_at": arrow.build_integers(values=[tally.first for tally in tallies]),
            "last_at": arrow.build_integers(values=[tally.last for tally in tallies]),
        }
    )
