"""A chart as a value: what charts.js draws, and the table that says the same without a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from tenfold.ui.format import Formats, Value

REST_COLOUR = 6


class Kind(StrEnum):
    """How the series are drawn."""

    LINE = "line"
    AREA = "area"
    """Areas that stand on each other: parts of a whole that flows."""
    BAR = "bar"
    """Bars beside each other."""
    STACKED = "stacked"
    """Bars on each other; a series with `below` hangs under zero."""
    HISTOGRAM = "histogram"
    """Bars that touch: how many there are of each size. The labels are sizes, not times."""


@dataclass(frozen=True)
class Series:
    """One named row of values, one a label; None: unknown there, drawn as a gap.

    rest    marks what is left over ("Other"): it has the quiet colour, and no other series has it
    behind  an address a value ("who is behind it"); "" or a row that ends early: none there
    below   drawn under zero, though its values are positive: what was lost
    """

    name: str
    values: tuple[Value | None, ...]
    rest: bool = False
    behind: tuple[str, ...] = ()
    below: bool = False

    def address(self, *, at: int) -> str:
        """Return the address behind a value, or ""."""
        return self.behind[at] if at < len(self.behind) else ""


@dataclass(frozen=True)
class Cell:
    """A value in the table. `point` is what a click on its mark in the picture looks for.

    words  whether it is a text, which stands to the left
    """

    text: str
    behind: str = ""
    point: str = ""
    words: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened, from the period `at` to the period `until`, counted from 0.

    when  its days or its moment, in words; `by` who noted it, "" for nobody
    url   where it can be changed
    """

    at: int
    until: int
    title: str
    kind: str = ""
    when: str = ""
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class Spot:
    """All that begins in one period. `said` is the whole of it in one line."""

    at: int
    until: int
    marks: tuple[Mark, ...]
    said: str


@dataclass(frozen=True)
class Axis:
    """A chart's axis of time.

    marks    what happened, in the order of time
    days     when each period begins, as a form understands it: "2026-11-24"
    add_url  where something can be noted; "": nowhere
    """

    marks: tuple[Mark, ...] = ()
    days: tuple[str, ...] = ()
    add_url: str = ""

    def spots(self) -> list[Spot]:
        """Return the marks by the period in which they begin."""
        return [
            Spot(at, max(one.until for one in marks), marks, "; ".join(map(_say, marks)))
            for at in dict.fromkeys(one.at for one in self.marks)
            for marks in [tuple(one for one in self.marks if one.at == at)]
        ]

    def text(self, *, at: int) -> str:
        """Return what happened in a period, for the table."""
        return "; ".join(one.title for one in self.marks if one.at <= at <= one.until)


@dataclass(frozen=True)
class Chart:
    """A chart of at most six series, beside the period before where that is asked for.

    id         unique on the page
    title      what a screen reader calls it, and what stands over a downloaded picture
    labels     short, for the axis; `full_labels` for tooltip and table
    unit       ISO 4217 code, "%" (values are shares), "" or a word
    unfinished whether the last period is still going on: drawn lighter, or dotted
    csv_url    where the same can be fetched as CSV; "": nowhere
    axis       what happened when; None: the labels are no times
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
    csv_url: str = ""
    axis: Axis | None = None

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
            "marks": [
                {"at": one.at, "until": one.until, "title": one.title} for one in self.marks()
            ],
            "days": self.axis.days if self.axis else (),
        }

    def rows(self, *, formats: Formats) -> list[tuple[str, list[Cell]]]:
        """Return the table: a label, a cell for each series and for the period before, and for what
        happened where there is something.
        """
        columns = [
            _cells(number, series, self.unit, formats)
            for number, series in enumerate(self.columns())
        ]
        return [
            (
                label,
                [
                    *(column[at] if at < len(column) else Cell("") for column in columns),
                    *self._happened(at),
                ],
            )
            for at, label in enumerate(self.full_labels)
        ]

    def marks(self) -> tuple[Mark, ...]:
        """Return what happened; nothing where the labels are no times."""
        return self.axis.marks if self.axis else ()

    def _happened(self, at: int) -> list[Cell]:
        return [Cell(self.axis.text(at=at), words=True)] if self.axis and self.axis.marks else []

    def colours(self) -> list[int]:
        """Return the number of each series' colour token, counted from 1."""
        return [
            REST_COLOUR if one.rest else at % (REST_COLOUR - 1) + 1
            for at, one in enumerate(self.series)
        ]

    def columns(self) -> list[Series]:
        """Return the series in the order of the table's columns."""
        return [*self.series, *([self.before] if self.before else [])]


@dataclass(frozen=True)
class Lives:
    """Persons of each period by what they did: one value a period in each row.

    `dormant` are those who were there the period before and are not now, as a positive number.
    """

    new: tuple[int | None, ...]
    returning: tuple[int | None, ...]
    resurrecting: tuple[int | None, ...]
    dormant: tuple[int | None, ...]


def lifecycle_series(
    *, lives: Lives, behind: dict[str, tuple[str, ...]] | None = None
) -> tuple[Series, ...]:
    """Return the series of a lifecycle, for a chart of kind STACKED: who left hangs below zero.

    `behind` may give the addresses of each row by its name in `Lives`.
    """
    doors = behind or {}
    return (
        Series(_("New"), lives.new, behind=doors.get("new", ())),
        Series(_("Came back"), lives.resurrecting, behind=doors.get("resurrecting", ())),
        Series(_("Stayed"), lives.returning, behind=doors.get("returning", ())),
        Series(
            _("Went quiet"), lives.dormant, rest=True, below=True, behind=doors.get("dormant", ())
        ),
    )


def texts(values: Sequence[Value | None], unit: str, formats: Formats) -> list[str]:
    """Return the values as a person reads them; a dash where nothing is known."""
    return [
        "\u2013" if value is None else formats.value(value=value, unit=unit, short=False)
        for value in values
    ]


def _say(mark: Mark) -> str:
    said = f"{mark.when}: {mark.title}" if mark.when else mark.title
    return f"{said} ({mark.kind})" if mark.kind else said


def _cells(number: int, series: Series, unit: str, formats: Formats) -> list[Cell]:
    return [
        Cell(text, series.address(at=at), f"{number}-{at}")
        for at, text in enumerate(texts(series.values, unit, formats))
    ]


def _series(series: Series, unit: str, formats: Formats) -> dict[str, Any]:
    sign = -1 if series.below else 1
    return {
        "name": series.name,
        "values": [None if value is None else sign * float(value) for value in series.values],
        "texts": texts(series.values, unit, formats),
    }
