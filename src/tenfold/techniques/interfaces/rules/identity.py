"""Which row is which.

A row's identity is its source, its content (the cells as they stand in the file) and how often that
content has occurred so far in the file. So the same file again adds nothing, a grown or re-sorted
file adds only what is new, and rows that are exactly alike within one file are all kept. The mapping
has no part in it: what is to be read differently must be undone first.
"""

from collections.abc import Sequence
from hashlib import blake2b

import msgspec
import numpy as np
from numpy.typing import NDArray

from tenfold.kit.ids import stable_id

_encode = msgspec.json.Encoder(order="sorted").encode
_Keys = NDArray[np.uint64]
_Counts = NDArray[np.int64]


def write_content(*, row: Sequence[object]) -> bytes:
    """Return the content of a row as bytes; different rows give different bytes.

    Raises UnicodeEncodeError where a cell holds bytes that are no text in the file's encoding.
    """
    return _encode(row)


def write_named_content(*, names: Sequence[str], row: Sequence[object]) -> bytes:
    """Return the content of a row of named cells: neither order nor empty cells matter."""
    return _encode({name: cell for name, cell in zip(names, row, strict=True) if cell is not None})


class RowIds:
    """Gives each row of one file, read from its beginning, the id of its event."""

    def __init__(self, *, source: int) -> None:
        self._prefix = f"tenfold import {source}\n".encode()
        self._occurrences = Occurrences()

    def next_ids(self, *, contents: Sequence[bytes]) -> list[bytes]:
        """Return the ids of the rows that come next: 16 bytes each, UUIDs of version 8 (RFC 9562)."""
        if not contents:
            return []
        prefix = self._prefix
        digests = [blake2b(prefix + content, digest_size=16).digest() for content in contents]
        keys = np.frombuffer(b"".join(digests), "<u8")[::2]
        before = self._occurrences.count(keys=keys)
        for position in np.flatnonzero(before):
            repeated = digests[position] + int(before[position]).to_bytes(8, "big")
            digests[position] = blake2b(repeated, digest_size=16).digest()
        return _as_uuids(digests)


def given_id(*, source: int, texts: Sequence[str]) -> bytes:
    """Return the id of an event that the file itself identifies, by one column or several."""
    given = texts[0] if len(texts) == 1 else _encode(texts).decode()
    return stable_id(source=source, given=given).bytes


def _as_uuids(digests: list[bytes]) -> list[bytes]:
    table = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16).copy()
    table[:, 6] = table[:, 6] & 0x0F | 0x80
    table[:, 8] = table[:, 8] & 0x3F | 0x80
    joined = table.tobytes()
    return [joined[start : start + 16] for start in range(0, len(joined), 16)]


class Occurrences:
    """How often each of many keys has occurred: 16 bytes a distinct key, in sorted runs.

    Runs of like size are merged, so that there are few of them (the idea of O'Neil and others'
    log-structured merge tree, 1996). Keys are the first 64 bits of a hash of 128: among ten million
    rows two different contents share one with a chance of 3 in a million, and then both are still
    kept, because the id is made of the whole hash.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[_Keys, _Counts]] = []

    def count(self, *, keys: _Keys) -> _Counts:
        """Return for each key how often it occurred before, and count it."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        sizes = np.diff(np.append(starts, len(ordered)))
        distinct = ordered[starts]
        earlier = self._find(distinct)
        ranks = np.arange(len(ordered)) - np.repeat(starts, sizes) + np.repeat(earlier, sizes)
        before = np.empty(len(keys), np.int64)
        before[order] = ranks
        self._add(distinct, sizes.astype(np.int64))
        return before

    def _find(self, distinct: _Keys) -> _Counts:
        found = np.zeros(len(distinct), np.int64)
        for keys, counts in self._runs:
            places = np.minimum(np.searchsorted(keys, distinct), len(keys) - 1)
            found += np.where(keys[places] == distinct, counts[places], 0)
        return found

    def _add(self, keys: _Keys, counts: _Counts) -> None:
        self._runs.append((keys, counts))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            newer, older = self._runs.pop(), self._runs.pop()
            self._runs.append(_merge(older, newer))


def _merge(one: tuple[_Keys, _Counts], other: tuple[_Keys, _Counts]) -> tuple[_Keys, _Counts]:
    keys = np.concatenate((one[0], other[0]))
    counts = np.concatenate((one[1], other[1]))
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.add.reduceat(counts, starts)
