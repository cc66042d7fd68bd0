"""Keeps boards current while somebody looks, at the cost of one who looks.

    keeper = Keeper(layout=..., draw=..., log_version=log.version, say_failed=...)
    keeper.start()
    picture = keeper.picture(key=key, patience=1.5)
    stop = keeper.watch(key=key, wake=...)

However many look at a board with the same eyes, each of its tiles is asked once at a time, at most
once a second, and only where the log, the board or the minute has changed.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.asgi.boards.entry import Entry
from tenfold.techniques.dashboards.asgi.boards.lanes import Lane, Stamp
from tenfold.techniques.dashboards.asgi.boards.shown import Drawn, Key, Layout, Picture

log = logging.getLogger("tenfold.boards")
TICK_SECONDS = 0.1
LOOK_SECONDS = 1.0
KEPT_SECONDS = 60.0
"""How long a picture is kept that nobody looks at."""
QUICK_THREADS, SLOW_THREADS = 2, 2

LayoutOf = Callable[[int], Layout]
Draw = Callable[[Key, tuple[int, ...]], Iterable[Drawn]]


class Keeper:
    """One for the process.

    layout      returns what stands on a board; raises a `Refusal` where there is no such board
    draw        returns tiles of a board as they are now
    say_failed  returns the sentence for a tile that could not be drawn and did not say why
    """

    def __init__(
        self,
        *,
        layout: LayoutOf,
        draw: Draw,
        log_version: Callable[[], int],
        say_failed: Callable[[], str],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._layout = layout
        self._draw = draw
        self._log_version = log_version
        self._say_failed = say_failed
        self._seconds = seconds
        self._guard = threading.Lock()
        self._entries: dict[Key, Entry] = {}
        self._stop = threading.Event()
        self._ticking = threading.Thread(target=self._tick_for_ever, name="boards", daemon=True)
        self._quick = ThreadPoolExecutor(QUICK_THREADS, thread_name_prefix="boards-quick")
        self._slow = ThreadPoolExecutor(SLOW_THREADS, thread_name_prefix="boards-slow")

    def start(self) -> None:
        """Begin to keep what is watched current."""
        self._ticking.start()

    def stop(self) -> None:
        """Stop. What is being asked is finished by nobody's wish."""
        self._stop.set()
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)
        if self._ticking.is_alive():
            self._ticking.join(timeout=3)

    def picture(self, *, key: Key, patience: float) -> Picture:
        """Return the board as of now, or what is there of it when the patience (seconds) is over.

        Raises what `layout` raises.
        """
        entry = self._look(key)
        self._begin(key, entry)
        with entry.changed:
            entry.changed.wait_for(lambda: not entry.is_waited_for(), timeout=patience)
            return entry.picture

    def watch(self, *, key: Key, wake: Callable[[], None]) -> Callable[[], None]:
        """Keep a board current and call `wake` whenever it looks different; returns how to stop.

        Raises what `layout` raises.
        """
        entry = self._look(key)
        entry.watchers.add(wake)
        return lambda: self._leave(entry, wake)

    def message(self, *, key: Key, seen: str, zipped: bool) -> tuple[bytes, str] | None:
        """Return what brings somebody who watches up to date, and the mark that they see then.

        None where there is no such board any more. Never waits: an event loop may call it.
        """
        entry = self._entries.get(key)
        if entry is None or entry.gone:
            return None
        now = clock.now()
        return entry.message(seen=seen, now=now, stamp=self._stamp(entry, now), zipped=zipped)

    @property
    def watched(self) -> int:
        """How many boards are looked at, each pair of eyes counted."""
        return sum(bool(entry.watchers) for entry in tuple(self._entries.values()))

    def tick(self) -> None:
        """Have asked what is due; forget what nobody looks at any more."""
        now = self._seconds()
        for key, entry in tuple(self._entries.items()):
            if entry.watchers and not entry.gone:
                self._look_again(key, entry)
                self._begin(key, entry)
            elif now - entry.wanted_at > KEPT_SECONDS:
                self._forget(key, entry)

    def _tick_for_ever(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            try:
                self.tick()
            except Exception:
                log.exception("a board could not be kept current; it is tried again at once")

    def _look(self, key: Key) -> Entry:
        with self._guard:
            entry = self._entries.get(key)
        if entry is None:
            made = Entry(layout=self._layout(key.board))
            made.looked_at = self._seconds()
            with self._guard:
                entry = self._entries.setdefault(key, made)
        entry.wanted_at = self._seconds()
        self._look_again(key, entry)
        return entry

    def _look_again(self, key: Key, entry: Entry) -> None:
        """Find out whether the board itself was changed or taken away."""
        if self._seconds() - entry.looked_at < LOOK_SECONDS:
            return
        entry.looked_at = self._seconds()
        try:
            entry.take_layout(self._layout(key.board))
        except Refusal:
            entry.gone = True
            self._forget(key, entry)
            entry.wake()

    def _forget(self, key: Key, entry: Entry) -> None:
        with self._guard:
            if self._entries.get(key) is entry:
                del self._entries[key]

    def _leave(self, entry: Entry, wake: Callable[[], None]) -> None:
        entry.watchers.discard(wake)
        entry.wanted_at = self._seconds()

    def _begin(self, key: Key, entry: Entry) -> None:
        stamp = self._stamp(entry, clock.now())
        for lane in entry.due(stamp=stamp, seconds=self._seconds()):
            pool = self._slow if lane.is_slow else self._quick
            try:
                pool.submit(self._ask, key, entry, lane, stamp)
            except RuntimeError:  # the pool is shut: the server is stopping
                lane.running = False

    def _stamp(self, entry: Entry, now: datetime) -> Stamp:
        return self._log_version(), entry.layout.version, int(now.timestamp() // 60)

    def _ask(self, key: Key, entry: Entry, lane: Lane, stamp: Stamp) -> None:
        begun, at = self._seconds(), clock.now()
        try:
            drawn = tuple(self._draw(key, lane.ids))
        except Exception:
            log.exception("tiles %s of board %s could not be drawn", lane.ids, key.board)
            cost = self._seconds() - begun
            entry.fail(lane, problem=self._say_failed(), stamp=stamp, cost=cost, at=at)
        else:
            entry.take(lane, drawn, stamp=stamp, cost=self._seconds() - begun, at=at)


_installed: list[Keeper] = []


def install_keeper(keeper: Keeper | None) -> None:
    """Say which keeper this process has; None: none any more. Called by `config` alone."""
    _installed[:] = [] if keeper is None else [keeper]


def get_keeper() -> Keeper | None:
    """Return the keeper, or None in a process that serves no pages."""
    return _installed[0] if _installed else None
