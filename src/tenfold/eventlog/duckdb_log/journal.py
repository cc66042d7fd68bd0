"""What changed in a log since it was opened, told apart as finely as a bounded memory allows.

Whoever keeps answers asks what happened since one was made, and computes anew only what it concerns.
The newest changes are kept one by one, older ones together, so that nothing is ever forgotten: a
question about long ago gets an answer that is coarser, and never too small.
"""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tenfold.eventlog.store import Changes
from tenfold.kit import clock

Stretch = tuple[int, int]
"""Microseconds since the epoch, half-open."""

GRAIN = 3_600_000_000
"""Stretches of time begin and end at whole hours (UTC)."""

MOST_SPANS = 64
MOST_NAMES = 1_000
MOST_ENTRIES = 1_024


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit or one piece of work changed. `stretches` are apart, in order, and few."""

    names: frozenset[str] = frozenset()
    stretches: tuple[Stretch, ...] = ()
    persons: bool = False
    lists: frozenset[int] = frozenset()
    everything: bool = False


NOTHING = Change()
PERSONS = Change(persons=True)
EVERYTHING = Change(everything=True)


class Journal:
    """The version of one open log, and what each version changed. Safe from any thread."""

    def __init__(self) -> None:
        # Versions of an earlier opening of the file lie before the first of this one.
        self._first = self._version = clock.to_micros(at=clock.now())
        self._lock = threading.Lock()
        self._entries: deque[tuple[int, Change]] = deque()

    @property
    def version(self) -> int:
        """A number that grows with each change; what it counts is there to be read."""
        return self._version

    def note(self, change: Change) -> None:
        """Count a change that is committed, once all that readers are told agrees with it."""
        if change == NOTHING:
            return
        with self._lock:
            self._entries.append((self._version + 1, change))
            if len(self._entries) > MOST_ENTRIES:
                self._entries = _joined_in_pairs(self._entries)
            self._version += 1

    def since(self, *, version: int) -> Changes:
        """Return what changed after this version; everything where it is not one of this log's."""
        with self._lock:
            if not self._first <= version <= self._version:
                return _told(EVERYTHING)
            newer = [change for last, change in self._entries if last > version]
        return _told(join_changes(newer))


def join_changes(changes: Iterable[Change]) -> Change:
    """Return one change that covers them all."""
    listed = list(changes)
    names = frozenset[str]().union(*(change.names for change in listed))
    if len(names) > MOST_NAMES or any(change.everything for change in listed):
        return EVERYTHING
    return Change(
        names=names,
        stretches=few_stretches(stretch for change in listed for stretch in change.stretches),
        persons=any(change.persons for change in listed),
        lists=frozenset[int]().union(*(change.lists for change in listed)),
    )


def stretches_of(*, times: NDArray[np.int64]) -> tuple[Stretch, ...]:
    """Return the few stretches of whole hours that these instants lie in."""
    first, last = int(times.min()) // GRAIN, int(times.max()) // GRAIN
    if last - first <= 1:  # what is live is of this hour, or of the one just over
        return ((first * GRAIN, (last + 1) * GRAIN),)
    hours = np.unique(times // GRAIN)
    breaks = np.flatnonzero(np.diff(hours) > 1)
    starts = np.concatenate((hours[:1], hours[breaks + 1])) * GRAIN
    ends = (np.concatenate((hours[breaks], hours[-1:])) + 1) * GRAIN
    return few_stretches(zip(starts.tolist(), ends.tolist(), strict=True))


def few_stretches(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return at most `MOST_SPANS` stretches that cover these: the shortest gaps are closed."""
    apart: list[Stretch] = []
    for start, end in sorted(stretches):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    if len(apart) <= MOST_SPANS:
        return tuple(apart)
    gaps = [after[0] - before[1] for before, after in pairwise(apart)]
    kept = sorted(sorted(range(len(gaps)), key=gaps.__getitem__)[-(MOST_SPANS - 1) :])
    starts = [apart[0][0], *(apart[place + 1][0] for place in kept)]
    ends = [*(apart[place][1] for place in kept), apart[-1][1]]
    return tuple(zip(starts, ends, strict=True))


def _joined_in_pairs(entries: deque[tuple[int, Change]]) -> deque[tuple[int, Change]]:
    """Return the newer half as it is, and of the older half two and two as one."""
    listed = list(entries)
    half = len(listed) // 2 // 2 * 2
    joined = [
        (listed[place + 1][0], join_changes([listed[place][1], listed[place + 1][1]]))
        for place in range(0, half, 2)
    ]
    return deque(joined + listed[half:])


def _told(change: Change) -> Changes:
    return Changes(
        names=change.names,
        spans=tuple(
            (clock.from_micros(micros=start), clock.from_micros(micros=end))
            for start, end in change.stretches
        ),
        persons=change.persons,
        lists=change.lists,
        everything=change.everything,
    )
