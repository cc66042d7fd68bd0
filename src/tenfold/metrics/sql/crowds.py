"""Several counts of different persons in one scan: who belongs to which is one number of bits.

Keeping persons apart is what costs. So there is one row for each period and person, with a bit for
each count that the person is in; more counts cost next to nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Persons
from tenfold.metrics.sql.buckets import make_buckets
from tenfold.metrics.sql.cells import Scan
from tenfold.metrics.sql.columns import Measured
from tenfold.metrics.sql.conditions import render_all
from tenfold.metrics.sql.fields import NAME, Bindings, Fields, Statement
from tenfold.metrics.sql.measures import Statistic
from tenfold.metrics.sql.scope import Scope, any_of, render_occurrence, render_scope

MOST_CROWDS = 60
"""Counts in one statement: bits of a BIGINT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowds:
    """Counts of persons over the same time, by the same periods. No filter looks at persons."""

    crowds: tuple[Persons, ...]
    start: datetime | None
    end: datetime | None
    periods: Periods | None
    internal: bool
    upto: int
    currency: str | None


def render_crowds(*, plan: Crowds, reading: Reading) -> Statement:
    """Return a statement: b (position of the period; NULL: of all time), then a count for each."""
    fields = Fields(reading=reading, bindings=Bindings(prefix="c"), currency=plan.currency)
    buckets = None
    if plan.periods is not None:
        buckets = make_buckets(plan.periods, bindings=fields.bindings)
    mask = _mask(plan.crowds, fields)
    scan = Scan(
        reading=reading,
        source=reading.table,
        where=_where(plan, fields),
        buckets=buckets,
        labels=(),
        columns=[
            Measured("person", Statistic("key", fields.person()), None),
            Measured("mask", Statistic("mask", mask, "bit_or", "bit_or"), None),
        ],
        persons=bool(reading.joins),
    )
    counts = ", ".join(
        f"count(*) FILTER (mask & {1 << place} <> 0)" for place in range(len(plan.crowds))
    )
    known = "WHERE person IS NOT NULL"
    every = f"SELECT bit_or(mask) AS mask FROM cells {known} GROUP BY person"
    text = f"{fields.with_steps(scan.steps())} SELECT NULL, {counts} FROM ({every})"
    if buckets is not None:
        text += f" UNION ALL SELECT b, {counts} FROM cells {known} GROUP BY b"
    return Statement(text, fields.bindings.values)


def _where(plan: Crowds, fields: Fields) -> str:
    scope = Scope(where=(), start=plan.start, end=plan.end, internal=plan.internal, upto=plan.upto)
    conditions = render_scope(scope, fields=fields)
    about = [render_occurrence(one, fields=fields) for one in plan.crowds]
    if all(about):
        conditions.append(any_of(about))
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _mask(crowds: Sequence[Persons], fields: Fields) -> str:
    """Return the bits of an event; names are told apart once, not once for each count."""
    by_name: dict[str | None, list[str]] = {}
    for place, one in enumerate(crowds):
        conditions = " AND ".join(render_all(one.where, fields=fields))
        bit = str(1 << place)
        by_name.setdefault(one.event, []).append(
            f"CASE WHEN {conditions} THEN {bit} ELSE 0 END" if conditions else bit
        )
    of_any = by_name.pop(None, [])
    if by_name:
        cases = " ".join(
            f"WHEN {fields.bindings.bind(name)} THEN {' | '.join(bits)}"
            for name, bits in by_name.items()
        )
        of_any.append(f"CASE {NAME} {cases} ELSE 0 END")
    return f"CAST({' | '.join(f'({bits})' for bits in of_any)} AS BIGINT)"
