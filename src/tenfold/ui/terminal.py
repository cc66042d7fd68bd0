"""Answers on a terminal: a table for people, or exactly one JSON document for scripts."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import typer


def show(data: Any, *, format: str, text: str | None = None, table: Any = None) -> None:
    """Print `data`: as one JSON document, or as `text`, or as the rich renderable `table()` makes.

    Raises `typer.BadParameter` for a format that is neither text, table nor json.
    """
    if format == "json":
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    elif format not in ("text", "table"):
        raise typer.BadParameter("must be text or json", param_hint="--format")
    elif table is not None:
        print_rich(table())
    else:
        sys.stdout.write(f"{text}\n")


def print_rich(renderable: Any) -> None:
    """Print something that rich can draw, to stdout."""
    from rich.console import Console

    Console(highlight=False).print(renderable)


def make_table(*, columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> Any:
    """Return a plain rich table; a column whose name ends in '#' is aligned to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column.rstrip("#"), justify="right" if column.endswith("#") else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
