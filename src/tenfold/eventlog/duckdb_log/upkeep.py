"""What the log does for itself in the background: one bounded slice at a time, when little arrives."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from tenfold.eventlog.condition import Upkeep
from tenfold.eventlog.duckdb_log import clustering, rolling
from tenfold.eventlog.duckdb_log.faults import name_fault
from tenfold.eventlog.duckdb_log.journal import EVERYTHING, NOTHING
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.writer import Writer
from tenfold.kit.refusal import Refusal

BUSY_EVENTS_A_SECOND = 1_000
"""While more arrive, nothing is begun."""

_FIRST_SECONDS = 30.0
_NEXT_SECONDS = 10.0
_BUSY_SECONDS = 10.0
_LOOK_SECONDS = 600.0

_log = logging.getLogger(__name__)


class Caretaker:
    """Owns the thread that keeps a log in order, from `start` to `stop`."""

    def __init__(self, *, state: State, writer: Writer) -> None:
        self._state = state
        self._writer = writer
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._work, name="eventlog-upkeep", daemon=True)
        self._said = Upkeep()
        self._total = 0

    def start(self) -> None:
        """Begin, after a while: a command that opens the log for a moment is left in peace."""
        self._total = self._state.total
        self._thread.start()

    def stop(self) -> None:
        """Give up the slice in hand and end the thread. Idempotent."""
        self._stopping.set()
        self._woken.set()
        with self._state.turns.urgent():
            pass  # Whatever had the turn has ended, and nothing is begun any more.
        if self._thread.is_alive():
            self._thread.join()

    def status(self) -> Upkeep:
        """Return what is being done and what is left."""
        return self._said

    def wake(self) -> None:
        """Look at what there is to do soon."""
        self._woken.set()

    def do_slice(self) -> bool:
        """Do one slice of what there is to do; return whether there was any."""
        try:
            done = self._roll() or self._put_in_order()
        finally:
            self._say(doing=None)
        if done:
            self._fold_in()
        return done

    @contextmanager
    def _turn(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection for one slice; somebody who cannot wait interrupts it."""
        turns = self._state.turns
        with (
            turns.patient(),
            self._state.engine.reading() as connection,
            turns.interruptible(connection),
        ):
            if self._stopping.is_set():
                raise duckdb.InterruptException("the log is being closed")
            yield connection

    def _roll(self) -> bool:
        with self._turn() as connection:
            found = rolling.look(connection=connection, horizons=self._state.horizons)
        self._say(unrolled=found.waiting)
        if found.next is None:
            return False
        self._say(doing="rolling")
        before = rolling.announce(piece=found.next, state=self._state, writer=self._writer)
        try:
            with self._turn() as connection:
                rolled = rolling.roll(piece=found.next, connection=connection, before=before)
        except BaseException:
            rolling.withdraw(before=before, state=self._state, writer=self._writer)
            raise
        # What was counted event by event is a total now: some questions are answered otherwise.
        self._writer.run(lambda: None, changes=EVERYTHING)
        self._say(unrolled=max(0, found.waiting - rolled), rolled=self._said.rolled + rolled)
        return True

    def _put_in_order(self) -> bool:
        with self._turn() as connection:
            found = clustering.look(connection=connection)
            self._say(unordered=found.fresh)
            if found.next is None:
                return False
            self._say(doing="ordering")
            ordered = clustering.put_in_order(piece=found.next, connection=connection)
        self._say(unordered=max(0, found.fresh - ordered), ordered=self._said.ordered + ordered)
        return True

    def _work(self) -> None:
        seconds = _FIRST_SECONDS
        while not self._stopping.is_set():
            looked_at = time.monotonic()
            self._woken.wait(seconds)
            self._woken.clear()
            elapsed = time.monotonic() - looked_at
            seconds = _BUSY_SECONDS if self._is_busy(elapsed) else self._try()

    def _is_busy(self, seconds: float) -> bool:
        """Return whether much arrived in the seconds since the last look, or nothing is written."""
        total = self._state.total
        arrived, self._total = total - self._total, total
        busy = arrived > BUSY_EVENTS_A_SECOND * max(seconds, 1.0)
        return busy or self._state.problem is not None or self._stopping.is_set()

    def _try(self) -> float:
        """Do a slice; return after how many seconds to look again."""
        try:
            seconds = _NEXT_SECONDS if self.do_slice() else _LOOK_SECONDS
        except (duckdb.InterruptException, duckdb.TransactionException):
            return _BUSY_SECONDS  # Somebody could not wait, or changed the same rows.
        except (duckdb.Error, OSError, Refusal) as error:
            refusal = name_fault(error=error, path=self._state.engine.path)
            self._say(problem=str(refusal or error))
            _log.warning("the event log could not be put in order: %s", error)
            return _LOOK_SECONDS
        except Exception as error:
            # A bug: whoever looks must hear of it, and the rest of the upkeep must go on.
            self._say(problem=str(error))
            _log.exception("the event log could not be put in order")
            return _LOOK_SECONDS
        self._say(problem=None)
        return seconds

    def _fold_in(self) -> None:
        """Have the room that a slice left in the file used again."""
        try:
            self._writer.run(
                lambda: self._state.connection().execute("CHECKPOINT") and None, changes=NOTHING
            )
        except duckdb.TransactionException:
            return  # A copy is under way; the writer does it in its next silence.

    def _say(self, **changed: object) -> None:
        self._said = replace(self._said, **changed)  # type: ignore[arg-type]
