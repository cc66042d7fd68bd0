"""Questions to the log: beside the writer, a few at a time, each within its time."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.faults import naming_faults
from tenfold.eventlog.refusals import QueryTooLong

MOST_AT_ONCE = 4


class Questions:
    """Runs questions; more than `MOST_AT_ONCE` wait for their turn, within their own time."""

    def __init__(self, *, engine: Engine) -> None:
        self._engine = engine
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float
    ) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT. Raises `QueryTooLong`, `ValueError` for anything else."""
        with self.connection(seconds=seconds) as connection:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise ValueError("only one SELECT can be read")
            return connection.execute(statements[0], dict(parameters or {})).fetchall()

    @contextmanager
    def connection(self, *, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection that is interrupted after `seconds`. Raises `QueryTooLong`."""
        if not self._turns.acquire(timeout=seconds):
            raise QueryTooLong(
                "Too many questions are being answered at once.",
                next_step="Ask again in a moment.",
            )
        try:
            with naming_faults(path=self._engine.path), self._engine.reading() as connection:
                limit = threading.Timer(seconds, connection.interrupt)
                limit.daemon = True
                limit.start()
                try:
                    yield connection
                finally:
                    limit.cancel()
        finally:
            self._turns.release()
