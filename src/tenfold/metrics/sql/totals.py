"""Totals of a quarter of an hour in the place of events that their source does not keep.

What adds up is read of both in one statement, and so as of one instant: an event is in one of the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.definitions import Measure
from tenfold.metrics.sql.buckets import make_buckets
from tenfold.metrics.sql.cells import label_names
from tenfold.metrics.sql.fields import AT, NAME, Bindings, Fields
from tenfold.metrics.sql.measures import Statistic, statistics
from tenfold.metrics.sql.scope import Scope, any_of, render_instant, render_occurrence, render_scope
from tenfold.metrics.sql.statement import MeasuredStatement, Plan

TOTALS = 100
"""The level of a row that comes from totals: one of the finest cells there are."""

_OVER_TOTALS = {
    "n": "sum(events)",
    "sum": "sum(amount)",
    "used": "sum(with_value)",
    "least": "min(lowest)",
    "most": "max(highest)",
}
"""By the role of a statistic; see `sql.measures`. The others are reckoned as of events."""


def render_with_totals(
    *, statement: MeasuredStatement, plan: Plan, reading: Reading
) -> MeasuredStatement:
    """Return the statement of a plan with the totals put to it, as rows of the level `TOTALS`.

    Of a simple statement there are two rows to be put together. The totals have no `top`.
    """
    bindings = Bindings(prefix="t")
    fields = Fields(reading=reading, bindings=bindings, currency=plan.currency)
    text = f"{statement.text} UNION ALL {_Totals(plan, fields, statement).render()}"
    return replace(statement, text=text, parameters={**statement.parameters, **bindings.values})


class _Totals:
    """Holds what the parts of the SELECT share. Used once."""

    def __init__(self, plan: Plan, fields: Fields, statement: MeasuredStatement) -> None:
        self.plan = plan
        self.fields = fields
        self.simple = statement.simple
        self.chosen = [render_occurrence(one, fields=fields) for one in plan.measures]

    def render(self) -> str:
        columns = ["coalesce(sum(events), 0) AS events", *self._statistics()]
        if self.simple:
            return f"SELECT {', '.join(columns)} FROM {self._source()}{self._where()}"
        buckets = None
        if self.plan.periods is not None:
            buckets = make_buckets(self.plan.periods, bindings=self.fields.bindings)
        source, b = self._source(), "NULL"
        if buckets is not None:
            table = "" if buckets.table is None else buckets.joined()
            source += table.replace("JOIN slots", f"JOIN ({buckets.table}) AS slots")
            b = buckets.period
        names = label_names(len(self.plan.breakdown))
        read = [self.fields.read(name).text for name in self.plan.breakdown]
        labels = [f"{text} AS {name}" for text, name in zip(read, names, strict=True)]
        head = [str(TOTALS), f"{b} AS b", "false", *labels]
        return f"SELECT {', '.join([*head, *columns])} FROM {source}{self._where()} GROUP BY ALL"

    def _source(self) -> str:
        table = self.fields.reading.rolled
        return f'(SELECT *, slot AS happened_at, lowest AS "value" FROM {table}) AS totals'

    def _statistics(self) -> list[str]:
        alone = len(set(self.chosen)) == 1
        columns = []
        for measure, chosen in zip(self.plan.measures, self.chosen, strict=True):
            only = "" if alone or not chosen else f" FILTER (WHERE {chosen})"
            columns += [f"{_over_totals(one)}{only}" for one in self._of(measure)]
        return columns

    def _of(self, measure: Measure) -> list[Statistic]:
        look = self.plan.look_at_currencies
        return statistics(measure, fields=self.fields, look_at_currencies=look)

    def _where(self) -> str:
        plan = self.plan
        scope = Scope(where=plan.where, start=plan.start, end=plan.end, internal=plan.internal)
        conditions = render_scope(scope, fields=self.fields)
        if all(self.chosen):
            conditions.append(any_of(self.chosen))
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _over_totals(statistic: Statistic) -> str:
    return _OVER_TOTALS.get(statistic.role, statistic.raw)


@dataclass(frozen=True, slots=True)
class Reach:
    """Events of these names (None among them: of any) in [start, end)."""

    names: frozenset[str | None]
    start: datetime | None
    end: datetime | None


def render_reach(*, reach: Reach, reading: Reading) -> "tuple[str, dict[str, object]]":
    """Return a SELECT of whether there are totals of such events, and whether there are events."""
    fields = Fields(reading=reading, bindings=Bindings(), currency=None)
    where = list(_conditions(reach, fields))
    tail = f" WHERE {' AND '.join(where)}" if where else ""
    totals = f"(SELECT slot AS happened_at, name FROM {reading.rolled}) AS totals"
    text = (
        f"SELECT EXISTS (SELECT 1 FROM {totals}{tail}),"
        f" EXISTS (SELECT 1 FROM {reading.table}{tail})"
    )
    return text, fields.bindings.values


def _conditions(reach: Reach, fields: Fields) -> Iterable[str]:
    if reach.start is not None:
        yield f"{AT} >= {render_instant(reach.start, fields=fields)}"
    if reach.end is not None:
        yield f"{AT} < {render_instant(reach.end, fields=fields)}"
    if None not in reach.names:
        names = [fields.bindings.bind(name) for name in sorted(filter(None, reach.names))]
        yield f"{NAME} IN ({', '.join(names)})"
