"""One SELECT for one question: cells, then points, groups and the total from them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Count, Filter, Measure, Persons, Sum, Unique
from tenfold.metrics.sql.buckets import Buckets, make_buckets
from tenfold.metrics.sql.cells import Scan
from tenfold.metrics.sql.columns import Measured
from tenfold.metrics.sql.conditions import render_all, render_event
from tenfold.metrics.sql.fields import AT, SOURCE, Bindings, Fields
from tenfold.metrics.sql.measures import statistics

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
        self.where = self._where()
        # A filter on persons needs to know the person of every event.
        self.joins = f" {reading.joins}" if self.fields.persons_used and reading.joins else ""
        self.columns = self._make_columns()
        self.keys = [column for column in self.columns if column.is_key]
        self.label = None if plan.breakdown is None else self.fields.read(plan.breakdown).text
        self.buckets = self._make_buckets()
        self.persons = self.fields.persons_used and bool(reading.joins) and not self.joins

    def render(self) -> Statement:
        simple = self.buckets is None and self.label is None and not self.persons
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

    def _make_columns(self) -> list[Measured]:
        plan, alone = self.plan, len(set(self.chosen)) == 1
        columns = []
        for position, (measure, chosen) in enumerate(zip(plan.measures, self.chosen, strict=True)):
            found = statistics(
                measure, fields=self.fields, look_at_currencies=plan.look_at_currencies
            )
            condition = None if alone or not chosen else chosen
            columns += [Measured(f"m{position}_{one.role}", one, condition) for one in found]
        return columns

    def _grouped(self) -> list[list[Measured]]:
        return [
            [column for column in self.columns if column.name.startswith(f"m{position}_")]
            for position in range(len(self.plan.measures))
        ]

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
        columns = ", ".join(column.at_once() for column in self.columns)
        return f"SELECT count(*) AS events, {columns} FROM {self._source()}{self.where}"

    def _source(self) -> str:
        return f"{self.fields.reading.table}{self.joins}"

    # By cells

    def _by_cells(self) -> str:
        steps = self._scan().steps()
        if self.label is not None:
            steps.append(f"ranked AS MATERIALIZED ({self._ranked()})")
            if self.buckets is not None:
                steps.append(f"placed AS MATERIALIZED ({self._placed()})")
        return f"WITH {', '.join(steps)} {' UNION ALL '.join(self._levels())}"

    def _scan(self) -> Scan:
        return Scan(
            reading=self.fields.reading,
            source=self._source(),
            where=self.where,
            buckets=self.buckets,
            label=self.label,
            columns=self.columns,
            persons=self.persons,
        )

    def _levels(self) -> list[str]:
        by_time, by_label = self.buckets is not None, self.label is not None
        levels = [self._level(TOTAL, "NULL", finest=not by_time and not by_label)]
        if by_time:
            levels.append(self._level(POINT, "b", finest=not by_label))
        if by_label and by_time:
            levels += self._labelled(GROUP, "min(place)", finest=False)
            levels += self._labelled(CELL, "b", finest=True)
        elif by_label:
            levels += self._groups()
        return levels

    def _ranked(self) -> str:
        """The largest labels only: the engine need not sort the others."""
        order = "size DESC, label ASC NULLS LAST"
        return (
            f"SELECT *, row_number() OVER (ORDER BY {order}) AS place"
            f" FROM ({self._sized()} ORDER BY {order} LIMIT {self.plan.top})"
        )

    def _sized(self) -> str:
        """Labels and their size; without periods also what their groups are, once and for all."""
        if self.buckets is not None:
            return f"SELECT label, {self._size()} AS size FROM cells GROUP BY label"
        if not self.keys:  # there is one cell for each label
            size = f"coalesce({self.columns[0].name}, 0)" if self._ranks_itself() else "events"
            return f"SELECT *, {size} AS size FROM cells"
        merged = ", ".join(
            f"{column.over_cells(distinct=len(self.keys) != 1)} AS {column.name}"
            for column in self.columns
        )
        return (
            f"SELECT label, sum(events) AS events, {merged}, {self._size()} AS size"
            " FROM cells GROUP BY label"
        )

    def _size(self) -> str:
        if not self._ranks_itself():
            return "sum(events)"
        # A cell is one label and one person (or value), unless there are periods too.
        size = self.columns[0].over_cells(distinct=self.buckets is not None)
        return f"coalesce({size}, 0)"

    def _ranks_itself(self) -> bool:
        """What is counted or added ranks by itself; means and ratios by where most happened."""
        measures = self.plan.measures
        return len(measures) == 1 and isinstance(measures[0], Count | Persons | Unique | Sum)

    def _groups(self) -> list[str]:
        """One row for each of the largest labels, as they were ranked, one for all others."""
        names = ", ".join(column.name for column in self.columns)
        return [
            f"SELECT {GROUP}, place, label, false, events, {names} FROM ranked",
            self._level(
                GROUP,
                str(self.plan.top + 1),
                source="cells ANTI JOIN ranked ON cells.label IS NOT DISTINCT FROM ranked.label",
                other=True,
            ),
        ]

    def _placed(self) -> str:
        last = self.plan.top + 1
        return (
            f"SELECT cells.*, place IS NULL AS other, coalesce(place, {last}) AS place"
            " FROM cells LEFT JOIN ranked ON cells.label IS NOT DISTINCT FROM ranked.label"
        )

    def _labelled(self, level: int, b: str, *, finest: bool) -> list[str]:
        """One row for each of the largest labels, one for all others together."""
        return [
            self._level(level, b, source="placed WHERE NOT other", label="label", finest=finest),
            self._level(level, b, source="placed WHERE other", other=True),
        ]

    def _level(
        self,
        level: int,
        b: str,
        *,
        source: str = "cells",
        label: str = "NULL",
        other: bool = False,
        finest: bool = False,
    ) -> str:
        """Add cells up. `finest`: no two cells of a group hold the same person (or value)."""
        distinct = not finest or len(self.keys) != 1
        merged = ", ".join(column.over_cells(distinct=distinct) for column in self.columns)
        grouped = [name for name in (b, label) if name in ("b", "label")]
        tail = f" GROUP BY {', '.join(grouped)}" if grouped else ""
        # Without anything to group by there would be a row also where there are no others.
        having = " HAVING count(*) > 0" if other and not grouped else ""
        return (
            f"SELECT {level}, {b}, {label}, {str(other).lower()}, sum(events), {merged}"
            f" FROM {source}{tail}{having}"
        )
