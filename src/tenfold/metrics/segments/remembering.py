"""Sizes that were counted a moment ago: a live log changes with every event, and a page asks often."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")

KEPT_SECONDS = 10.0
_ROOM = 500


class Remembered(Generic[Value]):
    """The last values, each as of the log's version or at most ten seconds old."""

    def __init__(self, *, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[int, float, Value]] = OrderedDict()

    def get(self, *, key: str, version: int, read: Callable[[], Value]) -> Value:
        """Return the value of that key, read anew where what is kept is older."""
        with self._lock:
            kept = self._kept.get(key)
        now = self._seconds()
        if kept is not None and (kept[0] == version or now - kept[1] < KEPT_SECONDS):
            return kept[2]
        value = read()
        with self._lock:
            self._kept[key] = version, now, value
            self._kept.move_to_end(key)
            while len(self._kept) > _ROOM:
                self._kept.popitem(last=False)
        return value
