"""The tables of the log, and how an older file becomes one of today.

To change the tables, append a step to `STEPS`; never edit one that was released. Each runs once, in
one transaction with the number it leads to.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from tenfold.eventlog.duckdb_log.faults import naming_faults
from tenfold.eventlog.refusals import LogTooNew


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the tables, with the reason for it."""

    number: int
    why: str
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        1,
        "The first tables",
        (
            # No primary key and no index on events: they cost three times on append.
            # sent_at prunes the search for duplicates; batch (the number of the commit) prunes
            # the search for what is new since a roll-up.
            """CREATE TABLE events (
                event_id UUID NOT NULL,
                source INTEGER NOT NULL,
                happened_at TIMESTAMP NOT NULL,
                sent_at TIMESTAMP,
                received_at TIMESTAMP NOT NULL,
                name VARCHAR NOT NULL,
                actor VARCHAR,
                value DOUBLE,
                amount DECIMAL(18,6),
                currency VARCHAR,
                properties JSON NOT NULL,
                import_id BIGINT,
                batch BIGINT NOT NULL)""",
            # decision numbers the order in which merges were made, revived ones anew.
            """CREATE TABLE merges (
                id BIGINT NOT NULL,
                alias VARCHAR NOT NULL,
                known VARCHAR NOT NULL,
                source INTEGER NOT NULL,
                claimed_at TIMESTAMP NOT NULL,
                state VARCHAR NOT NULL CHECK (state IN ('active', 'undone', 'refused')),
                decided_at TIMESTAMP NOT NULL,
                decision BIGINT NOT NULL,
                import_id BIGINT)""",
            "CREATE TABLE known_ids (id VARCHAR NOT NULL, import_id BIGINT)",
            # The person behind each merged id, chains resolved: what every question joins.
            "CREATE TABLE persons (alias VARCHAR NOT NULL, person VARCHAR NOT NULL)",
            "CREATE TABLE tombstones (hash BLOB NOT NULL, erased_at TIMESTAMP NOT NULL)",
            # place numbers the columns: p1 text, n1 number, x1 exact. ready: back-filled whole.
            """CREATE TABLE promoted (
                place INTEGER NOT NULL,
                property VARCHAR NOT NULL,
                ready BOOLEAN NOT NULL)""",
            """CREATE TABLE catalogue_names (
                name VARCHAR NOT NULL,
                source INTEGER NOT NULL,
                currency VARCHAR,
                events BIGINT NOT NULL,
                with_actor BIGINT NOT NULL,
                with_value BIGINT NOT NULL,
                first_at TIMESTAMP NOT NULL,
                last_at TIMESTAMP NOT NULL)""",
            """CREATE TABLE catalogue_properties (
                name VARCHAR NOT NULL,
                internal BOOLEAN NOT NULL,
                property VARCHAR NOT NULL,
                type VARCHAR NOT NULL,
                occurrences BIGINT NOT NULL,
                samples JSON NOT NULL,
                first_at TIMESTAMP NOT NULL,
                last_at TIMESTAMP NOT NULL)""",
            "CREATE TABLE catalogue_upto (batch BIGINT NOT NULL)",
            "INSERT INTO catalogue_upto VALUES (0)",
        ),
    ),
    Step(
        2,
        "Lists of persons, for segments",
        # As they were given; who was joined with whom is applied when they are read.
        ("CREATE TABLE members (list_id INTEGER NOT NULL, person VARCHAR NOT NULL)",),
    ),
    Step(
        3,
        "Which hours are in the order of names",
        # upto: events of later commits than this are not in order.
        ("CREATE TABLE clustered (hour TIMESTAMP NOT NULL, upto BIGINT NOT NULL)",),
    ),
    Step(
        4,
        "Totals of a quarter of an hour, for events that their source does not keep",
        (
            # By import, so that an import can still be undone whole.
            """CREATE TABLE rolled (
                slot TIMESTAMP NOT NULL,
                name VARCHAR NOT NULL,
                source INTEGER NOT NULL,
                currency VARCHAR,
                import_id BIGINT,
                events BIGINT NOT NULL,
                with_actor BIGINT NOT NULL,
                with_value BIGINT NOT NULL,
                amount DECIMAL(38,6),
                lowest DOUBLE,
                highest DOUBLE,
                first_at TIMESTAMP NOT NULL,
                last_at TIMESTAMP NOT NULL,
                last_received_at TIMESTAMP NOT NULL)""",
            # refused: older events are not taken; rolled: until when there are only totals.
            """CREATE TABLE horizons (
                source INTEGER NOT NULL,
                refused TIMESTAMP NOT NULL,
                rolled TIMESTAMP)""",
        ),
    ),
)

NEWEST = STEPS[-1].number


def needs_migration(*, path: Path) -> bool:
    """Return whether the log at `path` was made by an older version. False where there is none.

    Raises `LogLocked`, `LogDamaged`, `LogTooNew`.
    """
    if not path.exists():
        return False
    with naming_faults(path=path), duckdb.connect(str(path), read_only=True) as connection:
        return read_version(connection=connection) < NEWEST


def migrate(*, connection: duckdb.DuckDBPyConnection) -> None:
    """Bring an open log to today's tables; do nothing where it has them. Raises `LogTooNew`."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_version"
        " (version INTEGER NOT NULL, why VARCHAR NOT NULL, migrated_at TIMESTAMP NOT NULL)"
    )
    version = read_version(connection=connection)
    for step in STEPS[version:]:
        connection.begin()
        try:
            for statement in step.statements:
                connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_version VALUES (?, ?, now()::TIMESTAMP)",
                [step.number, step.why],
            )
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def read_version(*, connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the last step that ran: 0 for an empty file. Raises `LogTooNew`."""
    tables = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
    ).fetchall()
    if not tables[0][0]:
        return 0
    rows = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchall()
    version = int(rows[0][0])
    if version > NEWEST:
        raise LogTooNew(
            f"This log was written by a newer Tenfold (its version is {version},"
            f" this program knows {NEWEST}).",
            next_step="Install the newer Tenfold again, or restore a backup made before.",
        )
    return version
