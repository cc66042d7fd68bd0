"""One statistic of one measure as a column: over events, over cells, or straight to the answer."""

from dataclasses import dataclass

from tenfold.metrics.sql.measures import Statistic


@dataclass(frozen=True, slots=True)
class Measured:
    """A statistic under the name it has in the cells.

    condition  which events it is about, where that is not the same for all measures
    """

    name: str
    statistic: Statistic
    condition: str | None

    @property
    def is_key(self) -> bool:
        """Whether cells are kept apart by it."""
        return self.statistic.is_key

    def over_events(self) -> str:
        """Return the column of cells that are made of events."""
        if self.is_key:
            kept = self.statistic.of
            if self.condition is not None:
                kept = f"CASE WHEN {self.condition} THEN {kept} END"
            return f"{kept} AS {self.name}"
        return f"{self.statistic.raw}{self._filter()} AS {self.name}"

    def at_once(self) -> str:
        """Return the column of an answer that is made of events, without cells."""
        if not self.is_key:
            return self.over_events()
        return f"count(DISTINCT {self.statistic.of}){self._filter()} AS {self.name}"

    def over_cells(self, *, distinct: bool) -> str:
        """Return what cells add up to. `distinct`: two of them may hold the same key."""
        if self.is_key:
            return f"count({'DISTINCT ' if distinct else ''}{self.name})"
        return self.statistic.over_cells(self.name)

    def merged(self) -> str:
        """Return the column of cells that are made of smaller cells."""
        return f"{self.over_cells(distinct=False)} AS {self.name}"

    def _filter(self) -> str:
        return "" if self.condition is None else f" FILTER (WHERE {self.condition})"
