"""Which event ids may be stored already: never a wrong no, very seldom a wrong yes.

A Bloom filter (Bloom, 1970) whose twelve bits lie in four words, three bits in each (after Putze,
Sanders and Singler, 2007), so that thousands of ids are looked up in a few vectorised steps. About
two in a million ids that were never stored look as if they had been; whoever asks verifies those in
the table. 32 bits an id: 40 MB for ten million events.
"""

import numpy as np
from numpy.typing import NDArray

_Words = NDArray[np.uint64]

_PROBES = 4
_IDS_PER_WORD = 2
_SMALLEST = 1 << 17
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_SALTS = np.arange(1, _PROBES + 1, dtype=np.uint64) * _GOLDEN
_ONE = np.uint64(1)
_SIX_BITS = np.uint64(63)


class SeenIds:
    """A growing set of 16-byte ids, given and asked for as one concatenation of many."""

    def __init__(self, *, expected: int = 0) -> None:
        self._layers = [_Layer(capacity=max(expected, _SMALLEST))]

    def may_contain(self, *, ids: bytes) -> NDArray[np.bool_]:
        """Return, for each id, False where it was certainly never added."""
        fingerprints = _fingerprint(ids)
        found = self._layers[0].may_contain(fingerprints)
        for layer in self._layers[1:]:
            found |= layer.may_contain(fingerprints)
        return found

    def add(self, *, ids: bytes) -> None:
        """Remember the ids. A full layer is followed by one twice its size."""
        last = self._layers[-1]
        if last.added + len(ids) // 16 > last.capacity and last.added:
            last = _Layer(capacity=max(2 * last.capacity, len(ids) // 16))
            self._layers.append(last)
        last.add(_fingerprint(ids))

    def memory_bytes(self) -> int:
        """Return how much memory the set takes."""
        return sum(layer.words.nbytes for layer in self._layers)


class _Layer:
    """One filter of fixed capacity."""

    def __init__(self, *, capacity: int) -> None:
        self.capacity = capacity
        self.added = 0
        self.words: _Words = np.zeros(capacity // _IDS_PER_WORD + 1, np.uint64)

    def may_contain(self, fingerprints: _Words) -> NDArray[np.bool_]:
        found = np.ones(len(fingerprints), np.bool_)
        for places, bits in _probes(fingerprints, len(self.words)):
            found &= (self.words[places] & bits) == bits
        return found

    def add(self, fingerprints: _Words) -> None:
        for places, bits in _probes(fingerprints, len(self.words)):
            self._set(places, bits)
        self.added += len(fingerprints)

    def _set(self, places: NDArray[np.int64], bits: _Words) -> None:
        # Where two ids share a word, a vectorised |= keeps only one of them: repeat for the rest.
        while len(places):
            self.words[places] |= bits
            missing = (self.words[places] & bits) != bits
            places, bits = places[missing], bits[missing]


def _fingerprint(ids: bytes) -> _Words:
    halves = np.frombuffer(ids, "<u8").reshape(-1, 2)
    return _mix(_mix(halves[:, 0]) + halves[:, 1])


def _mix(numbers: _Words) -> _Words:
    # The finaliser of SplitMix64 (Steele, Lea and Flood, 2014); unsigned numbers wrap on purpose.
    mixed = numbers + _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    return mixed ^ (mixed >> np.uint64(31))


def _probes(fingerprints: _Words, words: int) -> list[tuple[NDArray[np.int64], _Words]]:
    probes = []
    for number in range(_PROBES):
        mixed = _mix(fingerprints ^ _SALTS[number])
        places = ((mixed >> np.uint64(32)) * np.uint64(words)) >> np.uint64(32)
        bits = (
            (_ONE << (mixed & _SIX_BITS))
            | (_ONE << ((mixed >> np.uint64(6)) & _SIX_BITS))
            | (_ONE << ((mixed >> np.uint64(12)) & _SIX_BITS))
        )
        probes.append((places.astype(np.int64), bits))
    return probes
