"""How many were in a segment at each of several moments, from one reading of the log.

The time is cut at every moment, and wherever a window of one of them begins. What each person did is
counted between two cuts; a moment then adds up the stretches that its windows are made of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Did, Test
from tenfold.metrics.definitions.segments import adds_up, own_property
from tenfold.metrics.sql.buckets import Buckets, make_buckets
from tenfold.metrics.sql.conditions import compare
from tenfold.metrics.sql.fields import ACTOR, Fields, Statement, worded
from tenfold.metrics.sql.newest import order_of, outside
from tenfold.metrics.sql.scope import any_of, render_occurrence
from tenfold.metrics.sql.segments import (
    Leaf,
    Membership,
    is_anchored,
    leaves_of,
    render_deed,
    render_holds,
    sum_of,
    times_column,
    times_of,
    together_of,
)


@dataclass(frozen=True, slots=True)
class SizesPlan:
    """`moments`: the same segment at each moment, in their order; `first`: the log's first event.

    At least one moment lies after the first event.
    """

    moments: Sequence[Membership]
    first: datetime
    periods: Periods


def cut(moments: Sequence[Membership], *, first: datetime) -> tuple[datetime, ...]:
    """Return where the time must be cut, from the first event to the last moment."""
    ends = {one.until for one in moments if one.until is not None and one.until > first}
    last = max(ends)
    bounds = {bound for one in moments for window in one.windows.values() for bound in window}
    inside = {bound for bound in bounds if bound is not None and first < bound < last}
    return tuple(sorted({first, *ends, *inside}))


def render_sizes(*, plan: SizesPlan, fields: Fields) -> Statement:
    """Return the statement of (place of the moment, persons); a moment with nobody may be left out."""
    return _Renderer(plan, fields).render()


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, plan: SizesPlan, fields: Fields) -> None:
        self.plan = plan
        self.fields = fields
        self.whole = plan.moments[-1]
        self.condition = self.whole.of
        self.leaves = list({repr(leaf): leaf for leaf in leaves_of(self.condition)}.values())
        self.places = {repr(leaf): place for place, leaf in enumerate(self.leaves)}
        self.did = [leaf for leaf in self.leaves if isinstance(leaf, Did)]
        self.joins = ""
        self.chosen = {repr(leaf): self._chosen(leaf) for leaf in self.did}
        self.buckets = make_buckets(plan.periods, bindings=fields.bindings)

    def render(self) -> Statement:
        steps = (
            [] if self.buckets.table is None else [f"slots AS MATERIALIZED ({self.buckets.table})"]
        )
        steps.append(f"cells AS MATERIALIZED ({self._cells()})")
        bounds = self.plan.periods.bounds
        sizes = " UNION ALL ".join(
            self._size(place, bounds.index(one.until), one)
            for place, one in enumerate(self.plan.moments)
            if one.until is not None and one.until > self.plan.first
        )
        text = f"{self.fields.with_steps(steps)} {sizes}"
        return Statement(text, self.fields.bindings.values)

    # Cells: what each person did, and was, between two cuts

    def _cells(self) -> str:
        parts = [self._of_leaf(leaf) for leaf in self.leaves if not isinstance(leaf, Did)]
        if self.did or not is_anchored(self.condition):
            parts.insert(0, self._part(self._counted(), self._counts(), self._did_columns()))
        return " UNION ALL ".join(parts)

    def _part(self, by_id: str, filled: Sequence[str], names: Sequence[str]) -> str:
        """Rows of (b, person, …) from rows of ids; columns that are others' are NULL."""
        reading = self.fields.reading
        own = dict(zip(names, filled, strict=True))
        columns = ", ".join(
            f"{own.get(name, _NOTHING[name[0]])} AS {name}" for name in self._names()
        )
        every = (
            f"b, {reading.person} AS person, {columns}"
            if columns
            else f"b, {reading.person} AS person"
        )
        return f"SELECT {every} FROM ({by_id}) AS {reading.table} {reading.joins}"

    def _names(self) -> list[str]:
        return [name for leaf in self.leaves for name in self._columns_of(leaf)]

    def _columns_of(self, leaf: Leaf) -> list[str]:
        place = self.places[repr(leaf)]
        if isinstance(leaf, Did):
            times = times_column(leaf, place=place)
            return [times, f"s{place}"] if adds_up(leaf) else [times]
        return [f"t{place}", f"k{place}"] if isinstance(leaf, Test) else [f"f{place}"]

    def _did_columns(self) -> list[str]:
        return [name for leaf in self.did for name in self._columns_of(leaf)]

    def _counts(self) -> list[str]:
        return self._did_columns()

    def _counted(self) -> str:
        counted = []
        for leaf in self.did:
            chosen = self.chosen[repr(leaf)]
            filtered = f" FILTER (WHERE {chosen})" if chosen else ""
            times, *together = self._columns_of(leaf)
            counted.append(f"{times_of(leaf, chosen=chosen, fields=self.fields)} AS {times}")
            added = sum_of(leaf, fields=self.fields)
            counted += [f"{added}{filtered} AS {name}" for name in together]
        where = outside(until=self.whole.until, fields=self.fields)
        if is_anchored(self.condition) and all(self.chosen.values()):
            where.append(any_of(self.chosen.values()))
        return self._grouped(counted, where)

    def _grouped(self, columns: Sequence[str], where: Sequence[str]) -> str:
        table = self.fields.reading.table
        named = ", ".join([f"{_period(self.buckets)} AS b", f"{table}.{ACTOR} AS actor", *columns])
        return (
            f"SELECT {named} FROM {table}{self.joins}{_joined(self.buckets)}"
            f" WHERE {' AND '.join(where)} GROUP BY 1, 2"
        )

    def _of_leaf(self, leaf: Leaf) -> str:
        names = self._columns_of(leaf)
        if isinstance(leaf, Test):
            text = self.fields.read_sent(own_property(leaf)).text
            where = [*outside(until=self.whole.until, fields=self.fields), f"{text} IS NOT NULL"]
            order = order_of(text)
            newest = [f"arg_max({text}, {order}) AS {names[0]}", f"max({order}) AS {names[1]}"]
            return self._part(self._grouped(newest, where), names, names)
        if isinstance(leaf, Did):
            raise TypeError(leaf)
        number = self.fields.bindings.bind(leaf.members)
        columns = ", ".join(
            f"{'true' if name == names[0] else _NOTHING[name[0]]} AS {name}"
            for name in self._names()
        )
        return (
            f"SELECT 0 AS b, person, {columns} FROM {self.fields.reading.members}"
            f" WHERE list_id = {number}"
        )

    def _chosen(self, did: Did) -> str:
        inside = self.fields.inside(currency=self.whole.currencies.get(did))
        chosen = render_occurrence(did, fields=inside)
        if inside.persons_used and self.fields.reading.joins:
            self.joins = f" {self.fields.reading.joins}"
        return chosen

    # Moments

    def _size(self, place: int, end: int, moment: Membership) -> str:
        def holds(leaf: Leaf) -> str:
            names = self._columns_of(leaf)
            if isinstance(leaf, Test):
                held = worded(text=f"arg_max({names[0]}, {names[1]})")
                return f"coalesce({compare(held, leaf, self.fields.bindings)}, false)"
            if not isinstance(leaf, Did):
                return f"coalesce(bool_or({names[0]}), false)"
            within = self._within(moment.windows.get(leaf, (None, None)))
            since = f" FILTER (WHERE {within})" if within else ""
            sums = [f"sum({name}){since}" for name in names]
            if leaf.different:
                sums[0] = f"len({together_of(names[0], among=within)})"
            times = f"coalesce({sums[0]}, 0)"
            return render_deed(leaf, times=times, together=sums[-1], fields=self.fields)

        return (
            f"SELECT {place}, count(*) FROM (SELECT person FROM cells WHERE b < {end}"
            f" GROUP BY person HAVING {render_holds(self.condition, of=holds)})"
        )

    def _within(self, window: tuple[datetime | None, datetime | None]) -> str:
        """Which cells count; what begins before the first event begins with it."""
        bounds, (since, until) = self.plan.periods.bounds, window
        said = []
        if since is not None and since > self.plan.first:
            said.append(f"b >= {bounds.index(since)}")
        if until is not None:
            said.append(f"b < {bounds.index(until) if until > self.plan.first else 0}")
        return " AND ".join(said)


_NOTHING = {
    "n": "CAST(NULL AS BIGINT)",
    "d": "CAST(NULL AS VARCHAR[])",
    "s": "CAST(NULL AS DECIMAL(38, 6))",
    "t": "CAST(NULL AS VARCHAR)",
    "k": "CAST(NULL AS HUGEINT)",
    "f": "CAST(NULL AS BOOLEAN)",
}


def _period(buckets: Buckets) -> str:
    return buckets.slot if buckets.table is None else "slots.b"


def _joined(buckets: Buckets) -> str:
    if buckets.table is None:
        return ""
    kind, sign = ("ASOF JOIN", ">=") if buckets.search else ("JOIN", "=")
    return f" {kind} slots ON {buckets.slot} {sign} slots.slot"
