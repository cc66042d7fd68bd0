"""A chart as a value: what charts.js draws, and the table that says the same without a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tenfold.ui.format import Formats, Value

REST_COLOUR = 6


class Kind(StrEnum):
    """How the series are drawn."""

    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"


@dataclass(frozen=True)
class Series:
    """One named row of values, one a label; None: unknown there, drawn as a gap.

    `rest` marks what is left over ("Other"): it has the quiet colour, and no other series has it.
    """

    name: str
    values: tuple[Value | None, ...]
    rest: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart of at most six series, beside the period before where that is asked for.

    id         unique on the page
    title      what a screen reader calls it
    labels     short, for the axis; `full_labels` for tooltip and table
    unit       ISO 4217 code, "%" (values are shares), "" or a word
    unfinished whether the last period is still going on: drawn lighter
    """

    id: str
    title: str
    kind: Kind
    labels: tuple[str, ...]
    full_labels: tuple[str, ...]
    series: tuple[Series, ...]
    before: Series | None = None
    unit: str = ""
    unfinished: bool = False
    first_column: str = ""

    def as_json(self, *, formats: Formats) -> dict[str, Any]:
        """Return what charts.js reads. Texts are made here, so that picture and table agree."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "labels": self.labels,
            "full": self.full_labels,
            "series": [
                {**_series(one, self.unit, formats), "colour": colour}
                for one, colour in zip(self.series, self.colours(), strict=True)
            ],
            "before": self.before and _series(self.before, self.unit, formats),
            "unit": self.unit,
            "locale": formats.language.replace("_", "-"),
            "unfinished": self.unfinished,
        }

    def rows(self, *, formats: Formats) -> list[tuple[str, list[str]]]:
        """Return the table: a label and a text for each series, and for the period before."""
        columns = [texts(one.values, self.unit, formats) for one in self.columns()]
        return [
            (label, [column[at] if at < len(column) else "" for column in columns])
            for at, label in enumerate(self.full_labels)
        ]

    def colours(self) -> list[int]:
        """Return the number of each series' colour token, counted from 1."""
        return [
            REST_COLOUR if one.rest else at % (REST_COLOUR - 1) + 1
            for at, one in enumerate(self.series)
        ]

    def columns(self) -> list[Series]:
        """Return the series in the order of the table's columns."""
        return [*self.series, *([self.before] if self.before else [])]


def texts(values: Sequence[Value | None], unit: str, formats: Formats) -> list[str]:
    """Return the values as a person reads them; a dash where nothing is known."""
    return [
        "\u2013" if value is None else formats.value(value=value, unit=unit, short=False)
        for value in values
    ]


def _series(series: Series, unit: str, formats: Formats) -> dict[str, Any]:
    return {
        "name": series.name,
        "values": [None if value is None else float(value) for value in series.values],
        "texts": texts(series.values, unit, formats),
    }
