"""Chains of steps in a person's list of events: how far, from when, and when each step was taken.

One pass over the sorted list, with a state of one number a step, finds the best chain: the one that
gets furthest, and of equally long ones that which begins latest. It, too, is one number: how many
steps it reached, then where it began. The events in it are then looked up from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.metrics.sql.packing import Packing


@dataclass(frozen=True, slots=True)
class Killing:
    """What is excluded: its condition ends chains that have taken [after, before) steps."""

    condition: int
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The SQL that finds the best chain, in stages; each may use what those before it are named.

    l      of `l`, the unsorted list: the list in the order in which it is walked
    state  of `l`
    best   of `state` and `l`; 0: there is no chain
    level  of `best`: how many steps were taken
    first  of `best` and `l`: the event that it began with
    taken  of all these: the events of its steps
    open   of `state` and `l`: whether a chain that is not at its end may go on after `newest`
    """

    l: str  # noqa: E741  the list's name in SQL
    state: str
    best: str
    level: str
    first: str
    taken: str
    open: str


def walk_ordered(packing: Packing, *, kills: Sequence[Killing], newest: int) -> Walk:
    """Other events may lie between. State: for each step the latest beginning that leads to it."""
    p, last = packing, len(packing.steps)
    start = {f"s{n}": f"0::{p.type}" for n in range(1, last + 1)}
    begun = f"{p.is_step('e.s1', 0)} AND {p.begins('e.s1')}"
    fields = {"s1": _next(p, 1, begun, "e.s1", kills)}
    for n in range(2, last + 1):
        extended = f"{p.is_step('e.s1', n - 1)} AND {p.within('e.s1', f'a.s{n - 1}')}"
        fields[f"s{n}"] = _next(p, n, extended, f"a.s{n - 1}", kills)
    best = _furthest(p, "state")
    if kills:  # what was reached stays so, also where the chain then ended
        start["best"] = f"0::{p.type}"
        fields["best"] = f"greatest(a.best, {_furthest(p, 'a')})"
        best = f"greatest(state.best, {best})"
    begun_last = f"greatest({', '.join(f'state.s{n}' for n in range(1, last))})"
    return Walk(
        l="list_sort(l)",
        state=_reduced(fields, start=start, source="l"),
        best=best,
        level=f"(best >> {p.bits})::INTEGER",
        first=f"best & {(1 << p.bits) - 1}",
        taken=_taken_between(p, kills) if kills else _taken(p),
        open=_is_open(p, begun_last, newest),
    )


def walk_strict(packing: Packing, *, newest: int) -> Walk:
    """No other event may lie between: the steps are neighbours in the list."""
    p, last = packing, len(packing.steps)
    level = str(last)
    for n in range(last - 1, 0, -1):
        ahead = f"l[i + {n}]"
        level = (
            f"CASE WHEN {p.is_step(ahead, n)} AND {p.within(ahead, 'x')} THEN {level} ELSE {n} END"
        )
    begun = f"{p.is_step('x', 0)} AND {p.begins('x')}"
    found = f"CASE WHEN {begun} THEN (({level})::{p.type} << {p.bits}) + x END"
    running = " OR ".join(_runs(p, n, newest) for n in range(1, last))
    # Of events that are alike in everything, a chain begins with the first that gets as far.
    place = "list_position(state, best)"
    return Walk(
        l="list_sort(l)",
        state=f"list_transform(l, lambda x, i: {found})",
        best="coalesce(list_max(state), 0)",
        level=f"(best >> {p.bits})::INTEGER",
        first=f"best & {(1 << p.bits) - 1}",
        taken=f"l[{place}:{place} + level - 1]",
        open=f"coalesce({running}, false)",
    )


def walk_unordered(packing: Packing, *, newest: int) -> Walk:
    """In any order, backwards. State: the next events of each condition, and the best so far."""
    p = packing
    needed = [p.steps.count(n) for n in range(len(p.conditions))]
    names = [(n, m) for n, count in enumerate(needed) for m in range(count)]
    first = "n0_0"
    start = {f"n{n}_{m}": p.never for n, m in names}
    start["best"] = f"0::{p.type}"
    event = f"e.{first}"
    fields = {}
    for n, m in names:
        moved = event if m == 0 else f"a.n{n}_{m - 1}"
        fields[f"n{n}_{m}"] = f"CASE WHEN {p.is_one(event, n)} THEN {moved} ELSE a.n{n}_{m} END"
    others = " + ".join(_counts(p, event, n, m, needed[n]) for n, m in names)
    chain = f"((1 + {others})::{p.type} << {p.bits}) + {event}"
    counted = f"CASE WHEN {p.begins(event)} THEN {chain} ELSE 0 END" if p.marked else chain
    fields["best"] = f"greatest(a.best, {counted})"
    newest_of_all = f"list_filter(l, lambda x: {p.begins('x')})[1]" if p.marked else "l[1]"
    return Walk(
        l="list_reverse_sort(l)",
        state=_reduced(fields, start=start, source="l"),
        best="state.best",
        level=f"(best >> {p.bits})::INTEGER",
        first=f"best & {(1 << p.bits) - 1}",
        taken=_taken_of_each(p, needed),
        open=f"coalesce({_is_open(p, newest_of_all, newest)}, false)",
    )


def _reduced(fields: dict[str, str], *, start: dict[str, str], source: str) -> str:
    """Return a pass over a list: `fields` say each field's next value, of `a` (before) and `e`.

    The event is the first field of `e`, because the engine wants both to be of one kind.
    """
    first, *others = start
    element = ", ".join([f"{first}: x", *(f"{name}: {start[name]}" for name in others)])
    initial = ", ".join(f"{name}: {value}" for name, value in start.items())
    following = ", ".join(f"{name}: {fields[name]}" for name in start)
    return (
        f"list_reduce(list_transform({source}, lambda x: {{{element}}}),"
        f" lambda a, e: {{{following}}}, {{{initial}}})"
    )


# Ordered


def _next(p: Packing, level: int, when: str, value: str, kills: Sequence[Killing]) -> str:
    excluding = [one.condition for one in kills if one.after <= level < one.before]
    ended = f" WHEN {p.excludes('e.s1', excluding)} THEN 0" if excluding else ""
    return f"CASE WHEN {when} THEN {value}{ended} ELSE a.s{level} END"


def _furthest(p: Packing, owner: str) -> str:
    cases = " ".join(
        f"WHEN {owner}.s{n} > 0 THEN ({n}::{p.type} << {p.bits}) + {owner}.s{n}"
        for n in range(len(p.steps), 0, -1)
    )
    return f"CASE {cases} ELSE 0 END"


def _is_open(p: Packing, begun: str, newest: int) -> str:
    return f"{begun} > 0 AND {p.time(f'({begun})')} + {p.window} > {newest}"


def _inside(p: Packing) -> str:
    """The part of the list that lies in the window of `first`."""
    return f"list_filter(l, lambda x: x >= first AND {p.within('x', 'first')})"


def _taken(p: Packing) -> str:
    """From the beginning, each next step is the first event that can be it."""
    last = len(p.steps)
    start = {f"t{n}": f"0::{p.type}" for n in range(1, last + 1)}
    fields = {"t1": "CASE WHEN a.t1 = 0 THEN e.t1 ELSE a.t1 END"}
    for n in range(2, last + 1):
        due = f"a.t{n} = 0 AND a.t{n - 1} > 0 AND {p.is_step('e.t1', n - 1)}"
        fields[f"t{n}"] = f"CASE WHEN {due} THEN e.t1 ELSE a.t{n} END"
    found = _reduced(fields, start=start, source=_inside(p))
    # Named by a list of one, so that the pass is made once.
    values = ", ".join(f"t.t{n}" for n in range(1, last + 1))
    return f"list_transform([{found}], lambda t: [{values}])[1][1:level]"


def _taken_between(p: Packing, kills: Sequence[Killing]) -> str:
    """The same where something may end a chain: chains are carried whole, and what was reached.

    c1, c2, …: the chain of so many steps that may go on; r1, r2, …: the first there was.
    """
    last = len(p.steps)
    none = f"[]::{p.type}[]"
    start = {"x": f"0::{p.type}"} | {f"{k}{n}": none for n in range(1, last + 1) for k in "cr"}
    fields = {"x": "a.x", "r1": "CASE WHEN len(a.r1) = 0 THEN [e.x] ELSE a.r1 END"}
    # Of events that are alike in everything, a chain may begin with the last.
    fields["c1"] = _carried(p, 1, "len(a.r1) = 0 OR e.x = a.r1[1]", "[e.x]", kills)
    for n in range(2, last + 1):
        due = f"len(a.c{n - 1}) > 0 AND {p.is_step('e.x', n - 1)}"
        longer = f"list_append(a.c{n - 1}, e.x)"
        fields[f"c{n}"] = _carried(p, n, f"len(a.c{n}) = 0 AND {due}", longer, kills)
        fields[f"r{n}"] = f"CASE WHEN len(a.r{n}) = 0 AND {due} THEN {longer} ELSE a.r{n} END"
    found = _reduced(fields, start=start, source=_inside(p))
    cases = " ".join(f"WHEN {n} THEN t.r{n}" for n in range(1, last + 1))
    return f"list_transform([{found}], lambda t: CASE level {cases} END)[1]"


def _carried(p: Packing, level: int, when: str, value: str, kills: Sequence[Killing]) -> str:
    excluding = [one.condition for one in kills if one.after <= level < one.before]
    ended = f" WHEN {p.excludes('e.x', excluding)} THEN []" if excluding else ""
    return f"CASE WHEN {when} THEN {value}{ended} ELSE a.c{level} END"


# Strict


def _runs(p: Packing, level: int, newest: int) -> str:
    """Whether the last events of the list are the first `level` steps."""
    begun = f"l[{-level}]"
    steps = [p.is_step(f"l[{n - level}]", n) for n in range(level)]
    within = [p.begins(begun), f"{p.time(begun)} + {p.window} > {newest}"]
    return f"(len(l) >= {level} AND {' AND '.join(steps + within)})"


# Unordered


def _counts(p: Packing, event: str, condition: int, place: int, needed: int) -> str:
    """1 where that event of the condition follows in time; the event itself takes one place."""
    within = p.within(f"a.n{condition}_{place}", event)
    if place == needed - 1:
        within = f"NOT ({p.is_one(event, condition)}) AND {within}"
    return f"({within})::TINYINT"


def _taken_of_each(p: Packing, needed: Sequence[int]) -> str:
    """In the window, the first events of each condition, as many as there are steps of it."""
    each = ", ".join(
        f"list_sort(list_filter(w, lambda x: {p.is_one('x', n)}))[1:{count}]"
        for n, count in enumerate(needed)
    )
    return f"list_transform([{_inside(p)}], lambda w: list_sort(flatten([{each}])))[1]"
