"""The one scan: events become cells, one for each period, label and key.

Where ids were merged, events are first made cells of the id that sent them, and persons are joined
to those: a few rows for each id instead of every event.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.eventlog.store import Reading
from tenfold.metrics.sql.buckets import Buckets
from tenfold.metrics.sql.columns import Measured

_ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Scan:
    """Which events are read, and what they are told apart by.

    source   the table, with what is joined to every event
    where    "" or a WHERE clause
    labels   the SQL of each property of the breakdown
    persons  whether persons are joined to cells, not to events
    lookups  those labels that are looked up by the id, once for a cell
    """

    reading: Reading
    source: str
    where: str
    buckets: Buckets | None
    labels: Sequence[str]
    columns: Sequence[Measured]
    persons: bool
    lookups: frozenset[str] = frozenset()

    def steps(self) -> list[str]:
        """Return the common table expressions that end with `cells`."""
        steps = [] if self.buckets is None else self.buckets.steps()
        if self.persons:
            return [*steps, f"cells AS MATERIALIZED ({self._with_persons()})"]
        if self._maps_late():
            return [*steps, *self._by_slot()]
        return [*steps, f"cells AS MATERIALIZED ({self._grouped(self._dimensions())})"]

    @property
    def keys(self) -> list[Measured]:
        """What cells are kept apart by beside period and label."""
        return [column for column in self.columns if column.is_key]

    def _maps_late(self) -> bool:
        """Group by slot first where that is cheaper: few groups, nothing else to keep apart."""
        mapped = self.buckets is not None and self.buckets.table is not None
        searched = self.buckets is not None and self.buckets.search
        return mapped and not searched and not self.keys and not self.labels

    def _by_slot(self) -> list[str]:
        slot = "" if self.buckets is None else self.buckets.slot
        merged = ", ".join(column.merged() for column in self.columns)
        by_slot = self._grouped([f"{slot} AS slot"], mapped=False)
        cells = (
            f"SELECT b, sum(events) AS events, {merged}"
            " FROM by_slot JOIN slots USING (slot) GROUP BY b"
        )
        return [f"by_slot AS MATERIALIZED ({by_slot})", f"cells AS MATERIALIZED ({cells})"]

    def _dimensions(self) -> list[str]:
        labels = [f"{sql} AS {name}" for name, sql in self._named()]
        return [*self._period(), *labels, *(column.over_events() for column in self.keys)]

    def _named(self) -> list[tuple[str, str]]:
        return list(zip(label_names(len(self.labels)), self.labels, strict=True))

    def _period(self) -> list[str]:
        return [] if self.buckets is None else [f"{self.buckets.period} AS b"]

    def _grouped(self, dimensions: list[str], *, mapped: bool = True) -> str:
        source = self.source
        if mapped and self.buckets is not None:
            source += self.buckets.joined()
        rest = ["count(*) AS events"]
        rest += [column.over_events() for column in self.columns if not column.is_key]
        return (
            f"SELECT {', '.join(dimensions + rest)} FROM {source}{self.where}"
            f" GROUP BY {_places(dimensions)}"
        )

    # Persons

    def _with_persons(self) -> str:
        """Cells of ids first; then persons are joined, and what is one person's is one cell."""
        table = self.reading.table
        dimensions = ["b"] if self.buckets is not None else []
        dimensions += [
            f"{sql} AS {name}" if self._is_person(sql) else name for name, sql in self._named()
        ]
        dimensions += [self._key_of_person(column) for column in self.keys]
        rest = ["sum(events) AS events"]
        rest += [column.merged() for column in self.columns if not column.is_key]
        return (
            f"SELECT {', '.join(dimensions + rest)} FROM ({self._grouped(self._of_ids())})"
            f" AS {table} {self.reading.joins} GROUP BY {_places(dimensions)}"
        )

    def _of_ids(self) -> list[str]:
        dimensions = [*self._period(), f"{self.reading.table}.{_ACTOR} AS {_ACTOR}"]
        dimensions += [
            f"{sql} AS {name}" for name, sql in self._named() if not self._is_person(sql)
        ]
        for column in self.keys:
            if not self._is_person(column.statistic.of):
                dimensions.append(column.over_events())
            elif column.condition is not None:
                dimensions.append(f"({column.condition}) AS {column.name}")
        return dimensions

    def _key_of_person(self, column: Measured) -> str:
        if not self._is_person(column.statistic.of):
            return column.name
        person = self.reading.person
        if column.condition is not None:
            person = f"CASE WHEN {column.name} THEN {person} END"
        return f"{person} AS {column.name}"

    def _is_person(self, sql: str) -> bool:
        return sql == self.reading.person or sql in self.lookups


def label_names(count: int) -> tuple[str, ...]:
    """Return the names under which cells hold the properties of a breakdown."""
    return tuple(f"label_{position}" for position in range(count))


def _places(dimensions: list[str]) -> str:
    return ", ".join(str(position + 1) for position in range(len(dimensions)))
