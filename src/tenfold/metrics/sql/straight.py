"""Every level straight from the events, for what cells cannot be added up to: quantiles.

The events are read once for all levels, and once before where the largest labels must be found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.metrics.sql.columns import Measured
from tenfold.metrics.sql.levels import CELL, GROUP, POINT, TOTAL


@dataclass(frozen=True, slots=True)
class Straight:
    """What is told apart.

    source   the table, with what is joined to every event
    where    "" or a WHERE clause
    period   the SQL of the period; None: there are none
    labels   the SQL of each property of the breakdown, by the name it has in `ranked`
    top      how many labels there are in `ranked`
    in_all   whether all periods together are a level, too
    """

    source: str
    where: str
    period: str | None
    labels: Sequence[tuple[str, str]]
    columns: Sequence[Measured]
    top: int
    in_all: bool = True

    def sized(self) -> str:
        """Return the SELECT of all labels with their size, the number of events."""
        labels = ", ".join(f"{sql} AS {name}" for name, sql in self.labels)
        places = ", ".join(str(position + 1) for position in range(len(self.labels)))
        return f"SELECT {labels}, count(*) AS size FROM {self.source}{self.where} GROUP BY {places}"

    def levels(self) -> str:
        """Return the SELECT of all levels, each as `MeasuredStatement` says."""
        names = [name for name, _ in self.labels]
        columns = ["events", *(column.name for column in self.columns)]
        if not names:
            return f"SELECT level, b, false, {', '.join(columns)} FROM ({self._sets()})"
        return (
            f"SELECT level, CASE WHEN level = {GROUP} THEN place ELSE b END,"
            f" coalesce(place > {self.top}, false), {', '.join(names + columns)}"
            f" FROM ({self._sets()}) LEFT JOIN ranked USING (place)"
        )

    def _sets(self) -> str:
        sets = ", ".join(f"({', '.join(one)})" for one in self._told_apart())
        period, place = self.period or "NULL", self._place() or "NULL"
        columns = ["count(*) AS events", *(column.at_once() for column in self.columns)]
        return (
            f"SELECT {self._level()} AS level, {period} AS b, {place} AS place,"
            f" {', '.join(columns)} FROM {self._joined()}{self.where}"
            f" GROUP BY GROUPING SETS ({sets})"
        )

    def _told_apart(self) -> list[list[str]]:
        in_all: list[list[str]] = [[]] if self.in_all or self.period is None else []
        periods = [*in_all, *([[self.period]] if self.period else [])]
        places = [[], [self._place()]] if self.labels else [[]]
        return [period + place for period in periods for place in places]

    def _level(self) -> str:
        """GROUPING is 1 of what is not told apart."""
        all_times = f"GROUPING({self.period}) = 1" if self.period else "true"
        all_labels = f"GROUPING({self._place()}) = 1" if self.labels else "true"
        return (
            f"CASE WHEN {all_times} AND {all_labels} THEN {TOTAL} WHEN {all_labels} THEN {POINT}"
            f" WHEN {all_times} THEN {GROUP} ELSE {CELL} END"
        )

    def _place(self) -> str:
        return f"coalesce(ranked.place, {self.top + 1})" if self.labels else ""

    def _joined(self) -> str:
        if not self.labels:
            return self.source
        same = " AND ".join(
            f"{sql} IS NOT DISTINCT FROM ranked.{name}" for name, sql in self.labels
        )
        return f"{self.source} LEFT JOIN ranked ON {same}"
