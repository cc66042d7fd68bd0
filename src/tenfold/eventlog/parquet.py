"""Reading any Parquet file, row by row, for the importer. Only this room knows the engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from tenfold.eventlog.refusals import NotParquet


def read_rows(
    *, path: Path, batch: int = 10_000
) -> tuple[list[str], Iterator[list[tuple[Any, ...]]]]:
    """Return the names of the columns and an iterator over batches of rows, in the file's order.

    Instants with a zone come as ISO 8601 text in UTC, everything else as the Python value that
    fits (naive datetimes, `Decimal`, lists, dicts, bytes). Raises `NotParquet`.
    """
    connection = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    file = [str(path)]
    try:
        columns = connection.execute(
            "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))", file
        ).fetchall()
        select = ", ".join(_read_column(name, kind) for name, kind in columns)
        connection.execute(f"SELECT {select} FROM read_parquet(?)", file)
    except duckdb.Error as error:
        connection.close()
        raise _not_parquet(path) from error
    return [name for name, _ in columns], _fetch(connection, batch, path)


def count_rows(*, path: Path) -> int:
    """Return how many rows a Parquet file says it has. Raises `NotParquet`."""
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
            found = connection.execute(
                "SELECT count(*) FROM read_parquet(?)", [str(path)]
            ).fetchone()
    except duckdb.Error as error:
        raise _not_parquet(path) from error
    return 0 if found is None else int(found[0])


def _not_parquet(path: Path) -> NotParquet:
    return NotParquet(
        f"{path.name} cannot be read as a Parquet file.",
        next_step="Check that the file was copied whole, or export it again.",
    )


def _read_column(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({quoted} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"
    return quoted


def _fetch(
    connection: duckdb.DuckDBPyConnection, batch: int, path: Path
) -> Iterator[list[tuple[Any, ...]]]:
    try:
        while rows := connection.fetchmany(batch):
            yield rows
    except duckdb.Error as error:
        raise _not_parquet(path) from error
    finally:
        connection.close()
