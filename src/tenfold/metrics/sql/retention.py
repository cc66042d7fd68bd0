"""Who began in which period, and in which later periods they came back: one SELECT.

The first step has a row for each person and period (`cells`), or for each person where the first
and the last period say all. From it come `starts`: who is in which cohort. Cohorts and how many of
them came back are counted from these.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Counting, Entry, Filter, Occurrence
from tenfold.metrics.sql.activity import GroupChosen
from tenfold.metrics.sql.cells import label_names
from tenfold.metrics.sql.fields import AT, Statement
from tenfold.metrics.sql.presence import Presence, filtered, render_behind
from tenfold.metrics.sql.ranking import placed, ranked, same_labels
from tenfold.metrics.sql.scope import Scope, any_of

COHORT, BACK, GROUP, GROUP_COHORT, GROUP_BACK, EVENTS = range(6)
"""The levels of rows; their columns are level, place, cohort, offset, count, and one for each label.

COHORT        `count` persons began in period `cohort`
BACK          of them, `count` came back `offset` periods later (rolling: did so last)
GROUP         the group at `place` has these labels
GROUP_COHORT  as COHORT, of the group at `place`
GROUP_BACK    as BACK, of the group at `place` and all its cohorts together
EVENTS        `count` events were looked at
"""


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """A question about coming back, whose time has been settled.

    since, until  the time in which cohorts begin and persons come back
    earlier       whether there may be events before it, which tell who is new
    longest       at most so many periods after the first; None: all
    """

    start: Occurrence
    back: Occurrence
    where: tuple[Filter, ...]
    periods: Periods
    since: datetime
    until: datetime
    earlier: bool
    of: Entry
    mode: Counting
    longest: int | None
    breakdown: tuple[str, ...]
    top: int
    internal: bool
    currency: str | None


@dataclass(frozen=True, slots=True)
class Members:
    """Some of those who began: of a cohort (None: of all), of a group.

    offset  None: all of them; else those who came back so many periods later
    stayed_away  instead those who did not, of cohorts that have that period
    """

    cohort: int | None
    offset: int | None
    stayed_away: bool
    group: GroupChosen


def render(*, plan: RetentionPlan, reading: Reading) -> Statement:
    """Return the statement for a plan; its rows are described beside `COHORT`."""
    return _Renderer(plan, reading).render()


def render_who(*, plan: RetentionPlan, members: Members, reading: Reading, limit: int) -> Statement:
    """Return the statement for the persons behind a number; its columns as `render_behind`."""
    exact = replace(plan, mode=Counting.EXACT)
    return _Renderer(exact, reading, listing=True).render_who(members, plan.mode, limit)


class _Renderer:
    """Holds what the steps of rendering share. Used once.

    s, r  the columns that say whether a cell has a start, a return; "" where every cell has one
    """

    def __init__(self, plan: RetentionPlan, reading: Reading, *, listing: bool = False) -> None:
        self.plan = plan
        self.listing = listing
        self.presence = self._make_presence(reading)
        self.start = self.presence.condition(plan.start)
        self.back = self.presence.condition(plan.back)
        alike = self.start == self.back
        self.s = "s" if self.start and not alike else ""
        self.r = "r" if self.back and not alike else ""
        self.either = [any_of([self.start, self.back])] if self.start and self.back else []
        self.names = label_names(len(plan.breakdown))
        self.rolling = plan.mode is Counting.ROLLING
        self.first = plan.of is Entry.FIRST
        self.whole = self.rolling and self.first

    def _make_presence(self, reading: Reading) -> Presence:
        plan = self.plan
        earlier = plan.earlier and plan.of is Entry.FIRST
        scope = Scope(
            where=plan.where,
            start=plan.since if plan.earlier and not earlier else None,
            end=plan.until,
            internal=plan.internal,
        )
        return Presence(
            scope=scope,
            periods=plan.periods,
            reading=reading,
            currency=plan.currency,
            since=plan.since if earlier else None,
        )

    def render(self) -> Statement:
        steps = [*self._persons(), *self._labelled(), f"back AS MATERIALIZED ({self._back()})"]
        return self.presence.statement(steps, " UNION ALL ".join(self._levels()))

    # Who began when

    def _persons(self) -> list[str]:
        if self.whole:
            return self._persons_at_once()
        return [
            f"cells AS MATERIALIZED ({self._cells()})",
            f"starts AS MATERIALIZED ({self._starts()})",
        ]

    def _cells(self) -> str:
        columns = [f"{self.presence.happened} AS n"]
        if self.s:
            columns.append(f"bool_or({self.start}) AS s")
        if self.r:
            columns.append(f"bool_or({self.back}) AS r")
        return self.presence.grouped(
            by=[f"{self.presence.person} AS person", f"{self.presence.period} AS b"],
            columns=[*columns, *self._times(), *self._listed()],
            where=self.either,
        )

    def _times(self) -> list[str]:
        """When the first start of a cell was: its event says the breakdown."""
        return [f"{filtered(f'min({AT})', self.start)} AS t"] if self.names else []

    def _listed(self) -> list[str]:
        if not self.listing:
            return []
        sides = (("started", self.start), ("returned", self.back))
        return [
            f"{filtered(aggregate, condition)} AS {side}_{name}"
            for side, condition in sides
            for name, aggregate in (("events", "count(*)"), ("at", f"max({AT})"))
        ]

    def _starts(self) -> str:
        where = f" WHERE {self.s}" if self.s else ""
        time = f", {'min(t)' if self.first else 't'} AS t" if self.names else ""
        if self.first:
            return (
                f"SELECT person, min(b) AS c{time} FROM cells{where}"
                " GROUP BY person HAVING min(b) >= 0"
            )
        if not self.rolling:
            return f"SELECT person, b AS c{time} FROM cells{where}"
        came = f" WHERE {self.r}" if self.r else ""
        last = f"SELECT person, max(b) AS m FROM cells{came} GROUP BY person"
        return f"SELECT person, b AS c, m{time} FROM cells LEFT JOIN ({last}) USING (person){where}"

    def _persons_at_once(self) -> list[str]:
        """One row for each person: whoever came back last in a period came back rolling before."""
        presence = self.presence
        cells = presence.of_persons(
            columns={
                "t": (filtered(f"min({AT})", self.start), "min"),
                "last": (filtered(f"max({AT})", self.back), "max"),
                "n": (presence.happened, "sum"),
            },
            where=self.either,
        )
        within = "" if presence.begins is None else f" AND t >= {presence.begins}"
        return [
            f"cells AS MATERIALIZED ({cells})",
            f"began AS ({presence.numbered('cells', instant='t', name='c')})",
            f"ended AS ({presence.numbered('began', instant='last', name='m')})",
            f"starts AS MATERIALIZED (SELECT * FROM ended WHERE t IS NOT NULL{within})",
        ]

    # Breakdown

    @property
    def members(self) -> str:
        """The step that says who began when, and in which group."""
        return "placed" if self.names else "starts"

    def _labelled(self) -> list[str]:
        if not self.names:
            return []
        return [
            f"labelled AS MATERIALIZED ({self._labels()})",
            f"ranked AS MATERIALIZED ({ranked(self.names, source='labelled', top=self.plan.top)})",
            f"placed AS MATERIALIZED ({placed(self.names, source='labelled', top=self.plan.top)})",
        ]

    def _labels(self) -> str:
        """What the first start says; of several at one moment the first by its text."""
        kept = ["person", "c", *(["m"] if self.rolling else [])]
        labels = self.presence.labels(self.plan.breakdown)
        pairs = zip(self.names, labels, strict=True)
        least = f"min({{{', '.join(f'{name!r}: {label}' for name, label in pairs)}}})"
        joined = f"JOIN starts ON starts.person = {self.presence.person} AND starts.t = {AT}"
        events = self.presence.events(self.start, joined=joined)
        own = ", ".join(f"starts.{name}" for name in kept)
        unpacked = ", ".join(f"said.{name} AS {name}" for name in self.names)
        return (
            f"SELECT {', '.join(kept)}, {unpacked}"
            f" FROM (SELECT {own}, {least} AS said {events} GROUP BY ALL)"
        )

    # Who came back

    def _back(self) -> str:
        keys = ["place", "c"] if self.names else ["c"]
        if self.rolling:
            counted = f"SELECT {', '.join(keys)}, m - c AS o, count(*) AS n FROM {self.members}"
            return f"{counted} WHERE m > c GROUP BY ALL"
        where = ["b > c", *([self.r] if self.r else [])]
        if self.plan.longest is not None:
            where.append(f"b - c <= {int(self.plan.longest)}")
        return (
            f"SELECT {', '.join(keys)}, b - c AS o, count(*) AS n"
            f" FROM cells JOIN {self.members} USING (person) WHERE {' AND '.join(where)} GROUP BY ALL"
        )

    def _levels(self) -> list[str]:
        level = self._level
        levels = [
            level(COHORT, "0", "c", "0", "count(*)", f"{self.members} GROUP BY c"),
            level(BACK, "0", "c", "o", "sum(n)", "back GROUP BY c, o"),
            level(EVENTS, "0", "0", "0", "sum(n)", "cells"),
        ]
        if self.names:
            levels += [
                level(GROUP, "place", "0", "0", "size", "ranked", labels=self.names),
                level(GROUP_COHORT, "place", "c", "0", "count(*)", "placed GROUP BY place, c"),
                level(GROUP_BACK, "place", "0", "o", "sum(n)", "back GROUP BY place, o"),
            ]
        return levels

    def _level(self, *columns: int | str, labels: tuple[str, ...] = ()) -> str:
        *values, source = columns
        said = labels or ("CAST(NULL AS VARCHAR)",) * len(self.names)
        return f"SELECT {', '.join(map(str, [*values, *said]))} FROM {source}"

    # Who they are

    def render_who(self, members: Members, mode: Counting, limit: int) -> Statement:
        steps = [*self._persons(), *self._labelled(), f"picked AS ({self._picked(members)})"]
        counted = (
            "SELECT cells.person, started_events AS events, started_at AS last_at"
            " FROM cells JOIN picked ON cells.person = picked.person AND b = c"
        )
        if members.offset:
            steps.append(f"came AS ({self._came(members.offset, mode)})")
            if members.stayed_away:
                counted += " ANTI JOIN came ON came.person = picked.person AND came.c = picked.c"
            else:
                counted = "SELECT person, events, last_at FROM came"
        return self.presence.statement(steps, render_behind(counted=counted, limit=limit))

    def _picked(self, members: Members) -> str:
        bind = self.presence.bindings.bind
        where = [f"c + {members.offset or 0} < {len(self.plan.periods.bounds) - 1}"]
        if members.cohort is not None:
            where.append(f"c = {members.cohort}")
        if members.group.other:
            where.append(f"place > {self.plan.top}")
        elif members.group.labels is not None:
            where.append(same_labels(self.names, [bind(label) for label in members.group.labels]))
        return f"SELECT person, c FROM {self.members} WHERE {' AND '.join(where)}"

    def _came(self, offset: int, mode: Counting) -> str:
        sign = ">=" if mode is Counting.ROLLING else "="
        came = f" AND {self.r}" if self.r else ""
        return (
            "SELECT person, c, sum(returned_events) AS events, max(returned_at) AS last_at"
            f" FROM cells JOIN picked USING (person) WHERE b {sign} c + {offset}{came}"
            " GROUP BY person, c"
        )
