"""Which tiles are asked together, and when again: a slow question never holds up the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tenfold.techniques.dashboards.asgi.boards.shown import Layout

PAUSE_SECONDS = 1.0
"""A board asks anew at most this often."""
SLOW_SECONDS = 1.0
"""What takes longer than this is asked in a thread where it keeps nobody waiting."""
QUICK_SHARE, SLOW_SHARE = 2, 10
"""A lane begins again after this many times as long as it took: what takes two thirds of a second is
never older than two, and what is slow, however slow, takes a tenth of a thread."""


Stamp = tuple[int, int, int]
"""The version of the log, that of the board, and the minute."""


@dataclass
class Lane:
    """Tiles that are asked together. `stamp` says for what moment of the log they stand.

    cost  seconds that asking took, the less of the last two times; None: it was not asked yet
    last  seconds that it took the last time
    runs  how often it was asked; the first time reads the whole log and tells nothing of the next
    """

    ids: tuple[int, ...]
    alone: bool = False
    cost: float | None = None
    last: float | None = None
    begun: float = field(default=float("-inf"))
    stamp: Stamp | None = None
    runs: int = 0
    running: bool = False

    @property
    def is_slow(self) -> bool:
        """Whether it goes where it keeps nobody waiting."""
        return self.alone if self.cost is None else self.cost > SLOW_SECONDS

    def may_begin(self, *, seconds: float) -> bool:
        """Return whether it has rested long enough."""
        rest = max(PAUSE_SECONDS, self._usual() * self._share())
        return not self.running and seconds - self.begun >= rest

    def take_time(self, *, cost: float) -> None:
        """Note how long it took. Once is chance, as where something else kept the machine busy."""
        self.cost, self.last = min(cost, self.last or cost), cost
        self.runs += 1

    def _usual(self) -> float:
        return (self.cost or 0.0) if self.runs > 1 else 0.0

    def _share(self) -> int:
        """Several tiles that are slow together are halved instead."""
        return SLOW_SHARE if len(self.ids) == 1 and self.is_slow else QUICK_SHARE

    def halves(self) -> "tuple[Lane, ...]":
        """Return two lanes where this one was slow though it was asked before: one finds out which
        of its tiles it was. Else the lane as it is."""
        if len(self.ids) < 2 or self.runs < 2 or not self.is_slow:
            return (self,)
        middle = len(self.ids) // 2
        parts = (self.ids[:middle], self.ids[middle:])
        return tuple(Lane(part, begun=self.begun, stamp=self.stamp, runs=1) for part in parts)


def lay(layout: Layout) -> list[Lane]:
    """Return the lanes of a board: the quick tiles together, each other one alone."""
    together = [Lane(layout.quick)] if layout.quick else []
    return [*together, *(Lane((one,), alone=True) for one in layout.alone)]


def all_ids(lanes: Iterable[Lane]) -> frozenset[int]:
    """Return the tiles of some lanes."""
    return frozenset(one for lane in lanes for one in lane.ids)
