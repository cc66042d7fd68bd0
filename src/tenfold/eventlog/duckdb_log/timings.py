"""How long each step took for recent events: what `tenfold trace` prints."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

_MOST_EVENTS = 200_000


@dataclass(slots=True)
class CommitTimings:
    """Milliseconds of the steps that a whole commit shares."""

    dedupe_ms: float = 0.0
    encode_ms: float = 0.0
    insert_ms: float = 0.0
    commit_ms: float = 0.0


class RecentTimings:
    """Timings of the newest commits, found by event id; older ones are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[tuple[bytes, dict[str, float]]] = deque()
        self._events = 0

    def add(self, *, ids: bytes, waited_ms: float, steps: CommitTimings) -> None:
        """Remember how it went for these events (ids one after the other)."""
        named = {
            "waited": waited_ms,
            "deduplicated": steps.dedupe_ms,
            "encoded": steps.encode_ms,
            "inserted": steps.insert_ms,
            "committed": steps.commit_ms,
        }
        with self._lock:
            self._entries.append((ids, named))
            self._events += len(ids) // 16
            while self._events > _MOST_EVENTS and len(self._entries) > 1:
                self._events -= len(self._entries.popleft()[0]) // 16

    def find(self, *, event_id: bytes) -> Mapping[str, float] | None:
        """Return the steps of one event in milliseconds; None where it is not recent."""
        with self._lock:
            entries = list(self._entries)
        for ids, named in reversed(entries):
            if _contains(ids, event_id):
                return named
        return None


def _contains(ids: bytes, event_id: bytes) -> bool:
    place = ids.find(event_id)
    while place != -1 and place % 16:
        place = ids.find(event_id, place + 1)
    return place != -1
