"""What is aggregated for a measure: over events into cells, over cells into an answer.

A statistic of cells can be merged: counts and sums add up, the smallest of the smallest is the
smallest. Different persons (or values) cannot: there the cell keeps them, one row each, as a key.
A quantile cannot either: where one is asked for, there are no cells.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenfold.eventlog.store import Column
from tenfold.metrics.definitions import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    OfNumbers,
    Persons,
    Quantile,
    Sum,
    Unique,
)
from tenfold.metrics.sql.fields import AMOUNT, VALUE, Fields

QUANTILE = "quantile_cont"
"""Exact, interpolated linearly between two numbers."""

LARGEST = 1e15
"""Numbers of properties beyond that are left out of sums (and counted as left out), so that no sum
overflows."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """One column of a cell.

    role       what it is for: n, sum, used (numbers that counted), present, least, most, quantile,
               key, coin_low, coin_high
    of         what is aggregated, of one event; "*": the event itself
    aggregate  over events; of a key there is none
    merge      over cells
    share      the parameter of a quantile
    """

    role: str
    of: str
    aggregate: str = ""
    merge: str = "sum"
    share: str = ""

    @property
    def is_key(self) -> bool:
        """Whether cells are kept apart by it."""
        return self.role == "key"

    @property
    def is_number(self) -> bool:
        """Whether it is reckoned from the numbers of single events only."""
        return self.role == "quantile"

    @property
    def raw(self) -> str:
        """Return the aggregate over events; of a key, what cells are kept apart by."""
        return self._called(self.aggregate, self.of) if self.aggregate else self.of

    def over_cells(self, name: str) -> str:
        """Return the aggregate over the cells' column of that name."""
        return self._called(self.merge, name)

    def _called(self, function: str, of: str) -> str:
        return f"{function}({of}, {self.share})" if self.is_number else f"{function}({of})"


def statistics(measure: Measure, *, fields: Fields, look_at_currencies: bool) -> list[Statistic]:
    """Return what to aggregate so that `metrics.figures` can tell the measure's value.

    Looking at currencies costs time, so it is done where there may be more than one.
    """
    if not isinstance(measure, OfNumbers):
        return _COUNTED[type(measure)](measure, fields)
    if measure.property not in (None, "value"):
        return _of_property(measure, fields)
    found = _of_value(measure, fields)
    return found + _currencies(fields) if look_at_currencies else found


def _count(_measure: Measure, _fields: Fields) -> list[Statistic]:
    return [Statistic("n", "*", "count")]


def _persons(_measure: Measure, fields: Fields) -> list[Statistic]:
    return [Statistic("key", fields.person())]


def _unique(measure: Measure, fields: Fields) -> list[Statistic]:
    name = measure.property if isinstance(measure, Unique) else ""
    return [Statistic("key", fields.read(name).text)]


_COUNTED: dict[type[Measure], Callable[[Measure, Fields], list[Statistic]]] = {
    Count: _count,
    Persons: _persons,
    Unique: _unique,
}


def _of_value(measure: OfNumbers, fields: Fields) -> list[Statistic]:
    if isinstance(measure, Min | Max):
        return [_extreme(measure, VALUE)]
    if isinstance(measure, Quantile):
        return [_quantile(measure, AMOUNT, fields)]
    found = [Statistic("sum", AMOUNT, "sum")]
    return [*found, Statistic("used", AMOUNT, "count")] if isinstance(measure, Mean) else found


def _currencies(fields: Fields) -> list[Statistic]:
    money = f"CASE WHEN {VALUE} IS NOT NULL THEN {fields.money()} END"
    return [
        Statistic("coin_low", money, "min", "min"),
        Statistic("coin_high", money, "max", "max"),
    ]


def _of_property(measure: OfNumbers, fields: Fields) -> list[Statistic]:
    column = fields.read(str(measure.property))
    present = Statistic("present", column.text, "count")
    if isinstance(measure, Sum | Mean):
        return [*_exact(column), present]
    of_numbers = (
        _quantile(measure, column.number, fields)
        if isinstance(measure, Quantile)
        else _extreme(measure, column.number)
    )
    return [of_numbers, Statistic("used", column.number, "count"), present]


def _exact(column: Column) -> list[Statistic]:
    within = f"{column.exact} > -{LARGEST:.0f} AND {column.exact} < {LARGEST:.0f}"
    exact = f"CASE WHEN {within} THEN {column.exact} END"
    return [
        Statistic("sum", exact, "sum"),
        Statistic("used", exact, "count"),
    ]


def _quantile(measure: Quantile, number: str, fields: Fields) -> Statistic:
    share = fields.bindings.bind(measure.q)
    return Statistic("quantile", number, QUANTILE, QUANTILE, share)


def _extreme(measure: OfNumbers, number: str) -> Statistic:
    if isinstance(measure, Min):
        return Statistic("least", number, "min", "min")
    return Statistic("most", number, "max", "max")
