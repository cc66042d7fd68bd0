"""Parquet files, through the engine of the event log."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tenfold.eventlog.parquet import count_rows, read_rows
from tenfold.techniques.interfaces.readers.opening import require_file
from tenfold.techniques.interfaces.readers.table import Items, Table, name_columns


def read_parquet(*, path: Path) -> Table:
    """Return a Parquet file as a table of typed cells; `line` counts its rows from 1.

    Raises `NotParquet` where it is none, or is not whole.
    """
    require_file(path=path)
    total = count_rows(path=path)
    names, batches = read_rows(path=path)
    place = {"row": 0}
    return Table(
        header=name_columns(names),
        items=_rows(batches, place),
        share=lambda: 1.0 if not total else place["row"] / total,
        close=getattr(batches, "close", _nothing_to_close),
        texts=False,
        total=total,
    )


def _rows(batches: Iterator[list[tuple[Any, ...]]], place: dict[str, int]) -> Items:
    for batch in batches:
        for row in batch:
            place["row"] += 1
            yield place["row"], list(row)


def _nothing_to_close() -> None:
    """Stand in where batches need no closing."""
