"""Who may put rows in the place of others: one at a time, and what can wait gives way.

Two transactions that change the same rows cannot both be committed. What somebody waits for (an
import undone, a person erased) must not fail because the log was tidying up just then.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_AGAIN_SECONDS = 0.02


class Turns:
    """Whoever is urgent interrupts the one that is patient, and goes first."""

    def __init__(self) -> None:
        self._turn = threading.RLock()
        self._guard = threading.Lock()
        self._interruptible: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Take the turn, from the patient one where it has it. May be nested."""
        # The engine forgets an interruption that comes between two statements: say it again.
        while not self._turn.acquire(timeout=_AGAIN_SECONDS):
            self._interrupt()
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Take the turn when it is free. Inside, nothing may wait for the writer."""
        with self._turn:
            yield

    @contextmanager
    def interruptible(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Let whoever is urgent interrupt what this connection does."""
        with self._guard:
            self._interruptible = connection
        try:
            yield
        finally:
            with self._guard:
                self._interruptible = None

    def _interrupt(self) -> None:
        with self._guard:
            if self._interruptible is not None:
                self._interruptible.interrupt()
