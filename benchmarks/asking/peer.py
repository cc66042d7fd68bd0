"""The same events in PostgreSQL, as its users would store them, indexed as they would.

Properties that are asked for have columns of their own and no JSON stands beside them: the narrower
the rows, the better for it. Three indexes, two of which hold all that most questions need.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from peers import postgres

TABLE = """CREATE TABLE events (
    at timestamp NOT NULL, name text NOT NULL, actor text, value numeric(18,2),
    country text, channel text, price numeric(18,2))"""
INDEXES = (
    "CREATE INDEX ON events (at) INCLUDE (name, actor)",
    "CREATE INDEX ON events (name, at) INCLUDE (actor, value)",
    "CREATE INDEX ON events (actor, at) INCLUDE (name)",
)
SETTINGS = {
    "work_mem": "256MB",
    "maintenance_work_mem": "2GB",
    "effective_cache_size": "12GB",
    "random_page_cost": "1.1",
}
LONGEST = os.environ.get("BENCH_PEER_SECONDS", "300")
"""A statement that takes longer is stopped, and counts as having taken so long."""

_ROWS = """COPY (SELECT happened_at, name, actor, amount, p1, p2, x3 FROM events ORDER BY happened_at)
    TO '{path}' (FORMAT csv, HEADER false)"""


class Peer:
    """A filled PostgreSQL."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def ask(self, statement: str) -> tuple[float, list[tuple[Any, ...]] | None]:
        """Return how long a statement took, and its rows; None where it took too long."""
        began = time.perf_counter()
        try:
            rows = self._connection.execute(statement).fetchall()
        except psycopg.errors.QueryCanceled:
            return float(LONGEST), None
        return time.perf_counter() - began, rows


@contextmanager
def filled(*, log: Path) -> Iterator[Peer]:
    """Run a server with the events of the log in `log` (which nobody has open) until the end."""
    with (
        postgres.running(settings=SETTINGS) as address,
        psycopg.connect(address, autocommit=True) as connection,
    ):
        connection.execute(TABLE)
        _copy(connection, log)
        for statement in (*INDEXES, "VACUUM ANALYZE events", "CHECKPOINT"):
            connection.execute(statement)
        connection.execute(f"SET statement_timeout = '{LONGEST}s'")
        yield Peer(connection)


def _copy(connection: psycopg.Connection, log: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        with duckdb.connect(str(log), read_only=True) as engine:
            engine.execute(_ROWS.format(path=rows))
        with (
            rows.open("rb") as file,
            connection.cursor().copy("COPY events FROM STDIN (FORMAT csv)") as copy,
        ):
            while block := file.read(2**20):
                copy.write(block)
