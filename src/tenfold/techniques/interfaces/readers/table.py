"""What every reader yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.refusals import TooManyColumns
from tenfold.techniques.interfaces.rules.faults import Fault

Cell = Any
"""A text, a number (int, float, Decimal), a truth value, a date, a datetime, None; in JSON lines
also a list or a dict."""

MOST_COLUMNS = 2_000
MOST_CHARACTERS = 16 * 1024 * 1024


@dataclass(slots=True)
class Chunk:
    """Some rows in the order of the file: each as long as the header, with the line it began in."""

    lines: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


Items = Iterator[tuple[int, list[Cell]] | Fault]


@dataclass(slots=True)
class Table:
    """An open file, as a table.

    texts  every cell is text (the file knows no types)
    named  a row is what its named values say, in whatever order (JSON lines)
    share  how much of the file has been read, from 0 to 1
    total  how many rows there are, where the file says so
    taken  how many characters were read so far, where rows may be of any length
    """

    header: tuple[str, ...]
    items: Items
    share: Callable[[], float]
    close: Callable[[], None]
    texts: bool = True
    named: bool = False
    total: int | None = None
    taken: Callable[[], int] = lambda: 0

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def chunks(self, *, size: int) -> Iterator[Chunk]:
        """Yield all rows, at most `size` (rows and faults together) at a time; fewer long ones."""
        chunk = Chunk()
        began = self.taken()
        lines, rows, width = chunk.lines, chunk.rows, len(self.header)
        for item in self.items:
            if type(item) is tuple:
                line, row = item
                if len(row) == width or _fit(row, width=width):
                    lines.append(line)
                    rows.append(row)
                else:
                    chunk.faults.append(_ragged(line=line, row=row, width=width))
            else:
                chunk.faults.append(item)  # type: ignore[arg-type]
            count = len(rows) + len(chunk.faults)
            if count >= size or (not count % 16 and self.taken() - began > MOST_CHARACTERS):
                yield chunk
                chunk = Chunk()
                began = self.taken()
                lines, rows = chunk.lines, chunk.rows
        if rows or chunk.faults:
            yield chunk


def _fit(row: list[Cell], *, width: int) -> bool:
    """Make a row as long as the header where nothing is lost by it."""
    if len(row) < width:
        row.extend([""] * (width - len(row)))
        return True
    if any(cell not in ("", None) for cell in row[width:]):
        return False
    del row[width:]
    return True


def _ragged(*, line: int, row: list[Cell], width: int) -> Fault:
    reason = _("The row has %(cells)s cells, the header has %(width)s.")
    return Fault(
        line=line,
        column="",
        value=str(row[width])[:200],
        reason=reason % {"cells": len(row), "width": width},
    )


def name_columns(names: list[Cell]) -> tuple[str, ...]:
    """Return usable, distinct column names: trimmed, empty ones numbered, repeated ones numbered.

    Raises `TooManyColumns`.
    """
    if len(names) > MOST_COLUMNS:
        raise TooManyColumns(
            _("The file has %(count)s columns.") % {"count": len(names)},
            next_step=_("Tenfold reads up to %(most)s. Is the delimiter right?")
            % {"most": MOST_COLUMNS},
        )
    taken: dict[str, int] = {}
    named: list[str] = []
    for position, name in enumerate(names, start=1):
        text = " ".join(str("" if name is None else name).split()) or f"column_{position}"
        while text in taken:
            taken[text] += 1
            text = f"{text}_{taken[text]}"
        taken[text] = 1
        named.append(text)
    return tuple(named)


def number_columns(count: int) -> tuple[str, ...]:
    """Return the names of columns that have none: column_1, column_2, ..."""
    return name_columns([""] * count)
