"""Answers that are still true: one question of fifty viewers is computed once."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock

from tenfold.metrics.compute import Computed

ROOM = 512
MAX_POINTS = 5_000
"""Larger answers are not kept: they are rare, and would fill the memory."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A computation that may still be under way, and the state of the log it stands for."""

    version: int
    future: "Future[Computed]"


class Cache:
    """The newest answer to each of the last `ROOM` questions, by the log's version."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def get(self, *, key: str, version: int, compute: Callable[[], Computed]) -> Computed:
        """Return the answer for this version; whoever comes while it is computed waits for it.

        Raises whatever `compute` raises, to everybody who waited; a failure is not kept.
        """
        with self._lock:
            kept = self._kept.get(key)
            mine = kept is None or kept.version != version
            if kept is None or mine:
                kept = _Kept(version, Future())
                self._kept[key] = kept
                self._kept.move_to_end(key)
                while len(self._kept) > ROOM:
                    self._kept.popitem(last=False)
        if mine:
            self._run(key, kept, compute)
        return kept.future.result()

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._kept.clear()

    def _run(self, key: str, kept: _Kept, compute: Callable[[], Computed]) -> None:
        try:
            computed = compute()
        except BaseException as error:
            self._drop(key, kept)
            kept.future.set_exception(error)
            return
        kept.future.set_result(computed)
        if len(computed.points) * (1 + len(computed.groups)) > MAX_POINTS:
            self._drop(key, kept)

    def _drop(self, key: str, kept: _Kept) -> None:
        with self._lock:
            if self._kept.get(key) is kept:
                del self._kept[key]
