"""One SELECT for one question: cells, then points, groups and the total from them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Count, Filter, Measure, Persons, Sum, Unique
from tenfold.metrics.sql.buckets import Buckets, make_buckets
from tenfold.metrics.sql.conditions import render_all, render_event
from tenfold.metrics.sql.fields import AT, SOURCE, Bindings, Fields
from tenfold.metrics.sql.measures import Statistic, statistics

TOTAL, POINT, GROUP, CELL = range(4)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to compute: a question whose time has been settled. `periods` None: no points."""

    measures: tuple[Measure, ...]
    where: tuple[Filter, ...]
    start: datetime | None
    end: datetime | None
    periods: Periods | None
    breakdown: str | None
    top: int
    internal: bool
    currency: str | None
    look_at_currencies: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL, its parameters, and the statistics' roles: for each measure, in the order of columns.

    Columns: level (TOTAL, POINT, GROUP or CELL), b (position of the period; of a group, its place),
    label, other (whether it is the group of all other labels), events, then the statistics. Without
    periods and breakdown there are only the last two, and one row.
    """

    text: str
    parameters: dict[str, Any]
    roles: tuple[tuple[str, ...], ...]
    simple: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A statistic under the name it has in the cells."""

    name: str
    statistic: Statistic
    condition: str | None

    def over_events(self) -> str:
        raw = self.statistic.raw
        if self.statistic.is_key:
            kept = raw if self.condition is None else f"CASE WHEN {self.condition} THEN {raw} END"
            return f"{kept} AS {self.name}"
        chosen = "" if self.condition is None else f" FILTER (WHERE {self.condition})"
        return f"{raw}{chosen} AS {self.name}"

    def at_once(self) -> str:
        """Over events straight to the answer, without cells."""
        if not self.statistic.is_key:
            return self.over_events()
        chosen = "" if self.condition is None else f" FILTER (WHERE {self.condition})"
        return f"count(DISTINCT {self.statistic.raw}){chosen} AS {self.name}"

    def over_cells(self, *, distinct: bool) -> str:
        if self.statistic.is_key:
            return f"count({'DISTINCT ' if distinct else ''}{self.name})"
        return f"{self.statistic.merge}({self.name})"


def render_extent(*, reading: Reading, internal: bool) -> str:
    """Return the SELECT for the first and the newest instant of the log."""
    where = "" if internal else f" WHERE {SOURCE} <> {INTERNAL_SOURCE}"
    return f"SELECT min({AT}), max({AT}) FROM {reading.table}{where}"


def render(*, plan: Plan, reading: Reading) -> Statement:
    """Return the statement for a plan."""
    return _Renderer(plan, reading).render()


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.bindings = Bindings()
        self.fields = Fields(reading=reading, bindings=self.bindings, currency=plan.currency)
        self.chosen = [self._condition_of(measure) for measure in plan.measures]
        self.columns = self._make_columns()
        self.keys = [column for column in self.columns if column.statistic.is_key]
        self.label = None if plan.breakdown is None else self.fields.read(plan.breakdown).text
        self.buckets = self._make_buckets()

    def render(self) -> Statement:
        simple = self.buckets is None and self.label is None
        return Statement(
            text=self._at_once() if simple else self._by_cells(),
            parameters=self.bindings.values,
            roles=tuple(tuple(column.statistic.role for column in own) for own in self._grouped()),
            simple=simple,
        )

    def _make_buckets(self) -> Buckets | None:
        if self.plan.periods is None:
            return None
        return make_buckets(self.plan.periods, bindings=self.bindings)

    def _condition_of(self, measure: Measure) -> str:
        parts = render_event(measure.event, fields=self.fields)
        return " AND ".join([*parts, *render_all(measure.where, fields=self.fields)])

    def _make_columns(self) -> list[_Column]:
        plan, alone = self.plan, len(set(self.chosen)) == 1
        columns = []
        for position, (measure, chosen) in enumerate(zip(plan.measures, self.chosen, strict=True)):
            found = statistics(
                measure, fields=self.fields, look_at_currencies=plan.look_at_currencies
            )
            condition = None if alone or not chosen else chosen
            columns += [_Column(f"m{position}_{one.role}", one, condition) for one in found]
        return columns

    def _grouped(self) -> list[list[_Column]]:
        return [
            [column for column in self.columns if column.name.startswith(f"m{position}_")]
            for position in range(len(self.plan.measures))
        ]

    # Which events

    def _source(self) -> str:
        reading = self.fields.reading
        joins = f" {reading.joins}" if self.fields.persons_used and reading.joins else ""
        return f"{reading.table}{joins}"

    def _where(self) -> str:
        conditions = [] if self.plan.internal else [f"{SOURCE} <> {INTERNAL_SOURCE}"]
        for instant, sign in ((self.plan.start, ">="), (self.plan.end, "<")):
            if instant is not None:
                naive = instant.astimezone(UTC).replace(tzinfo=None)
                conditions.append(f"{AT} {sign} CAST({self.bindings.bind(naive)} AS TIMESTAMP)")
        conditions += render_all(self.plan.where, fields=self.fields)
        if all(self.chosen):
            conditions.append(" OR ".join(f"({one})" for one in dict.fromkeys(self.chosen)))
            conditions[-1] = f"({conditions[-1]})"
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    # Straight

    def _at_once(self) -> str:
        where = self._where()
        columns = ", ".join(column.at_once() for column in self.columns)
        return f"SELECT count(*) AS events, {columns} FROM {self._source()}{where}"

    # By cells

    def _by_cells(self) -> str:
        steps = []
        if self.buckets is not None and self.buckets.table is not None:
            steps.append(f"slots AS MATERIALIZED ({self.buckets.table})")
        steps += self._cells()
        if self.label is not None:
            steps.append(f"ranked AS MATERIALIZED ({self._ranked()})")
        steps.append(f"placed AS MATERIALIZED ({self._placed()})")
        return f"WITH {', '.join(steps)} {' UNION ALL '.join(self._levels())}"

    def _levels(self) -> list[str]:
        by_time, by_label = self.buckets is not None, self.label is not None
        levels = [self._level(TOTAL, "NULL", finest=not by_time and not by_label)]
        if by_time:
            levels.append(self._level(POINT, "b", finest=not by_label))
        if by_label:
            levels += self._labelled(GROUP, "min(place)", finest=not by_time)
        if by_time and by_label:
            levels += self._labelled(CELL, "b", finest=True)
        return levels

    def _cells(self) -> list[str]:
        """Group by slot first where that is cheaper: few groups, nothing else to keep apart."""
        late = self.buckets is not None and self.buckets.table is not None
        late = late and not self.keys and self.label is None and not self._searches()
        if not late:
            return [f"cells AS MATERIALIZED ({self._grouped_events(slot_only=False)})"]
        merged = ", ".join(
            f"{column.over_cells(distinct=False)} AS {column.name}" for column in self.columns
        )
        merged_cells = (
            f"SELECT b, sum(events) AS events, {merged}"
            " FROM by_slot JOIN slots USING (slot) GROUP BY b"
        )
        return [
            f"by_slot AS MATERIALIZED ({self._grouped_events(slot_only=True)})",
            f"cells AS MATERIALIZED ({merged_cells})",
        ]

    def _searches(self) -> bool:
        return self.buckets is not None and self.buckets.search

    def _grouped_events(self, *, slot_only: bool) -> str:
        where = self._where()
        source = self._source()
        dimensions = []
        if self.buckets is not None:
            mapped = self.buckets.table is not None and not slot_only
            slot = self.buckets.slot
            if mapped:
                kind, sign = ("ASOF JOIN", ">=") if self.buckets.search else ("JOIN", "=")
                source += f" {kind} slots ON {slot} {sign} slots.slot"
            dimensions.append("slots.b AS b" if mapped else f"{slot} AS {self._slot_name()}")
        if self.label is not None:
            dimensions.append(f"{self.label} AS label")
        dimensions += [column.over_events() for column in self.keys]
        rest = ["count(*) AS events"]
        rest += [column.over_events() for column in self.columns if column not in self.keys]
        grouped = ", ".join(str(position + 1) for position in range(len(dimensions)))
        columns = ", ".join(dimensions + rest)
        return f"SELECT {columns} FROM {source}{where} GROUP BY {grouped}"

    def _slot_name(self) -> str:
        return "b" if self.buckets is None or self.buckets.table is None else "slot"

    def _ranked(self) -> str:
        """The largest labels only: the engine need not sort the others."""
        grouped = f"SELECT label, {self._largest()} AS size FROM cells GROUP BY label"
        order = "size DESC, label ASC NULLS LAST"
        return (
            f"SELECT label, row_number() OVER (ORDER BY {order}) AS place"
            f" FROM ({grouped} ORDER BY {order} LIMIT {self.plan.top})"
        )

    def _largest(self) -> str:
        """What is counted or added ranks by itself; means and ratios by where most happened."""
        alone = len(self.plan.measures) == 1
        if alone and isinstance(self.plan.measures[0], Count | Persons | Unique | Sum):
            # A cell is one label and one person (or value), unless there are periods too.
            size = self.columns[0].over_cells(distinct=self.buckets is not None)
            return f"coalesce({size}, 0)"
        return "sum(events)"

    def _placed(self) -> str:
        if self.label is None:
            return "SELECT * FROM cells"
        last = self.plan.top + 1
        return (
            f"SELECT cells.*, place IS NULL AS other, coalesce(place, {last}) AS place"
            " FROM cells LEFT JOIN ranked ON cells.label IS NOT DISTINCT FROM ranked.label"
        )

    def _labelled(self, level: int, b: str, *, finest: bool) -> list[str]:
        """One row for each of the largest labels, one for all others together."""
        return [
            self._level(level, b, label="label", where="NOT other", finest=finest),
            self._level(level, b, label="NULL", where="other", finest=False),
        ]

    def _level(
        self, level: int, b: str, *, label: str = "", where: str = "true", finest: bool
    ) -> str:
        """Add cells up. `finest`: no two cells of a group hold the same person (or value)."""
        distinct = not finest or len(self.keys) != 1
        merged = ", ".join(column.over_cells(distinct=distinct) for column in self.columns)
        other = str(where == "other").lower()
        labels = f"{label}, {other}" if label else "NULL, NULL"
        grouped = [name for name in ("b" if b == "b" else "", label) if name not in ("", "NULL")]
        tail = f" GROUP BY {', '.join(grouped)}" if grouped else ""
        # Without anything to group by there would be a row also where there are no others.
        having = " HAVING count(*) > 0" if label and not grouped else ""
        return (
            f"SELECT {level}, {b}, {labels}, sum(events), {merged}"
            f" FROM placed WHERE {where}{tail}{having}"
        )
