"""Who was seen already, remembered as hashes, so that a count of persons grows by those who are new.

A person is a hash of 64 bits here: among a million persons, one of a thousand new ones is taken for
somebody known in one of 10^10 refreshes; the next full computation sets it right.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import numpy
from numpy.typing import NDArray

MOST_PERSONS = 2_000_000
"""Of more persons none are remembered: the answer is computed anew each time."""

ROOM_BYTES = 64_000_000

Hashes = NDArray[numpy.uint64]


@dataclass(frozen=True, slots=True)
class _Seen:
    """All persons up to a commit, sorted; `origin` is the computation that they go with."""

    origin: object
    batch: int
    hashes: Hashes


class SeenSets:
    """The persons behind the counts that were asked for last, within `ROOM_BYTES`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sets: OrderedDict[str, _Seen] = OrderedDict()

    def count_new(
        self,
        *,
        key: str,
        origin: object,
        batches: tuple[int, int],
        read: Callable[[int | None, int], Hashes],
    ) -> int:
        """Return how many persons of the commits (batches] were in none before.

        key     the count
        origin  the computation that the answer began with: what meant a person then does now
        read    (after, upto) -> the hashes of the persons in those commits
        """
        before, upto = batches
        with self._lock:
            seen = self._sets.get(key)
        if seen is None or seen.origin is not origin or seen.batch != before:
            seen = _Seen(origin, before, numpy.sort(read(None, before)))
        new = numpy.sort(_without(read(before, upto), seen.hashes))
        grown = numpy.insert(seen.hashes, numpy.searchsorted(seen.hashes, new), new)
        self._keep(key, _Seen(origin, upto, grown))
        return len(new)

    def _keep(self, key: str, seen: _Seen) -> None:
        with self._lock:
            self._sets[key] = seen
            self._sets.move_to_end(key)
            while sum(one.hashes.nbytes for one in self._sets.values()) > ROOM_BYTES:
                self._sets.popitem(last=False)


def _without(came: Hashes, seen: Hashes) -> Hashes:
    if not len(seen):
        return came
    places = numpy.searchsorted(seen, came)
    places[places == len(seen)] = 0
    new: Hashes = came[seen[places] != came]
    return new
