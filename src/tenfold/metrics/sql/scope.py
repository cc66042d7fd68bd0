"""Which events a statement reads: its time, its filters, the occurrences that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.metrics.definitions import Filter, Occurrence
from tenfold.metrics.sql.conditions import render_all
from tenfold.metrics.sql.fields import AT, BATCH, NAME, SOURCE, Fields


@dataclass(frozen=True, slots=True)
class Scope:
    """Events of [start, end) that pass all filters; `internal`: the company's own facts, too.

    after, upto  only events of commits (after, upto]; see `Reading.batch`
    """

    where: tuple[Filter, ...]
    start: datetime | None
    end: datetime | None
    internal: bool
    after: int | None = None
    upto: int | None = None


def render_scope(scope: Scope, *, fields: Fields) -> list[str]:
    """Return the conditions that events of the scope meet."""
    conditions = [] if scope.internal else [f"{SOURCE} <> {INTERNAL_SOURCE}"]
    for instant, sign in ((scope.start, ">="), (scope.end, "<")):
        if instant is not None:
            conditions.append(f"{AT} {sign} {render_instant(instant, fields=fields)}")
    for batch, sign in ((scope.after, ">"), (scope.upto, "<=")):
        if batch is not None:
            conditions.append(f"{BATCH} {sign} {fields.bindings.bind(batch)}")
    return conditions + render_all(scope.where, fields=fields)


def render_instant(instant: datetime, *, fields: Fields) -> str:
    """Return an instant as the log's own kind of time."""
    naive = instant.astimezone(UTC).replace(tzinfo=None)
    return f"CAST({fields.bindings.bind(naive)} AS TIMESTAMP)"


def render_occurrence(occurrence: Occurrence, *, fields: Fields) -> str:
    """Return the condition of an occurrence; "" where any event is one."""
    event = occurrence.event
    parts = [] if event is None else [f"{NAME} = {fields.bindings.bind(event)}"]
    return " AND ".join([*parts, *render_all(occurrence.where, fields=fields)])


def any_of(conditions: Iterable[str]) -> str:
    """Return the condition that at least one of these holds, none of them empty."""
    return "(" + " OR ".join(f"({one})" for one in dict.fromkeys(conditions)) + ")"
