"""Columns of Python values become one Arrow table that DuckDB reads without copying.

DuckDB's appender and `executemany` cost tens of microseconds a row; through the Arrow C interface a
row costs about three (docs/adr/0003-rows-reach-duckdb-as-arrow.md).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import nanoarrow as na
import numpy as np
from nanoarrow.c_array import CArray
from numpy.typing import NDArray

ArrowTable = Any
"""A table as DuckDB takes it: anything with the method `__arrow_c_stream__`."""


def build_table(*, columns: Mapping[str, CArray]) -> ArrowTable:
    """Return one table of columns of equal length, ready for `connection.register`."""
    length = len(next(iter(columns.values())))
    schema = na.struct({name: column.schema for name, column in columns.items()})
    return na.Array(
        na.c_array_from_buffers(schema, length, [None], children=list(columns.values()))
    )


def build_texts(*, values: Sequence[str | None]) -> CArray:
    """Return a text column. Raises UnicodeEncodeError for half a surrogate pair."""
    texts = [value or "" for value in values]
    joined = "".join(texts)
    # Where all is ASCII, and mostly it is, characters are bytes, and one call encodes them all.
    parts: Sequence[str | bytes] = texts if joined.isascii() else [text.encode() for text in texts]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(texts)), out=offsets[1:])
    valid = _valid(values) if None in values else None
    return na.c_array_from_buffers(
        na.large_string(), len(texts), [valid, offsets, joined.encode()], null_count=-1
    )


def build_integers(*, values: Sequence[int | None]) -> CArray:
    """Return a column of 64-bit integers."""
    if None in values:
        numbers = np.fromiter((value or 0 for value in values), np.int64, len(values))
        return from_integers(numbers=numbers, valid=_valid(values))
    return from_integers(numbers=np.fromiter(values, np.int64, len(values)))


def from_integers(*, numbers: NDArray[np.int64], valid: NDArray[np.uint8] | None = None) -> CArray:
    """Return a column of 64-bit integers from an array; `valid` is a bit for each row."""
    return na.c_array_from_buffers(na.int64(), len(numbers), [valid, numbers], null_count=-1)


def build_doubles(*, values: Sequence[float | None]) -> CArray:
    """Return a column of doubles."""
    valid = _valid(values) if None in values else None
    numbers = np.array([0.0 if value is None else value for value in values], np.float64)
    return na.c_array_from_buffers(na.float64(), len(values), [valid, numbers], null_count=-1)


def from_ids(*, ids: bytes) -> CArray:
    """Return a column of 16-byte ids from their concatenation; DuckDB casts it to UUID."""
    return na.c_array_from_buffers(na.fixed_size_binary(16), len(ids) // 16, [None, ids])


def _valid(values: Sequence[object]) -> NDArray[np.uint8]:
    present = np.fromiter((value is not None for value in values), np.bool_, len(values))
    return np.packbits(present, bitorder="little")
