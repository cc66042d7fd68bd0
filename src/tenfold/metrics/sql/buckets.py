"""Local time in SQL.

The calendar is reckoned in Python, once for a question: the bounds of the periods. In SQL an
instant becomes the number of its slot, the widest step of which all periods are whole multiples
(an hour, where clocks change by an hour), and a slot belongs to one period. Days and weeks, all
alike on the wall, are divided out instead, once the instant was moved by the offset of its season.
Either is an order of magnitude faster than the engine's own time zones, and exact as the bounds.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from math import gcd

from tenfold.kit.clock import to_micros
from tenfold.metrics.calendar import Periods
from tenfold.metrics.sql.fields import AT, Bindings

MAX_STRETCHES = 16
"""Seasons that are told apart in an expression; in more, slots are looked up."""

MAX_SLOTS = 1_000_000
"""More slots than that (bounds that are odd to the second, over decades): search instead."""


_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Buckets:
    """How to find the period of an event.

    slot    an expression over the event, equal for events of one slot
    table   SELECT slot, b: the periods of slots; None: a slot is a period
    search  the table holds the first instant of each period instead, to be searched
    """

    slot: str
    table: str | None
    search: bool = False

    @property
    def period(self) -> str:
        """The SQL of an event's period, counted from 0, once the table was joined."""
        return self.slot if self.table is None else "slots.b"

    def steps(self) -> list[str]:
        """Return the common table expression that `joined` refers to, if there is one."""
        return [] if self.table is None else [f"slots AS MATERIALIZED ({self.table})"]

    def joined(self) -> str:
        """Return what to put after the table of events; "" where nothing is needed."""
        if self.table is None:
            return ""
        kind, sign = ("ASOF JOIN", ">=") if self.search else ("JOIN", "=")
        return f" {kind} slots ON {self.slot} {sign} slots.slot"


def make_buckets(periods: Periods, *, bindings: Bindings, at: str = AT) -> Buckets:
    """Return the cheapest way that is right for these periods. `at`: the SQL of the instant."""
    found = _find_way(periods, at)
    if not found.starts:
        return Buckets(slot=found.slot, table=None)
    table = _searched if found.search else _mapped
    return Buckets(slot=found.slot, table=table(found.starts, bindings), search=found.search)


@dataclass(frozen=True, slots=True)
class _Way:
    """As `Buckets`; `starts`: the first slot of each period and the end, none without a table."""

    slot: str
    starts: tuple[int, ...] = ()
    search: bool = False


@lru_cache(maxsize=64)
def _find_way(periods: Periods, at: str) -> _Way:
    """Kept, because a page asks again for the same periods: to prove them even takes a while."""
    bounds = [to_micros(at=bound) for bound in periods.bounds]
    width = gcd(*(until - since for since, until in pairwise(bounds)))
    slots = tuple((bound - bounds[0]) // width for bound in bounds)
    slot = f"(epoch_us({at}) - {bounds[0]}) // {width}"
    if len(slots) == slots[-1] + 1:
        return _Way(slot)
    moved = _moved(periods, bounds, at)
    if moved is not None:
        return _Way(moved)
    if slots[-1] > MAX_SLOTS:
        return _Way(f"epoch_us({at})", tuple(bounds), search=True)
    return _Way(slot, slots)


def _moved(periods: Periods, bounds: list[int], at: str) -> str | None:
    """Return an expression for periods that are all as long on the wall; None where they are not.

    The number of the period grows evenly within a stretch of one offset, so that it is right
    everywhere if it is right on both sides of every bound and of every change of clocks.
    """
    stretches = [
        (to_micros(at=since), to_micros(at=until), offset // _MICROSECOND)
        for since, until, offset in periods.stretches()
    ]
    if len(stretches) > MAX_STRETCHES:
        return None
    origin = bounds[0] + stretches[0][2]
    length = bounds[1] + _offset_at(bounds[1], stretches) - origin
    edges = {*bounds[1:-1], *(since for since, _, _ in stretches[1:])}
    beside = {edge - before for edge in edges for before in (0, 1)}
    for instant in beside | {bounds[-1] - 1}:
        number = (instant + _offset_at(instant, stretches) - origin) // length
        if number != bisect_right(bounds, instant) - 1:
            return None
    cases = " ".join(
        f"WHEN {at} < make_timestamp({until}) THEN {offset - origin}"
        for _, until, offset in stretches[:-1]
    )
    last = stretches[-1][2] - origin
    shift = f"CASE {cases} ELSE {last} END" if cases else last
    return f"(epoch_us({at}) + {shift}) // {length}"


def _offset_at(instant: int, stretches: list[tuple[int, int, int]]) -> int:
    return next((offset for _, until, offset in stretches if instant < until), stretches[-1][2])


def _mapped(slots: tuple[int, ...], bindings: Bindings) -> str:
    return (
        "SELECT b, unnest(range(first_slot, end_slot)) AS slot FROM ("
        f"SELECT {unnested(slots[:-1], bindings)} AS first_slot,"
        f" {unnested(slots[1:], bindings)} AS end_slot,"
        f" unnest(range({len(slots) - 1})) AS b)"
    )


def _searched(bounds: tuple[int, ...], bindings: Bindings) -> str:
    return (
        f"SELECT {unnested(bounds[:-1], bindings)} AS slot, unnest(range({len(bounds) - 1})) AS b"
    )


def unnested(numbers: Iterable[int], bindings: Bindings) -> str:
    """Return what gives a row for each number.

    One text for all of them: the engine's client takes a millisecond for each item of a list.
    """
    joined = bindings.bind(",".join(map(str, numbers)))
    return f"unnest(CAST(string_split({joined}, ',') AS BIGINT[]))"
