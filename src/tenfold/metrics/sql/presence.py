"""In which periods each person did something: one scan of the events, one row for each.

What coming back, staying and leaving are told from. Where there is a row for each period, merged
ids are one person from the first step on: to join the few of them to every event costs less than to
put that many rows together again later.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Occurrence
from tenfold.metrics.sql.buckets import Buckets, make_buckets
from tenfold.metrics.sql.fields import AT, Bindings, Fields, Statement
from tenfold.metrics.sql.scope import Scope, render_instant, render_occurrence, render_scope

EARLIER = -1
"""The number of the period in which all lies that happened before the time asked for."""


class Presence:
    """The events of one statement, with their persons and periods. Used for one statement.

    since  events before it are in the period EARLIER; None: the scope holds none
    """

    def __init__(
        self,
        *,
        scope: Scope,
        periods: Periods,
        reading: Reading,
        currency: str | None,
        since: datetime | None = None,
    ) -> None:
        self.bindings = Bindings()
        self.fields = Fields(reading=reading, bindings=self.bindings, currency=currency)
        self.person = reading.person
        self.table = reading.table
        self._joins = reading.joins
        self._periods = periods
        self._buckets = make_buckets(periods, bindings=self.bindings)
        self._scope = [*render_scope(scope, fields=self.fields), f"{self.table}.actor IS NOT NULL"]
        self._since = None if since is None else render_instant(since, fields=self.fields)

    @property
    def period(self) -> str:
        """The SQL of the number of an event's period."""
        number = self._buckets.period
        if self._since is None:
            return number
        return f"CASE WHEN {AT} < {self._since} THEN {EARLIER} ELSE {number} END"

    @property
    def happened(self) -> str:
        """The SQL of how many events lie within the time asked for."""
        within = "" if self._since is None else f" FILTER (WHERE {AT} >= {self._since})"
        return f"count(*){within}"

    def condition(self, occurrence: Occurrence) -> str:
        """Return the condition of an occurrence; "" where any event is one."""
        return render_occurrence(occurrence, fields=self.fields)

    def labels(self, breakdown: Iterable[str]) -> list[str]:
        """Return the SQL of each property of a breakdown."""
        return [self.fields.read(name).text for name in breakdown]

    def steps(self) -> list[str]:
        """Return the step that `events` needs, where it needs one."""
        return self._buckets.steps()

    def events(
        self, *conditions: str, joined: str = "", numbered: bool = False, persons: bool = True
    ) -> str:
        """Return FROM and WHERE of the events that meet all conditions.

        numbered  for `period`; persons: for `person` (a condition may need it, too)
        """
        where = " AND ".join([*self._scope, *(one for one in conditions if one)])
        slots = _joined(self._buckets, outer=self._since is not None) if numbered else ""
        merges = self._joins if persons or self.fields.persons_used else ""
        joins = [self.table, merges, slots, joined]
        return f"FROM {' '.join(one for one in joins if one)} WHERE {where}"

    def grouped(self, *, by: Sequence[str], columns: Sequence[str], where: Sequence[str]) -> str:
        """Return a SELECT with one row for each of `by`, and the aggregates `columns`."""
        places = ", ".join(str(place + 1) for place in range(len(by)))
        chosen = ", ".join([*by, *columns])
        events = self.events(*where, numbered=self.period in chosen)
        return f"SELECT {chosen} {events} GROUP BY {places}"

    def of_persons(self, *, columns: Mapping[str, tuple[str, str]], where: Sequence[str]) -> str:
        """Return a SELECT with one row for each person and no periods.

        `columns` by their names: the aggregate over events, and which puts two of them together.
        So few rows are left of each id that merged ones cost next to nothing.
        """
        own = ", ".join(f"{aggregate} AS {name}" for name, (aggregate, _) in columns.items())
        events = self.events(*where, persons=False)
        of_ids = f"SELECT {self.table}.actor AS actor, {own} {events} GROUP BY 1"
        if not self._joins:
            return f"SELECT actor AS person, {', '.join(columns)} FROM ({of_ids})"
        merged = ", ".join(f"{merge}({name}) AS {name}" for name, (_, merge) in columns.items())
        return (
            f"SELECT {self.person} AS person, {merged} FROM ({of_ids}) AS {self.table}"
            f" {self._joins} GROUP BY 1"
        )

    def statement(self, steps: Sequence[str], select: str) -> Statement:
        """Return the whole statement."""
        every = self.fields.with_steps([*self.steps(), *steps])
        return Statement(text=f"{every} {select}".lstrip(), parameters=self.bindings.values)

    def numbered(self, source: str, *, instant: str, name: str) -> str:
        """Return a SELECT of a step's rows with the number of the period of one of its instants.

        Of an instant outside of all periods the number means nothing.
        """
        buckets = make_buckets(self._periods, bindings=self.bindings, at=f"{source}.{instant}")
        joins = _joined(buckets, outer=True)
        return f"SELECT {source}.*, {buckets.period} AS {name} FROM {source} {joins}".rstrip()

    @property
    def begins(self) -> str | None:
        """The SQL of the first instant of the time asked for, where there is something before."""
        return self._since


def _joined(buckets: Buckets, *, outer: bool) -> str:
    """Return how slots are joined. `outer`: also to what is in none of them."""
    if buckets.table is None:
        return ""
    kind, sign = ("ASOF ", ">=") if buckets.search else ("", "=")
    return f"{kind}{'LEFT ' if outer else ''}JOIN slots ON {buckets.slot} {sign} slots.slot"


def render_newest(*, scope: Scope, reading: Reading) -> Statement:
    """Return the statement for the instant of the newest event of a scope, of anybody's."""
    bindings = Bindings()
    fields = Fields(reading=reading, bindings=bindings, currency=None)
    where = render_scope(scope, fields=fields)
    text = f"SELECT max({AT}) FROM {reading.table}" + (
        f" WHERE {' AND '.join(where)}" if where else ""
    )
    return Statement(text=text, parameters=bindings.values)


def filtered(aggregate: str, condition: str) -> str:
    """Return the aggregate over what meets the condition; "" is met by all."""
    return f"{aggregate} FILTER (WHERE {condition})" if condition else aggregate


def render_behind(*, counted: str, limit: int) -> str:
    """Return the SELECT for who is behind a number: the persons with the most events first.

    `counted` selects person, events, last_at; a person may be in several rows. Columns: person,
    events, last_at, total (how many persons there are in all; on each row).
    """
    return (
        "SELECT person, CAST(sum(events) AS BIGINT) AS events, max(last_at) AS last_at,"
        f" count(*) OVER () AS total FROM ({counted}) GROUP BY person"
        f" ORDER BY 2 DESC, 1 LIMIT {int(limit)}"
    )
