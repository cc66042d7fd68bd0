"""Conversion: one list of events a person (and period), the best chain in it, then a few counts.

    events -> rows (id, period, number) -> lists -> walked -> chains -> counts

Each period is asked for by itself: an event that may be a later step is also in the lists of the
earlier periods from whose end it is not further away than the window.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import prod

from tenfold.eventlog.store import Reading
from tenfold.kit.clock import to_micros
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Occurrence, Order
from tenfold.metrics.sql.buckets import make_buckets
from tenfold.metrics.sql.chains import Killing, Walk, walk_ordered, walk_strict, walk_unordered
from tenfold.metrics.sql.conversion_plan import (
    PERIOD,
    TIMES,
    UNREACHED,
    WHOLE,
    ConversionPlan,
    Part,
)
from tenfold.metrics.sql.fields import AT, Bindings, Fields, Statement
from tenfold.metrics.sql.lists import ACTOR, Listing
from tenfold.metrics.sql.packing import Packing
from tenfold.metrics.sql.scope import (
    Scope,
    any_of,
    render_instant,
    render_occurrence,
    render_scope,
)

_ANY = "true"
_MICROSECOND = timedelta(microseconds=1)


def render_labels(*, plan: ConversionPlan, top: int, reading: Reading) -> Statement:
    """Return the statement for the largest groups: values…, events of the step that says them."""
    return _Renderer(plan, reading).render_labels(top)


def render_counts(*, plan: ConversionPlan, reading: Reading) -> Statement:
    """Return the statement for the numbers of all groups and periods.

    Columns: what (WHOLE, PERIOD or TIMES), b (the period; of TIMES the step that was taken, counted
    from 2; 0: from the first to the last), group (its number, or UNREACHED), level (how many steps
    were taken), persons, how many of them may still go on, events, quartiles (of TIMES: three
    numbers of microseconds; None where nobody did).
    """
    return _Renderer(plan, reading).render_counts()


def render_persons(*, plan: ConversionPlan, part: Part, limit: int, reading: Reading) -> Statement:
    """Return the statement for who is behind a part: person, events, newest (in UTC), all of them.

    The first `limit` of them, those with the most events first.
    """
    return _Renderer(plan, reading).render_persons(part, limit)


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, plan: ConversionPlan, reading: Reading) -> None:
        self.plan = plan
        self.definition = plan.definition
        self.reading = reading
        self.bindings = Bindings()
        self.fields = Fields(reading=reading, bindings=self.bindings, currency=plan.currency)
        self.steps = [self._condition(one) for one in self.definition.steps]
        self.excluded = [self._condition(one) for one in self.definition.exclude]
        self.label_columns = [self.fields.read(name).text for name in plan.breakdown]
        held = self.definition.hold
        self.held = None if held is None else self.fields.read(held).text
        self.where = self._where()
        self.packing = self._packing()
        # A filter on persons needs to know the person of every event.
        self.early = self.fields.persons_used and bool(reading.joins)
        self.source = f"{reading.table} {reading.joins}" if self.early else reading.table
        self.slots: str | None = None
        self.named = False

    def _condition(self, occurrence: Occurrence) -> str:
        return render_occurrence(occurrence, fields=self.fields) or _ANY

    def _where(self) -> str:
        plan, every = self.plan, [*self.steps, *self.excluded]
        scope = Scope(self.definition.where, plan.start, plan.until, plan.internal)
        conditions = [f"{ACTOR} IS NOT NULL", *render_scope(scope, fields=self.fields)]
        if self.definition.order is not Order.STRICT and _ANY not in every:
            conditions.append(any_of(every))
        if self.held is not None:
            conditions.append(f"{self.held} IS NOT NULL")
        return " AND ".join(conditions)

    def _packing(self) -> Packing:
        plan, conditions = self.plan, tuple(dict.fromkeys(self.steps))
        window = self.definition.within.length // _MICROSECOND
        origin = to_micros(at=plan.start) - window - 1
        return Packing(
            origin=origin,
            longest=to_micros(at=plan.until) - origin,
            window=window,
            conditions=conditions,
            apart=self._are_apart() or self.definition.order is Order.UNORDERED,
            steps=tuple(conditions.index(one) for one in self.steps),
            exclusions=tuple(dict.fromkeys(self.excluded)),
            marked=plan.periods is not None or plan.end <= plan.newest,
            labels=prod(len(values) + 2 for values in plan.labels),
        )

    def _are_apart(self) -> bool:
        """Whether no event can be two different steps, as far as its name says."""
        named = dict(zip(self.steps, (one.event for one in self.definition.steps), strict=True))
        names = list(named.values())
        return None not in names and len(set(names)) == len(names)

    # From events to lists

    @property
    def keys(self) -> tuple[str, ...]:
        """What a person has a list for each of."""
        by_period = () if self.plan.periods is None else ("b",)
        return by_period if self.held is None else (*by_period, "held")

    def _listing(self) -> Listing:
        periods = self.plan.periods
        return Listing(
            reading=self.reading,
            rows=self._rows() if periods is None else self._rows_of_periods(periods),
            keys=self.keys,
            counted="count(*)" if periods is None else "count(*) FILTER (WHERE own)",
            late=bool(self.reading.joins) and not self.early,
        )

    def _rows(self) -> str:
        return f"SELECT {self._who()}, {self._number()} AS x FROM {self.source} WHERE {self.where}"

    def _rows_of_periods(self, periods: Periods) -> str:
        """Each event in its period, and where it may be a later step, in those before it, too."""
        held = "" if self.held is None else ", held"
        last, first = (self._find_period(periods, name) for name in ("own_slot", "first_slot"))
        return (
            f"SELECT actor{held}, b, b = last AS own, {self.packing.unmarked('x', 'b < last')} AS x"
            " FROM (SELECT *, unnest(range(first, last + 1)) AS b FROM ("
            f"SELECT {self._who()}, {self._number()} AS x, {last.number} AS last,"
            f" CASE WHEN {self._follows()} THEN {first.number} ELSE {last.number} END AS first"
            f" FROM {self.source}{last.join}{first.join} WHERE {self.where}))"
        )

    def _find_period(self, periods: Periods, name: str) -> "_Found":
        """The period of an event, or the earliest from whose end it is not too far away."""
        at = AT if name == "own_slot" else f"{AT} - to_microseconds({self.packing.window})"
        low, high = (f"make_timestamp({to_micros(at=periods.bounds[n])})" for n in (0, -1))
        at = f"least(greatest({at}, {low}), {high} - to_microseconds(1))"
        buckets = make_buckets(periods, bindings=self.bindings, at=at)
        if buckets.table is None:
            return _Found(buckets.slot, "")
        self.slots = buckets.table
        kind, sign = ("ASOF JOIN", ">=") if buckets.search else ("JOIN", "=")
        return _Found(f"{name}.b", f" {kind} slots AS {name} ON {buckets.slot} {sign} {name}.slot")

    def _who(self) -> str:
        who = self.reading.person if self.early else f"{self.reading.table}.{ACTOR}"
        return f"{who} AS actor" + ("" if self.held is None else f", {self.held} AS held")

    def _number(self) -> str:
        begins = f"{AT} < {render_instant(self.plan.end, fields=self.fields)}"
        return self.packing.pack(at=AT, begins=begins, label=self._label())

    def _follows(self) -> str:
        """Whether an event may be anything but the beginning of a chain."""
        later = self.steps[1:] if self.definition.order is Order.ORDERED else [_ANY]
        rest = [*later, *self.excluded]
        return _ANY if _ANY in rest else any_of(rest)

    def _label(self) -> str:
        """The group of an event that says it, from the places of its values."""
        code = "0"
        for column, values in zip(self.label_columns, self.plan.labels, strict=True):
            known = ", ".join(self.bindings.bind(value) for value in values)
            place = f"coalesce(list_position([{known}], {column}), {len(values) + 1})"
            place = f"CASE WHEN {column} IS NULL THEN 0 ELSE {place if values else 1} END"
            code = f"({code}) * {len(values) + 2} + {place}" if code != "0" else place
        said = self.steps[self.definition.by_step - 1]
        return f"CASE WHEN {said} THEN {code} ELSE 0 END"

    # From lists to chains

    def _walk(self) -> Walk:
        packing = self.packing
        newest = to_micros(at=self.plan.newest) - packing.origin
        if self.definition.order is Order.STRICT:
            return walk_strict(packing, newest=newest)
        if self.definition.order is Order.UNORDERED:
            return walk_unordered(packing, newest=newest)
        kills = [
            Killing(packing.exclusions.index(condition), one.after, one.before or len(self.steps))
            for one, condition in zip(self.definition.exclude, self.excluded, strict=True)
        ]
        return walk_ordered(packing, kills=kills, newest=newest)

    def _chains(self) -> str:
        """The WITH clause that ends with chains and best: one row a person (and period).

        Only of single persons it is asked when they did something last: it costs a while.
        """
        walk, keys = self._walk(), "".join(f", {key}" for key in self.keys)
        steps = [
            *self._listing().steps(),
            (
                f"walked AS (SELECT *, {walk.state} AS state FROM"
                f" (SELECT person{keys}, n, {walk.l} AS l FROM lists))"
            ),
            (
                f"begun AS (SELECT person{keys}, n, l, state, best, {walk.level} AS level,"
                f" {walk.open} AS open, {walk.first} AS first"
                f" FROM (SELECT *, {walk.best} AS best FROM walked))"
            ),
            (
                f"taken AS (SELECT *, CASE WHEN level > 1 THEN {walk.taken} WHEN level = 1 THEN [first]"
                " END AS taken FROM begun)"
            ),
            (
                f"chains AS MATERIALIZED (SELECT person{keys}, n, level, first, taken,"
                f" open AND level < {len(self.steps)} AS open, {self._group()} AS code"
                f"{', list_max(l) AS newest' if self.named else ''} FROM taken)"
            ),
        ]
        if self.slots is not None:
            steps.insert(0, f"slots AS MATERIALIZED ({self.slots})")
        if self.held is not None:
            steps.append(f"of_values AS MATERIALIZED ({self._best_of_values()})")
        steps.append(f"best AS ({self._best()})")
        return self.fields.with_steps(steps)

    def _group(self) -> str:
        """The group that the chain's step says, where it was taken."""
        if not self.label_columns:
            return "0"
        step = self.definition.by_step - 1
        event = f"taken[{step + 1}]"
        if self.definition.order is Order.UNORDERED:
            same = self.packing.steps[: step + 1].count(self.packing.steps[step])
            one = self.packing.is_one("x", self.packing.steps[step])
            event = f"list_filter(taken, lambda x: {one})[{same}]"
        return f"coalesce({self.packing.label(event)}, {UNREACHED})"

    def _best_of_values(self) -> str:
        """Of the chains of the values of the held property, the best counts."""
        period = "" if self.plan.periods is None else ", b"
        return (
            f"SELECT person{period}, level, first, taken, code,"
            f" bool_or(open) OVER same AND level < {len(self.steps)} AS open,"
            " (sum(n) OVER same)::BIGINT AS n"
            f"{', max(newest) OVER same AS newest' if self.named else ''} FROM chains"
            f" WINDOW same AS (PARTITION BY person{period})"
            f" QUALIFY row_number() OVER (PARTITION BY person{period}"
            " ORDER BY level DESC, first DESC, held) = 1"
        )

    @property
    def finest(self) -> str:
        """Where there is one row a person and period."""
        return "chains" if self.held is None else "of_values"

    def _best(self) -> str:
        """One row a person: of the periods' chains the best, which is the best of all."""
        if self.plan.periods is None:
            return f"SELECT * FROM {self.finest}"
        ranked = f"level * {len(self.plan.periods.bounds)} + b"
        best = ", ".join(f"arg_max({one}, {ranked}) AS {one}" for one in ("code", "taken"))
        return (
            f"SELECT person, sum(n)::BIGINT AS n, max(level) AS level, {best},"
            f" bool_or(open) AND max(level) < {len(self.steps)} AS open"
            f"{', max(newest) AS newest' if self.named else ''} FROM {self.finest} GROUP BY person"
        )

    # What is asked of them

    def render_labels(self, top: int) -> Statement:
        """See `render_labels`."""
        said = self.steps[self.definition.by_step - 1]
        columns = ", ".join(self.label_columns)
        places = ", ".join(f"{n + 1} NULLS LAST" for n in range(len(self.label_columns)))
        text = (
            f"SELECT {columns}, count(*) AS events FROM {self.source} WHERE {self.where}"
            f" AND {said} GROUP BY {columns} ORDER BY events DESC, {places} LIMIT {top}"
        )
        return self.bindings.statement(f"{self.fields.with_steps([])} {text}".lstrip())

    def render_counts(self) -> Statement:
        """See `render_counts`."""
        shown = (
            "count(*) AS persons, count(*) FILTER (WHERE open) AS open,"
            " sum(n)::BIGINT AS events, NULL::DOUBLE[] AS quartiles"
        )
        parts = [
            f"SELECT {WHOLE} AS what, 0 AS b, code, level, {shown} FROM best GROUP BY code, level",
            (
                f"SELECT {TIMES}, unnest({[*range(2, len(self.steps) + 1), 0]}), 0, 0, 0, 0, 0,"
                f" unnest([{self._quartiles()}]) FROM best"
            ),
        ]
        if self.plan.periods is not None:
            parts.append(
                f"SELECT {PERIOD}, b, code, level, {shown} FROM {self.finest}"
                " GROUP BY b, code, level"
            )
        return self.bindings.statement(f"{self._chains()} {' UNION ALL '.join(parts)}")

    def _quartiles(self) -> str:
        last = len(self.steps)
        between = [(n, f"taken[{n - 1}]", f"taken[{n}]") for n in range(2, last + 1)]
        return ", ".join(
            f"quantile_cont({self.packing.time(until)} - {self.packing.time(since)},"
            f" [0.25, 0.5, 0.75]) FILTER (WHERE level >= {level})"
            for level, since, until in [*between, (last, "taken[1]", f"taken[{last}]")]
        )

    def render_persons(self, part: Part, limit: int) -> Statement:
        """See `render_persons`."""
        self.named = True
        conditions = [f"level BETWEEN {part.least} AND {part.most}"]
        if part.period is not None:
            conditions.append(f"b = {part.period}")
        if part.groups is not None:
            conditions.append(f"list_contains({list(part.groups)}::INTEGER[], code)")
        source = "best" if part.period is None else self.finest
        at = f"make_timestamp(({self.packing.time('newest')} + {self.packing.origin})::BIGINT)"
        text = (
            f"SELECT person, n, {at}, count(*) OVER () FROM {source}"
            f" WHERE {' AND '.join(conditions)} ORDER BY n DESC, newest DESC, person LIMIT {limit}"
        )
        return self.bindings.statement(f"{self._chains()} {text}")


@dataclass(frozen=True, slots=True)
class _Found:
    """The SQL of a period's number, and what must be joined for it."""

    number: str
    join: str
