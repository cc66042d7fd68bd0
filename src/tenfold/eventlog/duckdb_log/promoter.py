"""Gives often used properties typed columns of their own, in the background, beside live commits.

A column is added and filled by every commit from then on; older rows are filled piece by piece;
when the last is done the column is used. Answers are the same before, meanwhile and after.
"""

import logging
import threading
from collections import Counter, deque
from collections.abc import Iterable

import duckdb

from tenfold.eventlog.duckdb_log.journal import NOTHING
from tenfold.eventlog.duckdb_log.promoted import Copy, Promoted, property_text, typed_copies
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.writer import Writer

ASKED_OFTEN = 3
"""How many times a property is asked for before it is promoted."""

WORTH_IT_EVENTS = 50_000
"""In a smaller log reading JSON is fast enough."""

MOST_COPIES = 40
"""Each costs a commit a little: three expressions more for every event."""

_PIECE_ROWS = 200_000
_MOST_ASKED_ABOUT = 10_000

_log = logging.getLogger(__name__)


class Promoter:
    """Counts what is asked for, and promotes one property after the other."""

    def __init__(self, *, state: State, writer: Writer) -> None:
        self._state = state
        self._writer = writer
        self._lock = threading.Lock()
        self._asked: Counter[str] = Counter()
        self._waiting: deque[str] = deque()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def resume(self) -> None:
        """Go on with what was not finished when the log was closed."""
        for copy in self._state.promoted.copies:
            if not copy.ready:
                self._enqueue(copy.name)

    def note(self, *, names: Iterable[str]) -> None:
        """Count that these properties were asked for."""
        promoted = self._state.promoted
        for name in names:
            if promoted.is_ready(name=name):
                continue
            with self._lock:
                if len(self._asked) > _MOST_ASKED_ABOUT:
                    self._asked.clear()
                self._asked[name] += 1
                often = self._asked[name] == ASKED_OFTEN
                if often and self._state.total < WORTH_IT_EVENTS:
                    self._asked[name] = 0
                    often = False
            if often and len(promoted.copies) < MOST_COPIES:
                self._enqueue(name)

    def stop(self) -> None:
        """Stop after the piece in hand; what is left goes on when the log is opened again."""
        self._stopping.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def promote(self, *, name: str) -> None:
        """Give one property its columns, now. Returns when they are used."""
        copy = self._writer.run(lambda: self._add_columns(name), changes=NOTHING)
        if copy is None or copy.ready:
            return
        last = self._writer.run(lambda: self._state.batch, changes=NOTHING)
        self._fill(copy, last)
        if not self._stopping.is_set():
            self._writer.run(lambda: self._make_ready(copy), changes=NOTHING)

    def _enqueue(self, name: str) -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            self._waiting.append(name)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="eventlog-promoter", daemon=True
                )
                self._thread.start()

    def _work(self) -> None:
        while (name := self._next()) is not None:
            try:
                if self._is_known(name):
                    self.promote(name=name)
            except Exception:
                # The property is still read from JSON, with the same answers.
                _log.exception("a property could not be promoted")

    def _next(self) -> str | None:
        with self._lock:
            if self._waiting and not self._stopping.is_set():
                return self._waiting.popleft()
            self._thread = None
            return None

    def _is_known(self, name: str) -> bool:
        """Return whether any event has the property: not all that is asked for exists."""
        with self._state.engine.reading() as connection:
            found = connection.execute(
                f"SELECT 1 FROM events WHERE {property_text(name=name)} IS NOT NULL LIMIT 1"
            ).fetchall()
        return bool(found)

    def _add_columns(self, name: str) -> Copy | None:
        held = self._state.promoted.find(name=name)
        if held is not None:
            return held
        copies = self._state.promoted.copies
        if len(copies) >= MOST_COPIES:
            return None
        copy = Copy(place=len(copies) + 1, name=name, ready=False)
        with self._state.turns.urgent(), self._state.transaction() as connection:
            for column, kind in zip(
                copy.columns(), ("VARCHAR", "DOUBLE", "DECIMAL(38,6)"), strict=True
            ):
                connection.execute(f"ALTER TABLE events ADD COLUMN {column} {kind}")
            connection.execute("INSERT INTO promoted VALUES (?, ?, false)", [copy.place, copy.name])
        self._state.promoted = Promoted((*copies, copy))
        return copy

    def _fill(self, copy: Copy, last: int) -> None:
        first = 0
        while first <= last and not self._stopping.is_set():
            first = self._fill_piece(copy, first, last)

    def _fill_piece(self, copy: Copy, first: int, last: int) -> int:
        """Fill the rows of the commits from `first` on; return where the next piece begins."""
        assignments = ", ".join(
            f"{column} = {expression}"
            for column, expression in zip(copy.columns(), typed_copies(name=copy.name), strict=True)
        )
        with self._state.turns.patient(), self._state.engine.reading() as connection:
            end = _end_of_piece(connection, first, last)
            connection.execute(
                f"UPDATE events SET {assignments} WHERE batch >= ? AND batch <= ?", [first, end]
            )
        return end + 1

    def _make_ready(self, copy: Copy) -> None:
        with self._state.transaction() as connection:
            connection.execute("UPDATE promoted SET ready = true WHERE place = ?", [copy.place])
        self._state.promoted = self._state.promoted.with_ready(place=copy.place)


def _end_of_piece(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> int:
    rows = connection.execute(
        """SELECT coalesce(min(batch), $last) FROM (
            SELECT batch, sum(count(*)) OVER (ORDER BY batch) AS rows
            FROM events WHERE batch >= $first AND batch <= $last GROUP BY batch)
        WHERE rows >= $piece""",
        {"first": first, "last": last, "piece": _PIECE_ROWS},
    ).fetchall()
    return int(rows[0][0])
