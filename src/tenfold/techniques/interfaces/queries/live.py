"""Events as they arrive."""

import queue
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import Committed, EventLog, StoredEvent
from tenfold.techniques.interfaces.queries.events import as_json, view_event
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.techniques.interfaces.rules.sight import EVERYTHING

LOOK_SECONDS = 0.2
MOST_WAITING = 1_000  # commits that a slow reader may be behind before the oldest are left out


@dataclass(frozen=True)
class Wanted:
    """Which events somebody follows. None: whatever it is."""

    name: str | None = None
    source: int | None = None
    internal: bool = False

    def includes(self, event: StoredEvent) -> bool:
        """Return whether the event is one of them."""
        if event.source == INTERNAL_SOURCE and not self.internal:
            return False
        return self.name in (None, event.name) and self.source in (None, event.source)


def follow(
    *,
    log: EventLog,
    wanted: Wanted,
    limit: int,
    tell: Callable[[dict[str, Any]], None],
    cancelled: Event,
) -> int:
    """Tell of each wanted event as `{"event": {...}}` until cancelled or `limit` (0: none) is met.

    The log passes on the newest of each commit; where a commit had more, `{"skipped": n}` says how
    many. Returns how many events were told.
    """
    waiting: queue.Queue[Committed] = queue.Queue(maxsize=MOST_WAITING)
    names = list_source_names()
    told = 0
    stop = log.subscribe(lambda committed: _keep(waiting, committed))
    try:
        total = log.status().events
        while not cancelled.is_set() and (limit == 0 or told < limit):
            try:
                committed = waiting.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            skipped = committed.total - total - len(committed.latest)
            total = committed.total
            if skipped > 0:
                tell({"skipped": skipped})
            for event in _in_order(committed, wanted=wanted)[: (limit - told) if limit else None]:
                tell(
                    {"event": as_json(view=view_event(event=event, sight=EVERYTHING, names=names))}
                )
                told += 1
    finally:
        stop()
    return told


def _in_order(committed: Committed, *, wanted: Wanted) -> list[StoredEvent]:
    return sorted(filter(wanted.includes, committed.latest), key=lambda event: event.at)


def _keep(waiting: "queue.Queue[Committed]", committed: Committed) -> None:
    # Called from the writer's thread, which must never wait for a reader.
    if waiting.full():
        waiting.get_nowait()
    waiting.put_nowait(committed)
