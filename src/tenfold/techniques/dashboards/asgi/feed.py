"""What is going on in the log right now, kept in memory for every page that is open.

`config` makes one feed for the process, lets the log tell it of each commit, and hands it to the
page and to the stream:

    feed = Feed(latest=log.latest, total=log.status().events, names=...)
    log.subscribe(feed.take)
    install_feed(feed)

A feed keeps the newest state, never a queue: however fast events come and however slowly somebody
reads, it holds the same few events.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tenfold.techniques.dashboards.rules.happening import Event

LATEST = 12
_WINDOW_SECONDS = 60.0
_NAMES_SECONDS = 5.0
_OWN = 0  # the source of the company's own facts, which are no news of customers or machines


class Latest(Protocol):
    """Reads the newest events of the log, the newest first: of one name, of one source, or of all."""

    def __call__(
        self, *, limit: int, name: str | None = None, source: int | None = None
    ) -> Sequence[Event]:
        """Return at most `limit` of them."""


class Commit(Protocol):
    """What the log tells after a commit."""

    @property
    def total(self) -> int:
        """How many events the log has now."""

    @property
    def latest(self) -> Sequence[Event]:
        """The newest few."""

    @property
    def at(self) -> datetime:
        """When it was committed."""

    @property
    def arrived(self) -> int:
        """How many events it brought as they happened, not from a file."""


@dataclass(frozen=True)
class News:
    """The state of the log at one moment. `version` grows with every commit.

    latest      the newest events, the newest first, the company's own facts left out
    per_minute  how many events arrived in the last sixty seconds; a file's are old, not fast
    changed_at  when the newest of them was committed; None: not since the process began
    """

    version: int
    per_minute: int
    latest: tuple[Event, ...]
    changed_at: datetime | None
    names: Mapping[int, str]


class Feed:
    """Safe to use from any thread. `latest` reads the newest events, `names` the sources' names:
    the former where events were taken away, the latter where a source is new."""

    def __init__(
        self,
        *,
        latest: Latest,
        total: int,
        names: Callable[[], Mapping[int, str]],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read_latest = latest
        self._read_names = names
        self._seconds = seconds
        self._guard = threading.Lock()
        self._total = total
        self._version = 0
        self._changed_at: datetime | None = None
        self._latest: tuple[Event, ...] | None = None
        self._names: tuple[float, Mapping[int, str]] = (-_NAMES_SECONDS, {})
        self._commits: deque[tuple[float, int]] = deque()
        self._listeners: set[Callable[[], None]] = set()

    def take(self, commit: Commit) -> None:
        """Take note of a commit. Called from the log's writing thread: short, never blocking."""
        with self._guard:
            added = commit.total - self._total
            self._total = commit.total
            self._version += 1
            self._changed_at = commit.at
            if commit.arrived:
                self._commits.append((self._seconds(), commit.arrived))
            # Where events were taken away, or none were read yet, the log is asked again.
            if added < 0 or self._latest is None:
                self._latest = None
            else:
                self._latest = _newest(commit.latest, self._latest)
            listeners = tuple(self._listeners)
        for wake in listeners:
            wake()

    def news(self) -> News:
        """Return the state of this moment."""
        latest = self._know_latest()
        names = self._know_names(latest)
        with self._guard:
            horizon = self._seconds() - _WINDOW_SECONDS
            while self._commits and self._commits[0][0] < horizon:
                self._commits.popleft()
            return News(
                version=self._version,
                per_minute=sum(added for _, added in self._commits),
                latest=latest,
                changed_at=self._changed_at,
                names=names,
            )

    def find(
        self, *, names: Sequence[str], sources: Sequence[str], limit: int
    ) -> tuple[Event, ...]:
        """Return the newest events of these names from these sources; nothing named: of all."""
        if not names and not sources:
            return self._know_latest()[:limit]
        called = self.source_names()
        among = [one for one, name in called.items() if name in sources]
        found: list[Event] = []
        for name in names or (None,):
            for source in among if sources else (None,):
                found += self._read_latest(limit=limit, name=name, source=source)
        return _newest(found, ())[:limit]

    def _know_latest(self) -> tuple[Event, ...]:
        with self._guard:
            version, known = self._version, self._latest
        if known is not None:
            return known
        read = _newest(self._read_latest(limit=LATEST), ())
        with self._guard:
            # What was committed while we read may have taken away what we read.
            if self._version == version:
                self._latest = read
        return read

    def _know_names(self, latest: Sequence[Event]) -> Mapping[int, str]:
        """Sources are added and renamed by people: rarely, but they look whether it worked."""
        read_at, names = self._names
        stale = self._seconds() - read_at > _NAMES_SECONDS
        if stale or any(event.source not in names for event in latest):
            names = self.source_names()
            self._names = self._seconds(), names
        return names

    def source_names(self) -> Mapping[int, str]:
        """Return what the sources are called."""
        return self._read_names()

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` after each commit, from the writing thread; returns how to stop it."""
        with self._guard:
            self._listeners.add(wake)
        return lambda: self._listeners.discard(wake)


def _newest(fresh: Sequence[Event], known: Sequence[Event]) -> tuple[Event, ...]:
    """Arrival decides between commits, the events' own time within one."""
    ordered = sorted(fresh, key=lambda event: event.at, reverse=True)
    unique = {event.id: event for event in (*ordered, *known) if event.source != _OWN}
    return tuple(unique.values())[:LATEST]


_installed: list[Feed] = []


def install_feed(feed: Feed | None) -> None:
    """Say which feed this process has; None: none any more. Called by `config` alone."""
    _installed[:] = [] if feed is None else [feed]


def get_feed() -> Feed | None:
    """Return the feed, or None in a process that serves no pages."""
    return _installed[0] if _installed else None
