"""A table of numbers as a value: sorted by any column, its first column always in sight."""

from dataclasses import dataclass

from tenfold.ui.bars import UNKNOWN
from tenfold.ui.format import Formats, Value


@dataclass(frozen=True)
class Column:
    """What a column is called and in which unit its numbers are.

    unit  ISO 4217 code, "%" (values are shares), "" or a word
    text  whether it holds words: to the left, sorted by the alphabet
    """

    name: str
    unit: str = ""
    text: bool = False


@dataclass(frozen=True)
class Row:
    """A label, then a value for each column after the first; None: unknown.

    behind  the address behind the label; `doors` the addresses behind the values, "" for none
    """

    label: str
    values: tuple[Value | str | None, ...]
    behind: str = ""
    doors: tuple[str, ...] = ()


@dataclass(frozen=True)
class NumberTable:
    """Rows in the order in which they come first.

    first_column  what the labels are; `columns` what follows them
    totals        a row under all others, which sorting leaves there
    sorted_by     the column by which the rows stand, counted from 0, the largest first; None: none
    csv_url       where the same can be fetched as CSV; "": nowhere
    """

    id: str
    title: str
    first_column: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row | None = None
    sorted_by: int | None = None
    csv_url: str = ""

    def lines(self, *, formats: Formats) -> list["DrawnLine"]:
        """Return the rows as they are drawn; `totals` is not in them."""
        return [self._line(row, formats) for row in self.rows]

    def totals_line(self, *, formats: Formats) -> "DrawnLine | None":
        """Return the row under all others as it is drawn."""
        return self._line(self.totals, formats) if self.totals else None

    def _line(self, row: Row, formats: Formats) -> "DrawnLine":
        return DrawnLine(
            label=row.label,
            behind=row.behind,
            cells=tuple(
                DrawnValue(
                    text=_text(value, column, formats),
                    key="" if value is None or isinstance(value, str) else repr(float(value)),
                    behind=row.doors[at] if at < len(row.doors) else "",
                    words=column.text,
                )
                for at, (column, value) in enumerate(zip(self.columns, row.values, strict=True))
            ),
        )


@dataclass(frozen=True)
class DrawnValue:
    """A value with its text; `key` is the number to sort by, "" where there is none."""

    text: str
    key: str
    behind: str
    words: bool


@dataclass(frozen=True)
class DrawnLine:
    """A row with every text ready."""

    label: str
    behind: str
    cells: tuple[DrawnValue, ...]


def _text(value: Value | str | None, column: Column, formats: Formats) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    return formats.value(value=value, unit=column.unit, short=False)
