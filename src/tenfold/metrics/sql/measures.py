"""What is aggregated for a measure: over events into cells, over cells into an answer.

A statistic of cells can be merged: counts and sums add up, the smallest of the smallest is the
smallest. Different persons (or values) cannot: there the cell keeps them, one row each, as a key.
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
    Sum,
    Unique,
)
from tenfold.metrics.sql.fields import AMOUNT, VALUE, Fields

LARGEST = 1e15
"""Numbers of properties beyond that are left out of sums (and counted as left out), so that no sum
overflows."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """One column of a cell.

    role      what it is for: n, sum, used (numbers that counted), present, least, most, key,
              coin_low, coin_high
    raw       over events: an aggregate; of a key, the expression itself
    merge     over cells: the name of the aggregate
    """

    role: str
    raw: str
    merge: str = "sum"

    @property
    def is_key(self) -> bool:
        """Whether cells are kept apart by it."""
        return self.role == "key"


def statistics(measure: Measure, *, fields: Fields, look_at_currencies: bool) -> list[Statistic]:
    """Return what to aggregate so that `metrics.figures` can tell the measure's value.

    Looking at currencies costs time, so it is done where there may be more than one.
    """
    if not isinstance(measure, OfNumbers):
        return _COUNTED[type(measure)](measure, fields)
    if measure.property not in (None, "value"):
        return _of_property(measure, fields)
    found = _of_value(measure)
    return found + _currencies(fields) if look_at_currencies else found


def _count(_measure: Measure, _fields: Fields) -> list[Statistic]:
    return [Statistic("n", "count(*)")]


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


def _of_value(measure: OfNumbers) -> list[Statistic]:
    if isinstance(measure, Min | Max):
        return [_extreme(measure, VALUE)]
    found = [Statistic("sum", f"sum({AMOUNT})")]
    return [*found, Statistic("used", f"count({AMOUNT})")] if isinstance(measure, Mean) else found


def _currencies(fields: Fields) -> list[Statistic]:
    money = fields.money()
    return [
        Statistic("coin_low", f"min(CASE WHEN {VALUE} IS NOT NULL THEN {money} END)", "min"),
        Statistic("coin_high", f"max(CASE WHEN {VALUE} IS NOT NULL THEN {money} END)", "max"),
    ]


def _of_property(measure: OfNumbers, fields: Fields) -> list[Statistic]:
    column = fields.read(str(measure.property))
    found = (
        _extreme_of_property(measure, column)
        if isinstance(measure, Min | Max)
        else _exact(column, measure)
    )
    return [*found, Statistic("present", f"count({column.text})")]


def _exact(column: Column, measure: OfNumbers) -> list[Statistic]:
    if not isinstance(measure, Sum | Mean):
        raise TypeError(measure)
    within = f"{column.exact} > -{LARGEST:.0f} AND {column.exact} < {LARGEST:.0f}"
    exact = f"CASE WHEN {within} THEN {column.exact} END"
    return [
        Statistic("sum", f"sum({exact})"),
        Statistic("used", f"count({exact})"),
    ]


def _extreme_of_property(measure: OfNumbers, column: Column) -> list[Statistic]:
    return [
        _extreme(measure, column.number),
        Statistic("used", f"count({column.number})"),
    ]


def _extreme(measure: OfNumbers, number: str) -> Statistic:
    if isinstance(measure, Min):
        return Statistic("least", f"min({number})", "min")
    return Statistic("most", f"max({number})", "max")
