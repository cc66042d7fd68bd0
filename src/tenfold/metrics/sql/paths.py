"""Paths: one list of events a person, each path in it as one number, persons with equal paths once.

    events -> lists -> the paths of a person -> persons alike -> edges -> edges of what is shown

Every event has a place of six bits that says which of the most frequent labels it is, so that a
path of ten events fits into one number, and hundreds of thousands of persons into few rows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.eventlog.store import Reading
from tenfold.metrics.definitions import Paths
from tenfold.metrics.sql.fields import AT, NAME, Bindings, Fields, Statement, needed_properties
from tenfold.metrics.sql.lists import ACTOR, Listing
from tenfold.metrics.sql.scope import Scope, render_instant, render_occurrence, render_scope

EDGE, WHOLE = range(2)
ENDED, OTHER = 0, 63
"""Places that stand for no event at all, and for every label that has no place of its own."""

MOST_LABELS = 62
_BITS = 6
_MASK = (1 << _BITS) - 1
_ONCE_LONG = 10  # steps that the engine's fast numbers do not hold together with the beginning
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PathsPlan:
    """A question whose time has been settled. Paths are those whose event lies in [start, end).

    labels  the labels that have a place, the first has place 1
    shown   how many of them are shown of each step
    """

    definition: Paths
    start: datetime
    end: datetime
    labels: tuple[str, ...]
    shown: int
    internal: bool
    currency: str | None


@dataclass(frozen=True, slots=True)
class EdgePart:
    """The paths that lead from one of some places to one of others, so many steps on."""

    step: int
    sources: tuple[int, ...] | None
    targets: tuple[int, ...] | None


def properties_of_paths(*, definition: Paths) -> tuple[str, ...]:
    """Return the sent properties that paths read, sorted."""
    ends = [one for one in (definition.after, definition.before) if one is not None]
    where = [*definition.where, *(test for one in ends for test in one.where)]
    shown = () if definition.show is None else (definition.show,)
    return needed_properties(measures=(), where=where, breakdown=shown)


def render_path_labels(*, plan: PathsPlan, reading: Reading) -> Statement:
    """Return the statement for the labels that get a place: label, events; most frequent first."""
    return _Renderer(plan, reading).render_labels()


def render_edges(*, plan: PathsPlan, reading: Reading) -> Statement:
    """Return the statement for all edges.

    Columns: what (EDGE or WHOLE), step (counted from the event), source and target (places),
    persons, times (of WHOLE: events that were looked at).
    """
    return _Renderer(plan, reading).render_edges()


def render_path_persons(
    *, plan: PathsPlan, part: EdgePart | None, limit: int, reading: Reading
) -> Statement:
    """Return the statement for who is behind an edge (None: behind all paths).

    Columns: person, paths, when the newest of them began (UTC), how many persons there are.
    """
    return _Renderer(plan, reading).render_persons(part, limit)


class _Renderer:
    """Holds what the steps of rendering share. Used once."""

    def __init__(self, plan: PathsPlan, reading: Reading) -> None:
        self.plan = plan
        self.definition = plan.definition
        self.reading = reading
        self.bindings = Bindings()
        self.fields = Fields(reading=reading, bindings=self.bindings, currency=plan.currency)
        self.backwards = self.definition.before is not None
        self.gap = self.definition.gap.length // _MICROSECOND
        self.kept = "BIGINT" if self.definition.steps < _ONCE_LONG else "HUGEINT"
        self.anchor = self._anchor()
        self.label = self._label()
        self.where = self._where()
        # A filter on persons needs to know the person of every event.
        self.early = self.fields.persons_used and bool(reading.joins)
        self.source = f"{reading.table} {reading.joins}" if self.early else reading.table

    def _anchor(self) -> str:
        """Whether a path begins (or ends) with an event; of visits their place tells."""
        end = self.definition.before or self.definition.after
        return "true" if end is None else render_occurrence(end, fields=self.fields) or "true"

    def _label(self) -> str:
        """An event without the property is not followed; one that paths begin with has its name."""
        if self.definition.show is None:
            return NAME
        said = self.fields.read(self.definition.show).text
        return f"coalesce({said}, CASE WHEN {self.anchor} THEN {NAME} END)" if self._at else said

    @property
    def _at(self) -> bool:
        return self.definition.after is not None or self.backwards

    def _where(self) -> str:
        plan, gap = self.plan, self.definition.gap.length
        followed = self.definition.steps * gap
        ahead = followed if self.backwards else timedelta(0) if self._at else gap + _MICROSECOND
        start = plan.start - ahead
        end = plan.end if self.backwards else plan.end + followed
        scope = Scope(self.definition.where, start, end, plan.internal)
        conditions = [f"{ACTOR} IS NOT NULL", *render_scope(scope, fields=self.fields)]
        if self.definition.show is not None:
            conditions.append(f"{self.label} IS NOT NULL")
        return " AND ".join(conditions)

    def render_labels(self) -> Statement:
        """See `render_path_labels`. Whatever is called “other” is among the others."""
        text = (
            f"SELECT {self.label} AS label, count(*) AS events FROM {self.source}"
            f" WHERE {self.where} AND {self.label} <> 'other' GROUP BY label"
            f" ORDER BY events DESC, label LIMIT {MOST_LABELS}"
        )
        return self.bindings.statement(f"{self.fields.with_steps([])} {text}".lstrip())

    # From events to paths

    def _listing(self) -> Listing:
        known = ", ".join(self.bindings.bind(label) for label in self.plan.labels)
        place = f"coalesce(list_position([{known}], {self.label}), {OTHER})" if known else OTHER
        instants = (self.plan.start, self.plan.end)
        start, end = (render_instant(one, fields=self.fields) for one in instants)
        asked = f"{AT} >= {start} AND {AT} < {end} AND {self.anchor}"
        x = f"epoch_us({AT}) * {2 << _BITS} + {place} * 2 + CASE WHEN {asked} THEN 1 ELSE 0 END"
        who = self.reading.person if self.early else f"{self.reading.table}.{ACTOR}"
        return Listing(
            reading=self.reading,
            rows=f"SELECT {who} AS actor, {x} AS x FROM {self.source} WHERE {self.where}",
            keys=(),
            counted="count(*)",
            late=bool(self.reading.joins) and not self.early,
        )

    def _paths(self) -> list[str]:
        """Common table expressions; the last is paths(person, l, n, w), a number a path."""
        ordered = "list_reverse_sort(l)" if self.backwards else "list_sort(l)"
        begins = "(x & 1) = 1"
        if not self._at:
            begins += f" AND coalesce({_time('x')} - {_time('l[i - 1]')} > {self.gap}, true)"
        word = f"{_place('x')}::{self.kept} + {1 << _BITS} * ({self._following(1)})"
        found = f"list_transform(l, lambda x, i: CASE WHEN {begins} THEN {word} END)"
        return [
            *self._listing().steps(),
            (
                f"walked AS (SELECT person, l, n, {found} AS w"
                f" FROM (SELECT person, n, {ordered} AS l FROM lists))"
            ),
        ]

    def _following(self, at: int) -> str:
        """The places from there on, each six bits above the one before it."""
        if at > self.definition.steps:
            return "0"
        earlier, later = f"l[i + {at - 1}]", f"l[i + {at}]"
        if self.backwards:
            earlier, later = later, earlier
        near = f"{_time(later)} - {_time(earlier)} <= {self.gap}"
        here = f"{_place(f'l[i + {at}]')}::{self.kept}"
        rest = self._following(at + 1)
        further = here if rest == "0" else f"{here} + {1 << _BITS} * ({rest})"
        return f"CASE WHEN {near} THEN {further} ELSE 0 END"

    # Edges

    def render_edges(self) -> Statement:
        """See `render_edges`."""
        kept = "list_sort(list_filter(w, lambda p: p IS NOT NULL))"
        steps = [
            *self._paths(),
            f"persons AS (SELECT n, {kept} AS w FROM walked)",
            # Whoever has no path is left out afterwards: a filter here would make all paths anew.
            (
                "alike AS MATERIALIZED (SELECT row_number() OVER () AS i, w, persons, events FROM"
                " (SELECT w, count(*) AS persons, sum(n)::BIGINT AS events FROM persons GROUP BY w))"
            ),
            (
                "followed AS MATERIALIZED (SELECT i, persons, p, count(*) AS times FROM"
                " (SELECT i, persons, unnest(w) AS p FROM alike) GROUP BY i, persons, p)"
            ),
            f"steps AS MATERIALIZED ({self._steps()})",
            f"shown AS MATERIALIZED ({self._shown()})",
            f"edges AS ({self._folded()})",
        ]
        return self.bindings.statement(
            f"{self.fields.with_steps(steps)} SELECT {EDGE} AS what, step, source, target,"
            " sum(persons)::BIGINT, sum(times)::BIGINT FROM edges GROUP BY step, source, target"
            f" UNION ALL SELECT {WHOLE}, 0, 0, 0, coalesce(sum(persons), 0)::BIGINT,"
            " coalesce(sum(events), 0)::BIGINT FROM alike WHERE len(w) > 0"
        )

    def _steps(self) -> str:
        """For persons alike and each step: from where, to where, how often all of them."""
        every = " UNION ALL ".join(
            f"SELECT i, persons, {step} AS step, {_part('p', step - 1)} AS source,"
            f" {_part('p', step)} AS target, times FROM followed"
            f" WHERE (p >> {_BITS * (step - 1)}) > 0"
            for step in range(1, self.definition.steps + 1)
        )
        return (
            "SELECT i, persons, step, source, target, sum(times * persons)::BIGINT AS times"
            f" FROM ({every}) GROUP BY i, persons, step, source, target"
        )

    def _shown(self) -> str:
        """The most frequent places of each step; 0 is that of the event itself."""
        return (
            "SELECT step, place FROM ("
            "SELECT step, target AS place, sum(times) AS times FROM steps GROUP BY step, target"
            " UNION ALL SELECT 0, source, sum(times) FROM steps WHERE step = 1 GROUP BY source)"
            f" WHERE place NOT IN ({ENDED}, {OTHER}) QUALIFY row_number() OVER"
            f" (PARTITION BY step ORDER BY times DESC, place) <= {self.plan.shown}"
        )

    def _folded(self) -> str:
        """The same with all that is not shown as one; persons once for each edge."""
        source, target = (
            f"CASE WHEN {end} = {ENDED} THEN {ENDED} WHEN {table}.place IS NULL THEN {OTHER}"
            f" ELSE {end} END"
            for end, table in (("source", "origin"), ("target", "aim"))
        )
        return (
            f"SELECT i, persons, steps.step, {source} AS source, {target} AS target,"
            " sum(times) AS times FROM steps"
            " LEFT JOIN shown AS origin ON origin.step = steps.step - 1"
            " AND origin.place = steps.source"
            " LEFT JOIN shown AS aim ON aim.step = steps.step AND aim.place = steps.target"
            " GROUP BY ALL"
        )

    # Persons

    def render_persons(self, part: EdgePart | None, limit: int) -> Statement:
        """See `render_path_persons`."""
        steps = [
            *self._paths(),
            "begun AS (SELECT person, unnest(w) AS p, unnest(l) AS x FROM walked)",
        ]
        condition = "p IS NOT NULL" if part is None else _is_on(part)
        at = f"make_timestamp({_time('max(x)')})"
        text = (
            f"SELECT person, count(*) AS n, {at} AS last_at, count(*) OVER () FROM begun"
            f" WHERE {condition} GROUP BY person ORDER BY n DESC, last_at DESC, person"
            f" LIMIT {limit}"
        )
        return self.bindings.statement(f"{self.fields.with_steps(steps)} {text}")


def _time(x: str) -> str:
    return f"({x} >> {_BITS + 1})"


def _place(x: str) -> str:
    return f"(({x} >> 1) & {_MASK})"


def _part(path: str, step: int) -> str:
    return f"(({path} >> {_BITS * step}) & {_MASK})::INTEGER"


def _is_on(part: EdgePart) -> str:
    alive = f"(p >> {_BITS * (part.step - 1)}) > 0"
    ends = ((part.step - 1, part.sources), (part.step, part.targets))
    chosen = [
        f"list_contains({list(places)}::INTEGER[], {_part('p', step)})"
        for step, places in ends
        if places is not None
    ]
    return " AND ".join([alive, *chosen])
