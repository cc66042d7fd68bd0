"""What waits to be written: batches of events, and work that must run between two commits."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from tenfold.eventlog.duckdb_log.journal import Change
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.refusals import LogUnwritable, Overloaded
from tenfold.eventlog.store import Appended

MOST_ROWS_A_COMMIT = 8_000
MOST_ROWS_WAITING = 100_000
MOST_BYTES_WAITING = 64 << 20

_OVERHEAD_BYTES = 200


@dataclass(slots=True)
class Waiting:
    """One batch on its way to disk. `received_at` in microseconds since the epoch."""

    source: int
    envelopes: Sequence[Envelope]
    received_at: int
    import_id: int | None
    future: "Future[Appended]" = field(default_factory=Future)
    enqueued: float = field(default_factory=perf_counter)
    size: int = 0


@dataclass(slots=True)
class Job:
    """Something that needs the writer's connection between two commits, and what it may change."""

    run: Callable[[], Any]
    changes: Change
    future: "Future[Any]" = field(default_factory=Future)


class Queue:
    """A bounded queue with many producers and one consumer; first come, first served."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Waiting | Job] = deque()
        self._rows = 0
        self._bytes = 0
        self._closed = False

    def put(self, waiting: Waiting) -> None:
        """Add a batch. Raises `Overloaded`; a batch that waits alone is never too large."""
        waiting.size = _OVERHEAD_BYTES * len(waiting.envelopes) + sum(
            len(envelope.properties) for envelope in waiting.envelopes
        )
        with self._changed:
            self._require_open()
            self._require_room(waiting)
            self._waiting.append(waiting)
            self._rows += len(waiting.envelopes)
            self._bytes += waiting.size
            self._changed.notify()

    def put_job(self, job: Job) -> None:
        """Add work; it runs after the batches that wait already."""
        with self._changed:
            self._require_open()
            self._waiting.append(job)
            self._changed.notify()

    def close(self) -> None:
        """Take nothing more; what waits is still handed out."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, *, seconds: float) -> "Job | list[Waiting] | None":
        """Return a job, or the batches of one commit; an empty list after `seconds` of silence.

        None when the queue is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, timeout=seconds)
            if not self._waiting:
                return None if self._closed else []
            first = self._waiting[0]
            if isinstance(first, Job):
                self._waiting.popleft()
                return first
            return self._take_group()

    def _take_group(self) -> list[Waiting]:
        group: list[Waiting] = []
        rows = 0
        while self._waiting and isinstance(waiting := self._waiting[0], Waiting):
            if group and rows + len(waiting.envelopes) > MOST_ROWS_A_COMMIT:
                break
            self._waiting.popleft()
            self._bytes -= waiting.size
            rows += len(waiting.envelopes)
            group.append(waiting)
        self._rows -= rows
        return group

    def _require_open(self) -> None:
        if self._closed:
            raise LogUnwritable(
                "The event log is closed.", next_step="Start Tenfold with: tenfold up"
            )

    def _require_room(self, waiting: Waiting) -> None:
        rows = self._rows + len(waiting.envelopes)
        size = self._bytes + waiting.size
        if self._rows and (rows > MOST_ROWS_WAITING or size > MOST_BYTES_WAITING):
            raise Overloaded(
                "More events are waiting to be written than memory allows.",
                next_step="Send the same batch again in a second; nothing of it was stored.",
            )
