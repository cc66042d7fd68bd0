"""One SELECT for one question: cells, then points, groups and the total from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Count, Filter, Measure, Persons, Sum, Unique
from tenfold.metrics.definitions.names import Speaks, split_name
from tenfold.metrics.sql.buckets import Buckets, make_buckets
from tenfold.metrics.sql.cells import Scan, label_names
from tenfold.metrics.sql.chosen import render_given, render_largest
from tenfold.metrics.sql.columns import Measured
from tenfold.metrics.sql.counted import ROLES, SAMPLE, Counted, counted_columns
from tenfold.metrics.sql.doubles import Doubles, of_ids
from tenfold.metrics.sql.fields import Bindings, Fields, Statement
from tenfold.metrics.sql.levels import (
    CELL,
    GROUP,
    POINT,
    POINT_DOUBLES,
    TOTAL,
    TOTAL_DOUBLES,
)
from tenfold.metrics.sql.measures import statistics
from tenfold.metrics.sql.rolling import IN_WINDOWS, Changes, render_windows
from tenfold.metrics.sql.scope import Scope, any_of, render_occurrence, render_scope
from tenfold.metrics.sql.straight import Straight
from tenfold.metrics.windows import Windows


@dataclass(frozen=True, slots=True)
class Plan:
    """What to compute: a question whose time has been settled. `periods` None: no points.

    after, upto  only events of these commits; see `Reading.batch`
    groups       labels to tell apart instead of the `top` largest
    windows      points of these windows instead, of which `periods` are the pieces
    counted      of one quantile alone: whether its numbers repeat (see `sql.counted`)
    """

    measures: tuple[Measure, ...]
    where: tuple[Filter, ...]
    start: datetime | None
    end: datetime | None
    periods: Periods | None
    breakdown: tuple[str, ...]
    top: int
    internal: bool
    currency: str | None
    look_at_currencies: bool
    after: int | None = None
    upto: int | None = None
    groups: tuple[tuple[str | None, ...], ...] | None = None
    windows: Windows | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredStatement(Statement):
    """A statement, and the statistics' roles: for each measure, in the order of columns.

    Columns: level (of doubles, what is to be taken away), b (position of the period; of a group,
    its place),
    other (whether it is the group of all other labels), so many `labels`, events, then the
    statistics. Without periods and breakdown there are only the last two, and one row.
    """

    roles: tuple[tuple[str, ...], ...]
    simple: bool
    labels: int = 0


def render(*, plan: Plan, reading: Reading) -> MeasuredStatement:
    """Return the statement for a plan."""
    return _Renderer(plan, reading).render()


def render_sample(*, plan: Plan, reading: Reading) -> Statement:
    """Return the statement for a look at the first numbers of a quantile: how many, of how many."""
    return _Renderer(plan, reading).sample()


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.bindings = Bindings()
        self.fields = Fields(reading=reading, bindings=self.bindings, currency=plan.currency)
        self.chosen = [self._condition_of(measure) for measure in plan.measures]
        self.where = self._where()
        filtered = self.fields.persons_used
        self.columns = self._make_columns()
        self.keys = [column for column in self.columns if column.is_key]
        self.labels = [self.fields.read(name).text for name in plan.breakdown]
        self.names = label_names(len(self.labels))
        self.top = plan.top if plan.groups is None else len(plan.groups)
        self.buckets = self._make_buckets()
        self.counted = self._count_values() if plan.counted else None
        self.straight = any(column.statistic.is_number for column in self.columns)
        joined = self.fields.persons_used and bool(reading.joins)
        # A filter on persons needs to know the person of every event.
        early = joined and (filtered or self.straight)
        self.joins = f" {reading.joins}" if early else ""
        self.lookups = self._looked_up()
        self.persons = (joined and not early) or bool(self.lookups)
        self.named = False
        self.doubles = self._count_ids() if self.persons else []

    def _count_values(self) -> Counted:
        (share,) = [one.statistic.share for one in self.columns if one.statistic.is_number]
        self.columns = counted_columns(self.columns)
        self.keys = [column for column in self.columns if column.is_key]
        return Counted(share, self.columns)

    def sample(self) -> Statement:
        """Return the statement for how many different ones there are of the first numbers."""
        (number,) = [one.statistic.of for one in self.columns if one.statistic.is_number]
        few = f"SELECT {number} AS v FROM {self._source()}{self.where} LIMIT {SAMPLE}"
        text = f"{self.fields.with_steps([])} SELECT count(DISTINCT v), count(v) FROM ({few})"
        return Statement(text.lstrip(), self.bindings.used_in(text))

    def _looked_up(self) -> frozenset[str]:
        """Return the labels that are persons' properties: found once for each id, not each event."""
        named = zip(self.plan.breakdown, self.labels, strict=True)
        of_persons = [sql for name, sql in named if split_name(name)[0] is Speaks.PERSON]
        return frozenset() if self.straight else frozenset(of_persons)

    def _count_ids(self) -> list[Doubles]:
        """Count ids in the place of persons where that is cheaper; return what to take away."""
        reading = self.fields.reading
        of_persons = all(column.statistic.of == reading.person for column in self.keys)
        if self.buckets is None or self.labels or not self.keys or not of_persons:
            return []
        self.persons = False
        self.columns = [of_ids(column, reading=reading) for column in self.columns]
        self.keys = [column for column in self.columns if column.is_key]
        if self.plan.windows is not None:
            self.named = True
            return []
        return [Doubles(key, tuple(self.columns), reading) for key in self.keys]

    def render(self) -> MeasuredStatement:
        simple = self.buckets is None and not self.labels and not self.persons
        simple = simple and self.counted is None
        return MeasuredStatement(
            text=self._text(simple),
            parameters=self.bindings.values,
            roles=tuple(self._roles(own) for own in self._grouped()),
            labels=len(self.labels),
            simple=simple,
        )

    def _roles(self, columns: list[Measured]) -> tuple[str, ...]:
        roles = (one.statistic.role for one in columns)
        if self.counted is None:
            return tuple(roles)
        return tuple(one for role in roles for one in (ROLES if role == "key" else (role,)))

    def _text(self, simple: bool) -> str:
        if simple:
            return self._at_once()
        return self._by_events() if self.straight else self._by_cells()

    def _make_buckets(self) -> Buckets | None:
        if self.plan.periods is None:
            return None
        return make_buckets(self.plan.periods, bindings=self.bindings)

    def _condition_of(self, measure: Measure) -> str:
        return render_occurrence(measure, fields=self.fields)

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
        plan = self.plan
        conditions = render_scope(
            Scope(
                where=plan.where,
                start=plan.start,
                end=plan.end,
                internal=plan.internal,
                after=plan.after,
                upto=plan.upto,
            ),
            fields=self.fields,
        )
        if all(self.chosen):
            conditions.append(any_of(self.chosen))
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    # Straight

    def _at_once(self) -> str:
        columns = ", ".join(column.at_once() for column in self.columns)
        text = f"SELECT count(*) AS events, {columns} FROM {self._source()}{self.where}"
        return f"{self.fields.with_steps([])} {text}".lstrip()

    def _source(self) -> str:
        return f"{self.fields.reading.table}{self.joins}"

    # By events

    def _by_events(self) -> str:
        buckets = self.buckets
        source = self._source() + (buckets.joined() if buckets else "")
        period = buckets.period if buckets else None
        if self.plan.windows is not None:
            source += f" JOIN windows ON {period} >= first_b AND {period} < until_b"
            period = "windows.w"
        straight = Straight(
            source=source,
            where=self.where,
            period=period,
            labels=list(zip(self.names, self.labels, strict=True)),
            columns=self.columns,
            top=self.top,
            in_all=self.plan.windows is None,
        )
        steps = [*(buckets.steps() if buckets else []), *self._windows()]
        if self.labels:
            steps.append(f"ranked AS MATERIALIZED ({self._ranked(straight.sized)})")
        return f"{self.fields.with_steps(steps)} {straight.levels()}".lstrip()

    # By cells

    def _by_cells(self) -> str:
        steps = [*self._scan().steps(), *(double.step() for double in self.doubles)]
        if self.labels:
            steps.append(f"ranked AS MATERIALIZED ({self._ranked(self._sized)})")
            if self._places():
                steps.append(f"placed AS MATERIALIZED ({self._placed()})")
        levels = self._levels() if self.plan.windows is None else self._of_windows(steps)
        return f"{self.fields.with_steps(steps)} {' UNION ALL '.join(levels)}"

    def _places(self) -> bool:
        """Whether cells are put to their label's place before they are added up."""
        chosen = self.plan.groups is not None or self.counted is not None
        return chosen or self.buckets is not None

    def _windows(self) -> list[str]:
        windows = self.plan.windows
        return [] if windows is None else [render_windows(windows, bindings=self.bindings)]

    def _of_windows(self, steps: list[str]) -> list[str]:
        """Return the levels over windows; what they refer to is added to the steps."""
        if self.keys and self.counted is None and self.plan.windows is not None:
            reading = self.fields.reading if self.named else None
            key = self.keys[0].name
            changes = Changes(self.plan.windows, key, self.names, self.top, reading)
            steps += changes.steps(bindings=self.bindings)
            return changes.levels()
        steps += self._windows()
        levels = [self._level(POINT, "w", source=f"cells {IN_WINDOWS}")]
        if self.labels:
            named = f"(SELECT * FROM placed WHERE NOT other) {IN_WINDOWS}"
            others = f"(SELECT * FROM placed WHERE other) {IN_WINDOWS}"
            levels.append(self._level(CELL, "w", source=named, labelled=True))
            levels.append(self._level(CELL, "w", source=others, other=True))
        return levels

    def _scan(self) -> Scan:
        return Scan(
            reading=self.fields.reading,
            source=self._source(),
            where=self.where,
            buckets=self.buckets,
            labels=self.labels,
            columns=self.columns,
            persons=self.persons,
            lookups=self.lookups,
        )

    def _levels(self) -> list[str]:
        by_time, by_label = self.buckets is not None, bool(self.labels)
        levels = [self._level(TOTAL, "NULL", finest=not by_time and not by_label)]
        if by_time:
            levels.append(self._level(POINT, "b", finest=not by_label))
        if by_label and by_time:
            levels += self._labelled(GROUP, "min(place)", finest=False)
            levels += self._labelled(CELL, "b", finest=True)
        elif by_label and self._places():
            levels += self._labelled(GROUP, "min(place)", finest=True)
        elif by_label:
            levels += self._groups()
        for double in self.doubles:
            levels += double.rows(total=TOTAL_DOUBLES, point=POINT_DOUBLES)
        return levels

    def _ranked(self, sized: Callable[[], str]) -> str:
        groups = self.plan.groups
        if groups is not None:
            return render_given(groups=groups, names=self.names, bindings=self.bindings)
        return render_largest(sized=sized(), names=self.names, top=self.top)

    def _sized(self) -> str:
        """Labels and their size; without periods also what their groups are, once and for all."""
        labels = ", ".join(self.names)
        if self._places():
            return f"SELECT {labels}, {self._size()} AS size FROM cells GROUP BY {labels}"
        if not self.keys:  # there is one cell for each label
            size = f"coalesce({self.columns[0].name}, 0)" if self._ranks_itself() else "events"
            return f"SELECT *, {size} AS size FROM cells"
        merged = ", ".join(
            f"{column.over_cells(distinct=len(self.keys) != 1)} AS {column.name}"
            for column in self.columns
        )
        return (
            f"SELECT {labels}, sum(events) AS events, {merged}, {self._size()} AS size"
            f" FROM cells GROUP BY {labels}"
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
        names = ", ".join([*self.names, "events", *(column.name for column in self.columns)])
        return [
            f"SELECT {GROUP}, place, false, {names} FROM ranked",
            self._level(
                GROUP,
                str(self.top + 1),
                source=f"cells ANTI JOIN ranked ON {self._same_labels()}",
                other=True,
            ),
        ]

    def _placed(self) -> str:
        last = self.top + 1
        return (
            f"SELECT cells.*, place IS NULL AS other, coalesce(place, {last}) AS place"
            f" FROM cells LEFT JOIN ranked ON {self._same_labels()}"
        )

    def _same_labels(self) -> str:
        return " AND ".join(
            f"cells.{name} IS NOT DISTINCT FROM ranked.{name}" for name in self.names
        )

    def _labelled(self, level: int, b: str, *, finest: bool) -> list[str]:
        """One row for each of the largest labels, one for all others together."""
        return [
            self._level(level, b, source="placed WHERE NOT other", labelled=True, finest=finest),
            self._level(level, b, source="placed WHERE other", other=True),
        ]

    def _level(
        self,
        level: int,
        b: str,
        *,
        source: str = "cells",
        labelled: bool = False,
        other: bool = False,
        finest: bool = False,
    ) -> str:
        """Add cells up. `finest`: no two cells of a group hold the same person (or value)."""
        distinct = not finest or len(self.keys) != 1
        merged = ", ".join(column.over_cells(distinct=distinct) for column in self.columns)
        grouped = [*([b] if b in ("b", "w") else []), *(self.names if labelled else ())]
        tail = f" GROUP BY {', '.join(grouped)}" if grouped else ""
        # Without anything to group by there would be a row also where there are no others.
        having = " HAVING count(*) > 0" if other and not grouped else ""
        labels = self.names if labelled else ["NULL"] * len(self.names)
        head = [str(level), b, str(other).lower(), *labels]
        if self.counted is not None:
            return self.counted.level(head=head, by=grouped, source=source, tail=tail + having)
        return f"SELECT {', '.join(head)}, sum(events), {merged} FROM {source}{tail}{having}"
