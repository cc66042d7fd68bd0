"""Numbers over the events of one name: counted, added up, compared.

To add a kind: a dataclass here and in `kinds.KINDS`, its aggregates in `metrics/sql/measures.py`,
its line in docs/reference/metrics.md, its slow twin in the tests' reference.
"""

from dataclasses import dataclass
from typing import ClassVar

from tenfold.metrics.definitions.filters import Filter, filters
from tenfold.metrics.definitions.forms import number, part, text


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """Events of one name (None: of any name) that pass all filters."""

    event: str | None = part(text(), default=None)
    where: tuple[Filter, ...] = part(filters(), default=())


@dataclass(frozen=True, kw_only=True)
class Measure(Occurrence):
    """A number over the events of one name (None: of any name) that pass all filters."""

    kind: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Count(Measure):
    """How many events."""

    kind = "count"


@dataclass(frozen=True, kw_only=True)
class Persons(Measure):
    """How many different persons did it. Several ids of one person are one; nobody is no person."""

    kind = "persons"


@dataclass(frozen=True, kw_only=True)
class Unique(Measure):
    """How many different values the property has. A missing one is no value."""

    kind = "unique"
    property: str = part(text())


@dataclass(frozen=True, kw_only=True)
class OfNumbers(Measure):
    """A number over the event's own value, or over a property. Events without one do not count."""

    property: str | None = part(text(), default=None)


@dataclass(frozen=True, kw_only=True)
class Sum(OfNumbers):
    """All of them together, exact to six decimals. Nothing together is 0."""

    kind = "sum"


@dataclass(frozen=True, kw_only=True)
class Mean(OfNumbers):
    """The arithmetic mean. Of nothing there is none."""

    kind = "mean"


@dataclass(frozen=True, kw_only=True)
class Min(OfNumbers):
    """The smallest. Of nothing there is none."""

    kind = "min"


@dataclass(frozen=True, kw_only=True)
class Max(OfNumbers):
    """The largest. Of nothing there is none."""

    kind = "max"


@dataclass(frozen=True, kw_only=True)
class Quantile(OfNumbers):
    """The number that a share `q` of them lies below; 0.5 is the median. Of nothing there is none.

    Exact, not estimated. Between two numbers it is interpolated linearly: definition 7 of Hyndman
    and Fan (1996), of the event's value to six decimals.
    """

    kind = "quantile"
    q: float = part(number(least=0, most=1), default=0.5)
