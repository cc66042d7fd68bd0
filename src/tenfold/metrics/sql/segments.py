"""Who is in a segment, as SQL.

    SELECT person FROM (SELECT "actor" AS person, count(*) FILTER (…) AS n0, … GROUP BY person)
    WHERE n0 >= 2 AND n1 = 0

The log is read once for all that a segment asks of what persons did. Only events that matter are
read, unless somebody who did none of it could be in the segment: then everybody who was seen is
looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tenfold.metrics.definitions import Condition, Did, Joined, Lacks, Listed, Sum, Test
from tenfold.metrics.definitions.segments import adds_up, own_property
from tenfold.metrics.sql.conditions import NEWEST, compare, stated
from tenfold.metrics.sql.fields import ACTOR, AT, NAME, Fields
from tenfold.metrics.sql.measures import statistics
from tenfold.metrics.sql.newest import outside
from tenfold.metrics.sql.scope import any_of, render_instant, render_occurrence

Leaf = Did | Test | Listed


@dataclass(frozen=True, slots=True)
class Membership:
    """Whom to find: a condition in which no other segment is named, at one moment.

    windows     when each of its `Did`s counts, [since, up to); left out or None: not bounded
    currencies  for each of its `Did`s, the currency of what says none; None: nothing is money
    """

    of: Condition
    until: datetime | None
    windows: Mapping[Did, tuple[datetime | None, datetime | None]]
    currencies: Mapping[Did, str | None]


def render_members(*, membership: Membership, fields: Fields) -> str:
    """Return a SELECT of the persons (person, no NULL, each once) for whom the condition holds."""
    return _Renderer(membership, fields).render()


def leaves_of(one: Condition) -> Iterator[Leaf]:
    """Yield what a condition is made of; of tests the form without a "not"."""
    if isinstance(one, Joined):
        for part in one.of:
            yield from leaves_of(part)
    elif isinstance(one, Lacks):
        yield from leaves_of(one.of)
    elif isinstance(one, Test):
        yield stated(one)
    elif isinstance(one, Did | Listed):
        yield one
    else:
        raise TypeError("a segment is named: put its condition in its place first")


def is_anchored(one: Condition, *, negated: bool = False) -> bool:
    """Return whether only somebody for whom a leaf holds can be in it.

    Of "bought and did not complain" it is so; of "did not complain" it is not.
    """
    if isinstance(one, Lacks):
        return is_anchored(one.of, negated=not negated)
    if isinstance(one, Joined):
        parts = [is_anchored(part, negated=negated) for part in one.of]
        return any(parts) if one.every is not negated else all(parts)
    if isinstance(one, Test):
        return negated is (stated(one).op is not one.op)
    return not negated


def render_holds(one: Condition, *, of: Callable[[Leaf], str], negated: bool = False) -> str:
    """Return whether a condition holds, from what `of` says of each leaf (never NULL)."""
    if isinstance(one, Lacks):
        return render_holds(one.of, of=of, negated=not negated)
    if isinstance(one, Joined):
        parts = [render_holds(part, of=of, negated=negated) for part in one.of]
        return "(" + (" AND " if one.every is not negated else " OR ").join(parts) + ")"
    if isinstance(one, Test):
        negated ^= stated(one).op is not one.op
        one = stated(one)
    if not isinstance(one, Did | Test | Listed):
        raise TypeError(one)
    return f"NOT ({of(one)})" if negated else of(one)


def times_column(did: Did, *, place: int) -> str:
    """Return the column of how often: a number (n), or a list of what was different (d)."""
    return f"d{place}" if did.different else f"n{place}"


def times_of(did: Did, *, chosen: str, fields: Fields) -> str:
    """Return the aggregate of how often, or of what was different, over the events `chosen`.

    "" where all events are.
    """
    if did.different is None:
        return f"count(*){f' FILTER (WHERE {chosen})' if chosen else ''}"
    value = fields.read(did.different).text
    said = [f"{value} IS NOT NULL", *([chosen] if chosen else [])]
    return f"list(DISTINCT {value}) FILTER (WHERE {' AND '.join(said)})"


def together_of(lists: str, *, among: str = "") -> str:
    """Return one list of what is different in a column of lists, of the rows `among`; "": of all."""
    some = [f"{lists} IS NOT NULL", *([among] if among else [])]
    return f"list_distinct(flatten(list({lists}) FILTER (WHERE {' AND '.join(some)})))"


def render_deed(did: Did, *, times: str, together: str, fields: Fields) -> str:
    """Return whether so often, and so much together, is what was asked."""
    bind = fields.bindings.bind
    said = [f"{times} >= {bind(did.at_least)}"]
    if did.at_most is not None:
        said.append(f"{times} <= {bind(did.at_most)}")
    for bound, sign in ((did.least_sum, ">="), (did.most_sum, "<=")):
        if bound is not None:
            said.append(f"coalesce({together}, 0) {sign} {bind(float(bound))}")
    return "(" + " AND ".join(said) + ")"


def sum_of(did: Did, *, fields: Fields) -> str:
    """Return the aggregate of what is added up over the events of a `Did`."""
    added = Sum(event=did.event, where=did.where, property=did.property)
    return statistics(added, fields=fields, look_at_currencies=False)[0].raw


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, membership: Membership, fields: Fields) -> None:
        self.membership = membership
        self.fields = fields
        # By their text, because Python takes 1 and True for equal.
        self.leaves = list({repr(leaf): leaf for leaf in leaves_of(membership.of)}.values())
        self.places = {repr(leaf): place for place, leaf in enumerate(self.leaves)}
        self.did = [leaf for leaf in self.leaves if isinstance(leaf, Did)]
        self.anchored = is_anchored(membership.of)
        self.joins = ""
        self.chosen = [self._condition_of(one) for one in self.did]

    def render(self) -> str:
        holds = render_holds(self.membership.of, of=self._holds)
        return f"SELECT person FROM ({self._persons()}) WHERE {holds}"

    # What each person did and is

    def _persons(self) -> str:
        """One row a person, with a column (or two) for each leaf."""
        others = [self._flagged(leaf) for leaf in self.leaves if not isinstance(leaf, Did)]
        scanned = bool(self.did) or not self.anchored
        if scanned and not others and not self.fields.reading.joins:
            return self._by_id("person")
        parts = [self._by_person(), *others] if scanned else others
        merged = [f"{_merge(name)} AS {name}" for name in self._names()]
        columns = ", ".join(["person", *merged])
        return f"SELECT {columns} FROM ({' UNION ALL '.join(parts)}) GROUP BY person"

    def _names(self) -> list[str]:
        return [name for leaf in self.leaves for name in self._columns_of(leaf)]

    def _columns_of(self, leaf: Leaf) -> list[str]:
        place = self.places[repr(leaf)]
        if not isinstance(leaf, Did):
            return [f"f{place}"]
        times = times_column(leaf, place=place)
        return [times, f"s{place}"] if adds_up(leaf) else [times]

    def _by_id(self, name: str) -> str:
        """One row an id: how often, and how much together, for each `Did`."""
        table, counted = self.fields.reading.table, []
        for leaf, chosen in zip(self.did, self.chosen, strict=True):
            alone = self.anchored and len(set(self.chosen)) == 1
            some = "" if alone else chosen
            times, *together = self._columns_of(leaf)
            counted.append(f"{times_of(leaf, chosen=some, fields=self.fields)} AS {times}")
            filtered = f" FILTER (WHERE {some})" if some else ""
            added = sum_of(leaf, fields=self.fields)
            counted += [f"{added}{filtered} AS {column}" for column in together]
        columns_sql = ", ".join([f"{table}.{ACTOR} AS {name}", *counted])
        return (
            f"SELECT {columns_sql} FROM {table}{self.joins}"
            f" WHERE {' AND '.join(self._where())} GROUP BY {table}.{ACTOR}"
        )

    def _by_person(self) -> str:
        reading = self.fields.reading
        columns = [*self._did_columns(), *(f"false AS {name}" for name in self._flags())]
        return (
            f"SELECT {', '.join([f'{reading.person} AS person', *columns])}"
            f" FROM ({self._by_id('actor')}) AS {reading.table} {reading.joins}"
        )

    def _flagged(self, leaf: Leaf) -> str:
        """The persons of whom a test holds, or who are on a list."""
        place = self.places[repr(leaf)]
        nothing = [f"{'0' if name[0] == 'n' else 'NULL'} AS {name}" for name in self._did_columns()]
        flags = [f"{str(name == f'f{place}').lower()} AS {name}" for name in self._flags()]
        return f"SELECT {', '.join(['person', *nothing, *flags])} FROM ({self._whose(leaf)})"

    def _whose(self, leaf: Leaf) -> str:
        if isinstance(leaf, Listed):
            number = self.fields.bindings.bind(leaf.members)
            return f"SELECT person FROM {self.fields.reading.members} WHERE list_id = {number}"
        if not isinstance(leaf, Test):
            raise TypeError(leaf)
        table = self.fields.newest_of(own_property(leaf))
        condition = compare(NEWEST, leaf, self.fields.bindings)
        return f"SELECT person FROM {table}_persons WHERE {condition}"

    def _did_columns(self) -> list[str]:
        return [name for name in self._names() if name[0] != "f"]

    def _flags(self) -> list[str]:
        return [name for name in self._names() if name[0] == "f"]

    # Which events

    def _where(self) -> list[str]:
        conditions = outside(until=self.membership.until, fields=self.fields)
        if self.anchored and all(self.chosen):
            conditions += [*self._bounds(), any_of(self.chosen)]
        return conditions

    def _bounds(self) -> list[str]:
        """What all alternatives have in common, said apart: the engine skips by it."""
        names = {one.event for one in self.did}
        starts = [self.membership.windows.get(one, (None, None))[0] for one in self.did]
        found = []
        if len(self.did) > 1 and None not in names:
            bound = [self.fields.bindings.bind(name) for name in sorted(map(str, names))]
            found.append(f"{NAME} IN ({', '.join(bound)})")
        known = [start for start in starts if start is not None]
        if len(self.did) > 1 and len(known) == len(starts):
            found.append(f"{AT} >= {render_instant(min(known), fields=self.fields)}")
        return found

    def _condition_of(self, did: Did) -> str:
        """Return the condition of the events that count; "" where any does."""
        inside = self.fields.inside(currency=self.membership.currencies.get(did))
        conditions = [render_occurrence(did, fields=inside)]
        window = self.membership.windows.get(did, (None, None))
        for bound, sign in zip(window, (">=", "<"), strict=True):
            if bound is not None:
                conditions.append(f"{AT} {sign} {render_instant(bound, fields=self.fields)}")
        if inside.persons_used and self.fields.reading.joins:
            self.joins = f" {self.fields.reading.joins}"
        return " AND ".join(one for one in conditions if one)

    def _holds(self, leaf: Leaf) -> str:
        if not isinstance(leaf, Did):
            return self._columns_of(leaf)[0]
        times, *together = self._columns_of(leaf)
        if leaf.different:
            times = f"coalesce(len({times}), 0)"
        return render_deed(
            leaf, times=times, together=together[0] if together else "", fields=self.fields
        )


_MERGE = {"n": "sum", "s": "sum", "f": "bool_or"}


def _merge(name: str) -> str:
    """How the columns of several ids of a person become one."""
    return together_of(name) if name[0] == "d" else f"{_MERGE[name[0]]}({name})"
