"""Quantiles from counted values: equal numbers are one cell, then places are counted through.

Where values repeat, as prices do, that is several times faster than to look at every number; where
they are all different it is slower. A sample tells which (`REPEATS`). What comes out are the two
numbers that the quantile lies between, and how many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tenfold.metrics.sql.columns import Measured

SAMPLE = 20_000
"""Events whose numbers are looked at to tell whether they repeat."""

REPEATS = 0.25
"""Numbers repeat where there are no more different ones than that share of all."""

ROLES = ("low", "high", "used")
"""What the key of a quantile comes to in an answer."""


def counted_columns(columns: Sequence[Measured]) -> list[Measured]:
    """Return the columns of cells that are kept apart by the number itself."""
    return [
        replace(one, statistic=replace(one.statistic, role="key", aggregate="", share=""))
        if one.statistic.is_number
        else one
        for one in columns
        if one.statistic.role != "used"
    ]


@dataclass(frozen=True, slots=True)
class Counted:
    """One quantile: `share` is its parameter, `columns` are those of `counted_columns`."""

    share: str
    columns: Sequence[Measured]

    def level(self, *, head: Sequence[str], by: Sequence[str], source: str, tail: str) -> str:
        """Return the SELECT of one level.

        head  what stands before the number of events; `place` may be in it
        by    the columns of cells that are told apart
        tail  what follows the cells: GROUP BY and HAVING
        """
        key = next(one.name for one in self.columns if one.is_key)
        keys = ", ".join([*by, key])
        places = ["min(place) AS place"] if "min(place)" in head else []
        merged = [one.merged() for one in self.columns if not one.is_key]
        equal = ", ".join([keys, *places, "sum(events) AS events", *merged])
        part = f"PARTITION BY {', '.join(by)}" if by else ""
        counts = f"CASE WHEN {key} IS NULL THEN 0 ELSE events END"
        upto = (
            f"SELECT *, sum({counts}) OVER ({part} ORDER BY {key}) AS upto,"
            f" sum({counts}) OVER ({part}) AS used"
            f" FROM (SELECT {equal} FROM {source} GROUP BY {keys})"
        )
        values = [self._value(one) for one in self.columns]
        return f"SELECT {', '.join([*head, 'sum(events)', *values])} FROM ({upto}){tail}"

    def _value(self, column: Measured) -> str:
        if not column.is_key:
            return column.over_cells(distinct=False)
        place = f"(used - 1) * {self.share}"
        below, above = (
            f"min({column.name}) FILTER (WHERE upto > {side}({place}))"
            for side in ("floor", "ceil")
        )
        return f"{below}, {above}, max(used)"
