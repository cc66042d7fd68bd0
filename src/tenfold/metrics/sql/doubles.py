"""Persons counted by their ids: how many ids too many, where several are one person.

To join every id of every period to its person costs more than to count them. So ids are counted,
and beside that, of the few that were merged, how many there are more than persons.
"""

from dataclasses import dataclass, replace

from tenfold.eventlog.store import Reading
from tenfold.metrics.sql.columns import Measured


@dataclass(frozen=True, slots=True)
class Doubles:
    """One column of cells that holds ids, where b is their period.

    The rows it makes have the shape of a level's: what is to be taken away, and NULL elsewhere.
    """

    column: Measured
    columns: tuple[Measured, ...]
    reading: Reading

    def step(self) -> str:
        """Return the common table expression of the ids that were merged, with their persons."""
        name, merged = self.column.name, self.reading.merged
        return (
            f"{self._table} AS MATERIALIZED ("
            f"SELECT b, {name} AS id, person FROM cells JOIN {merged} ON {name} = alias"
            f" UNION ALL SELECT b, {name}, {name} FROM cells"
            f" SEMI JOIN {merged} ON {name} = {merged}.person)"
        )

    def rows(self, *, total: int, point: int) -> list[str]:
        """Return the SELECTs for all time and for each period, as these levels."""
        return [
            f"SELECT {total}, NULL, false, 0, {self._counts} FROM {self._table}",
            f"SELECT {point}, b, false, 0, {self._counts} FROM {self._table} GROUP BY b",
        ]

    @property
    def _table(self) -> str:
        return f"{self.column.name}_ids"

    @property
    def _counts(self) -> str:
        doubles = "count(DISTINCT id) - count(DISTINCT person)"
        return ", ".join(doubles if one is self.column else "NULL" for one in self.columns)


def of_ids(column: Measured, *, reading: Reading) -> Measured:
    """Return a column of persons with the ids that were sent in their place; others as they are."""
    if column.statistic.of != reading.person:
        return column
    return replace(column, statistic=replace(column.statistic, of=f"{reading.table}.actor"))
