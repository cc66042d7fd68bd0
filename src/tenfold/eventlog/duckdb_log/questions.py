"""Questions to the log: beside the writer, a few at a time, each within its time and memory."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.faults import naming_faults
from tenfold.eventlog.refusals import QueryCancelled, QueryTooLarge, QueryTooLong
from tenfold.kit.refusal import Refusal

MOST_AT_ONCE = 4

MOST_ROWS = 2_000_000
"""How many rows an answer may have: beyond it they would fill the memory of the process."""

_ROWS_AT_ONCE = 100_000
_AGAIN_SECONDS = 0.02


class Questions:
    """Runs questions; more than `MOST_AT_ONCE` wait for their turn, within their own time."""

    def __init__(self, *, engine: Engine) -> None:
        self._engine = engine
        self._turns = _Turns()

    def ask(
        self,
        sql: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float,
        cancelled: Cancellation | None = None,
    ) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT. Raises what `connection` does, `ValueError` for others."""
        with self.connection(seconds=seconds, cancelled=cancelled) as connection:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise ValueError("only one SELECT can be read")
            return _fetch(connection.execute(statements[0], dict(parameters or {})))

    @contextmanager
    def connection(
        self, *, seconds: float, cancelled: Cancellation | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection that is interrupted after `seconds`, or when it is cancelled.

        Raises `QueryTooLong`, `QueryTooLarge`, `QueryCancelled`.
        """
        asked = cancelled or Cancellation()
        with (
            self._turns.taken(seconds=seconds, cancelled=asked),
            naming_faults(path=self._engine.path),
            self._engine.reading() as connection,
            _Watch(connection, seconds, asked) as watch,
        ):
            watch.require_wanted()
            try:
                yield connection
            except duckdb.InterruptException:
                watch.require_wanted()
                raise
            except duckdb.OutOfMemoryException as error:
                raise _too_large() from error


class _Turns:
    """Gives out turns; who waits for one gives up after its time, or at once when cancelled."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._free = MOST_AT_ONCE

    @contextmanager
    def taken(self, *, seconds: float, cancelled: Cancellation) -> Iterator[None]:
        take_away = cancelled.on_cancel(self._wake)
        try:
            self._take(seconds, cancelled)
        finally:
            take_away()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                # All, because the one that is woken may have been cancelled.
                self._changed.notify_all()

    def _take(self, seconds: float, cancelled: Cancellation) -> None:
        with self._changed:
            served = self._changed.wait_for(
                lambda: self._free or cancelled.is_cancelled, timeout=seconds
            )
            if cancelled.is_cancelled:
                raise _cancelled()
            if not served:
                raise QueryTooLong(
                    "Too many questions are being answered at once.",
                    next_step="Ask again in a moment.",
                )
            self._free -= 1

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


class _Watch:
    """Interrupts a connection's query when its time is over or nobody wants the answer any more.

    The engine forgets an interruption that comes between two statements, so it is repeated until
    the question is given up.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, seconds: float, cancelled: Cancellation
    ) -> None:
        self._connection = connection
        self._seconds = seconds
        self._cancelled = cancelled
        self._woken = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="eventlog-watch", daemon=True)

    def __enter__(self) -> "_Watch":
        self._take_away = self._cancelled.on_cancel(self._woken.set)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._take_away()
        self._over.set()
        self._woken.set()
        # The connection is closed next: nobody may interrupt it then.
        self._thread.join()

    def require_wanted(self) -> None:
        """Raise `QueryCancelled` where it was cancelled."""
        if self._cancelled.is_cancelled:
            raise _cancelled()

    def _work(self) -> None:
        self._woken.wait(self._seconds)
        while not self._over.is_set():
            self._connection.interrupt()
            self._over.wait(_AGAIN_SECONDS)


def _fetch(result: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    while found := result.fetchmany(_ROWS_AT_ONCE):
        rows += found
        if len(rows) > MOST_ROWS:
            raise _too_large()
    return rows


def _cancelled() -> Refusal:
    return QueryCancelled(
        "The question was taken back before it was answered.",
        next_step="Ask again if the answer is wanted after all.",
    )


def _too_large() -> Refusal:
    return QueryTooLarge(
        "The question needs more memory than questions may take.",
        next_step="Ask about a shorter time, or with fewer groups: without a breakdown, or with"
        " a coarser grain. An administrator can give the log more memory: log_memory_mb.",
    )
