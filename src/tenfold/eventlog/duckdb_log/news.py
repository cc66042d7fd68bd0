"""Tells whoever listens what each commit brought."""

import logging
import threading
from collections.abc import Callable, Sequence

from tenfold.eventlog.duckdb_log.batch import Part
from tenfold.eventlog.duckdb_log.identity import Identities
from tenfold.eventlog.duckdb_log.rows import newest_of
from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import Committed, Listener
from tenfold.kit import clock

_NEWEST = 20

_log = logging.getLogger(__name__)


class News:
    """The listeners of one log."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; return how to remove it."""
        with self._lock:
            number = self._next
            self._next += 1
            self._listeners[number] = listener

        def stop() -> None:
            with self._lock:
                self._listeners.pop(number, None)

        return stop

    def tell(
        self, *, parts: Sequence[Part], names: frozenset[str], total: int, identities: Identities
    ) -> None:
        """Tell of a commit. A listener that fails is logged and does not stop the others."""
        with self._lock:
            listeners = list(self._listeners.values())
        if not listeners:
            return
        committed = Committed(
            total=total,
            latest=newest_of(parts=parts, identities=identities, limit=_NEWEST),
            at=clock.now(),
            names=names,
            arrived=sum(len(part.fresh) for part in parts if _is_live(part)),
        )
        for listener in listeners:
            try:
                listener(committed)
            except Exception:
                _log.exception("a listener of the event log failed")


def _is_live(part: Part) -> bool:
    return part.waiting.import_id is None and part.waiting.source != INTERNAL_SOURCE
