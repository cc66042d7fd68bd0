"""A heat map as a value: rows of shares, darker where more; retention is one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.ui.format import Formats
from tenfold.ui.words import count_persons

SHADES = 7
"""Shades above nothing. tokens.css has `--tf-heat-0` to `--tf-heat-7`."""


@dataclass(frozen=True)
class HeatCell:
    """One share, between 0 and 1, and the persons that it counts.

    of          out of how many; None: out of the row's size
    behind      the address of those persons; "": none
    unfinished  whether the period is still going on, so that the share can only rise
    """

    share: float
    persons: int
    of: int | None = None
    behind: str = ""
    unfinished: bool = False


@dataclass(frozen=True)
class HeatRow:
    """One cohort. None, and every offset after the last cell: has not happened yet."""

    label: str
    size: int
    cells: tuple[HeatCell | None, ...]
    behind: str = ""


@dataclass(frozen=True)
class HeatMap:
    """Rows by offset.

    id            unique on the page
    title         what a screen reader calls it, and what stands over a downloaded picture
    first_column  what the rows are: "Week of the first order"
    offsets       what the columns are: "0", "1", ... or "Week 0"
    overall       all rows together, drawn first; None: not known
    top           the share that has the darkest shade, and every larger one; None: the largest
                  share that stands right of the first column (there everybody is, and it would
                  leave all others pale)
    csv_url       where the same can be fetched as CSV; "": nowhere
    """

    id: str
    title: str
    first_column: str
    offsets: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    overall: HeatRow | None = None
    top: float | None = None
    csv_url: str = ""

    def darkest(self) -> float:
        """Return the share from which on a cell is darkest; above zero."""
        if self.top:
            return self.top
        later = [cell.share for row in self.rows for cell in row.cells[1:] if cell]
        return max(later, default=0.0) or 1.0

    def lines(self, *, formats: Formats) -> list["DrawnRow"]:
        """Return the rows as they are drawn, all of the same length; `overall` is not in them."""
        return [self._line(row, formats) for row in self.rows]

    def overall_line(self, *, formats: Formats) -> "DrawnRow | None":
        """Return the row of all together as it is drawn."""
        return self._line(self.overall, formats) if self.overall else None

    def scale(self, *, formats: Formats) -> list[tuple[int, str]]:
        """Return shade and what it begins with, for the legend."""
        darkest = self.darkest()
        return [
            (shade, formats.percent(share=darkest * (shade - 1) / SHADES, digits=_digits(darkest)))
            for shade in range(1, SHADES + 1)
        ]

    def has_unfinished(self) -> bool:
        """Return whether any cell is still going on."""
        return any(cell and cell.unfinished for row in self.rows for cell in row.cells)

    def _line(self, row: HeatRow, formats: Formats) -> "DrawnRow":
        padded = (*row.cells, *[None] * (len(self.offsets) - len(row.cells)))
        return DrawnRow(
            label=row.label,
            size=formats.number(value=row.size),
            behind=row.behind,
            cells=tuple(self._cell(cell, row, formats) for cell in padded),
        )

    def _cell(self, cell: HeatCell | None, row: HeatRow, formats: Formats) -> "DrawnCell | None":
        if cell is None:
            return None
        of = row.size if cell.of is None else cell.of
        return DrawnCell(
            text=formats.percent(share=cell.share, digits=_digits(cell.share)),
            said=_("%(persons)s of %(all)s")
            % {
                "persons": formats.number(value=cell.persons),
                "all": count_persons(count=of, formats=formats),
            },
            shade=shade_of(share=cell.share, darkest=self.darkest()),
            behind=cell.behind,
            unfinished=cell.unfinished,
        )


@dataclass(frozen=True)
class DrawnCell:
    """A cell with every text ready."""

    text: str
    said: str
    shade: int
    behind: str
    unfinished: bool


@dataclass(frozen=True)
class DrawnRow:
    """A row with every text ready."""

    label: str
    size: str
    behind: str
    cells: tuple[DrawnCell | None, ...]


def shade_of(*, share: float, darkest: float) -> int:
    """Return 0 for nothing, else 1 to 7 in equal parts of `darkest`."""
    if share <= 0:
        return 0
    return min(SHADES, 1 + int(share / darkest * SHADES))


def _digits(share: float) -> int:
    return 1 if 0 < share < 0.1 else 0
