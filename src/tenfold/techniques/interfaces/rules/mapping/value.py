"""The mapping as a value."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.numbers import DecimalMark

VERSION = 1
PropertyType = Literal["text", "number", "truth"]


@dataclass(frozen=True)
class Part:
    """Where a part of an event comes from: exactly one of a constant, a column, an expression.

    `drop_ending` is taken off the end of the text, for ids that a spreadsheet wrote as 17850.0.
    """

    constant: str = ""
    column: str = ""
    expression: str = ""
    drop_ending: str = ""


@dataclass(frozen=True)
class TimeRule:
    """When it happened: where that stands, how it is written, and in which zone clocks ran there."""

    part: Part
    format: str = "iso"
    zone: str = "UTC"


@dataclass(frozen=True)
class Properties:
    """What else is kept of a row. Without `keep`: every column that is not time, actor or name.

    types   how a column's cells are kept: number, truth, or text; what does not fit stays text
    rename  column -> name of the property
    """

    keep: tuple[str, ...] | None = None
    drop: tuple[str, ...] = ()
    rename: dict[str, str] = field(default_factory=dict)
    types: dict[str, PropertyType] = field(default_factory=dict)


@dataclass(frozen=True)
class MetricHint:
    """A number that makes sense of the imported events; defined where none of that name exists."""

    name: str
    title: str
    spec: dict[str, Any]
    asks: str = ""
    better: Literal["up", "down", "none"] = "up"
    headline: int | None = None


@dataclass(frozen=True)
class Meaning:
    """What a row of a file means: the fields of `Mapping`.

    native   the file holds events in Tenfold's own form: then only format, source, metrics count
    id       the columns that identify an event; () is the row's whole content
    where    the condition that a row must meet; "" is every row
    decimal  the decimal mark of the file's numbers
    nothing  texts that mean an empty cell: NULL, n/a
    """

    format: FileFormat
    time: TimeRule
    event: Part
    actor: Part | None = None
    value: Part | None = None
    currency: Part | None = None
    id: tuple[str, ...] = ()
    where: str = ""
    properties: Properties = field(default_factory=Properties)
    decimal: DecimalMark = "."
    nothing: tuple[str, ...] = ()
    source: str = ""
    metrics: tuple[MetricHint, ...] = ()
    native: bool = False


NATIVE_FIELDS = ("id", "name", "actor", "time", "value", "properties")
