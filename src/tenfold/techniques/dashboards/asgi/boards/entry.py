"""One board with one pair of eyes: its picture, its lanes, and the messages that tell of changes."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from tenfold.techniques.dashboards.asgi.boards.lanes import Lane, Stamp, lay
from tenfold.techniques.dashboards.asgi.boards.shown import (
    Drawn,
    Layout,
    Picture,
    Shown,
    squeeze,
    write_message,
)

_MESSAGES = 8


class Entry:
    """Safe to use from any thread. Bytes of a message are made once for all who get it."""

    def __init__(self, *, layout: Layout) -> None:
        self.changed = threading.Condition()
        self.layout = layout
        self.lanes: list[Lane] = lay(layout)
        self.picture = Picture(layout.version, {})
        self.watchers: set[Callable[[], None]] = set()
        self.gone = False
        self.wanted_at = 0.0
        self.looked_at = 0.0
        self._older: dict[str, Picture] = {}
        self._messages: dict[tuple[Any, ...], bytes] = {}

    def take_layout(self, layout: Layout) -> None:
        """Take note that the board was changed: what stays keeps its picture till it is asked."""
        with self.changed:
            if layout == self.layout:
                return
            self.layout = layout
            self.lanes = lay(layout)
            self._show(self.picture.tiles.values())
        self.wake()

    def due(self, *, stamp: Stamp, seconds: float) -> list[Lane]:
        """Return the lanes that are to be asked now, and take them as being asked."""
        with self.changed:
            self.lanes = [half for lane in self.lanes for half in lane.halves()]
            found = [
                lane
                for lane in self.lanes
                if lane.stamp != stamp and lane.may_begin(seconds=seconds)
            ]
            for lane in found:
                lane.running, lane.begun = True, seconds
            return found

    def take(
        self, lane: Lane, drawn: Iterable[Drawn], *, stamp: Stamp, cost: float, at: datetime
    ) -> None:
        """Show what a lane came to. What is not on the board any more is dropped."""
        known = self.picture.tiles
        shown = [Shown.of(one, before=known.get(one.id), at=at) for one in drawn]
        self._settle(lane, shown, stamp=stamp, cost=cost)

    def fail(self, lane: Lane, *, problem: str, stamp: Stamp, cost: float, at: datetime) -> None:
        """Say at every tile of a lane why there is nothing newer."""
        drawn = [Drawn(one, "", "", problem) for one in lane.ids]
        self.take(lane, drawn, stamp=stamp, cost=cost, at=at)

    def is_waited_for(self) -> bool:
        """Return whether something is under way that is worth a moment of a reader's patience."""
        return any(lane.running and not (lane.stamp and lane.is_slow) for lane in self.lanes)

    def message(self, *, seen: str, now: datetime, stamp: Stamp, zipped: bool) -> tuple[bytes, str]:
        """Return what brings somebody up to date who has seen the mark, and the mark they see then.

        Where they are up to date it says of when each tile is.
        """
        with self.changed:
            picture, mark = self.picture, self.picture.mark
            key = (
                seen if seen in self._older or seen == mark else "",
                mark,
                zipped,
                int(now.timestamp()),
            )
            if key not in self._messages:
                made = self._write(picture, mark, seen=seen, now=now, stamp=stamp)
                self._messages[key] = squeeze(made) if zipped else made
                while len(self._messages) > _MESSAGES:
                    del self._messages[next(iter(self._messages))]
            return self._messages[key], mark

    def wake(self) -> None:
        """Tell everybody who looks that there is something new."""
        for watcher in tuple(self.watchers):
            watcher()

    def _write(
        self, picture: Picture, mark: str, *, seen: str, now: datetime, stamp: Stamp
    ) -> bytes:
        data: dict[str, Any] = {"now": now.isoformat(), "as_of": self._as_of(now, stamp)}
        if seen == mark:
            return write_message(event="fresh", data=data)
        older = self._older.get(seen)
        tiles = picture.changed_since(older) if older else tuple(picture.tiles.values())
        data |= {"version": picture.version, "tiles": [one.as_json() for one in tiles]}
        return write_message(event="tiles", data=data, mark=mark)

    def _as_of(self, now: datetime, stamp: Stamp) -> Mapping[str, str]:
        """What nothing new has come for is true now, however long ago it was drawn."""
        current = {one for lane in self.lanes if lane.stamp == stamp for one in lane.ids}
        return {
            str(one.id): (now if one.id in current and not one.problem else one.as_of).isoformat()
            for one in self.picture.tiles.values()
        }

    def _settle(self, lane: Lane, shown: Iterable[Shown], *, stamp: Stamp, cost: float) -> None:
        with self.changed:
            lane.running, lane.stamp = False, stamp
            lane.take_time(cost=cost)
            was = self.picture.mark
            self._show((*self.picture.tiles.values(), *shown))
            different = self.picture.mark != was
            self.changed.notify_all()
        if different:
            self.wake()

    def _show(self, shown: Iterable[Shown]) -> None:
        newest = {one.id: one for one in shown}
        ids = (*self.layout.quick, *self.layout.alone)
        tiles = {one: newest[one] for one in ids if one in newest}
        picture = Picture(self.layout.version, tiles)
        if picture.mark == self.picture.mark:
            self.picture = picture
            return
        self._older[self.picture.mark] = self.picture
        while len(self._older) > 2:
            del self._older[next(iter(self._older))]
        self.picture = picture
