"""In which periods each person did one thing, in all and in each group of a breakdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tenfold.eventlog.store import Reading
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Occurrence
from tenfold.metrics.sql.cells import label_names
from tenfold.metrics.sql.fields import AT, Statement
from tenfold.metrics.sql.presence import EARLIER, Presence, render_behind
from tenfold.metrics.sql.ranking import placed, ranked, same_labels
from tenfold.metrics.sql.scope import Scope

WHOLE = 0
"""The place of everybody together; groups have places from 1."""


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What persons did, over periods that are settled.

    start  of the first event that counts; None: the first ever
    since  what happened before it is in the period `EARLIER`; None: nothing is
    """

    occurrence: Occurrence
    periods: Periods
    start: datetime | None
    until: datetime
    since: datetime | None
    breakdown: tuple[str, ...]
    top: int
    internal: bool
    currency: str | None


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """One group of a breakdown: by its labels, or all others. Neither: everybody."""

    labels: tuple[str | None, ...] | None = None
    other: bool = False


@dataclass
class Activity:
    """Renders the steps of one statement. `listing`: rows also say what is behind them."""

    plan: ActivityPlan
    reading: Reading
    listing: bool = False
    presence: Presence = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self.presence = Presence(
            scope=Scope(where=(), start=plan.start, end=plan.until, internal=plan.internal),
            periods=plan.periods,
            reading=self.reading,
            currency=plan.currency,
            since=plan.since,
        )
        self.names = label_names(len(plan.breakdown))

    @property
    def active(self) -> str:
        """The step with a row for each place, person and period `b` of an activity."""
        return "active" if self.names else "cells"

    @property
    def key(self) -> str:
        """The columns that name a person there: of everybody together, and of each group."""
        return "place, person" if self.names else "person"

    @property
    def place(self) -> str:
        """The SQL of the place there."""
        return "place" if self.names else str(WHOLE)

    def steps(self) -> list[str]:
        """Return the steps up to `active`."""
        steps = [f"cells AS MATERIALIZED ({self._cells()})"]
        if not self.names:
            return steps
        # What happened earlier is no reason to show a group.
        shown = f"(SELECT * FROM cells WHERE b > {EARLIER})"
        size = "count(DISTINCT person)"
        largest = ranked(self.names, source=shown, top=self.plan.top, size=size)
        groups = placed(self.names, source="cells", top=self.plan.top)
        everybody = f"SELECT DISTINCT {WHOLE} AS place, person, b FROM cells"
        of_groups = "SELECT DISTINCT place, person, b FROM placed"
        return [
            *steps,
            f"ranked AS MATERIALIZED ({largest})",
            f"placed AS MATERIALIZED ({groups})",
            f"active AS MATERIALIZED ({everybody} UNION ALL {of_groups})",
        ]

    def level(self, level: int, source: str, *columns: str) -> str:
        """Return the SELECT of one level of rows: level, place, columns, labels."""
        nothing = ["CAST(NULL AS VARCHAR)"] * len(self.names)
        return f"SELECT {', '.join([str(level), *columns, *nothing])} FROM {source}"

    def groups(self, level: int, columns: int) -> list[str]:
        """Return the SELECT of the level that says what groups are called, if there are any."""
        if not self.names:
            return []
        every = [str(level), "place", *["0"] * columns, *self.names]
        return [f"SELECT {', '.join(every)} FROM ranked"]

    def statement(self, steps: Sequence[str], levels: Sequence[str]) -> Statement:
        """Return the statement with further steps, all levels one after another."""
        return self.presence.statement([*self.steps(), *steps], " UNION ALL ".join(levels))

    def behind(self, group: GroupChosen, counted: str, limit: int) -> Statement:
        """Return the statement for persons that `counted` selects of `mine`: person, b, events, newest.

        `mine` has one row for each person and period of the group.
        """
        source, where = self._chosen(group)
        mine = (
            f"SELECT person, b, sum(events) AS events, max(newest) AS newest FROM {source}{where}"
            " GROUP BY person, b"
        )
        steps = [*self.steps(), f"mine AS MATERIALIZED ({mine})"]
        return self.presence.statement(steps, render_behind(counted=counted, limit=limit))

    def _chosen(self, group: GroupChosen) -> tuple[str, str]:
        if group.other:
            return "placed", f" WHERE place > {int(self.plan.top)}"
        if group.labels is None:
            return "cells", ""
        bound = [self.presence.bindings.bind(label) for label in group.labels]
        return "cells", f" WHERE {same_labels(self.names, bound)}"

    def _cells(self) -> str:
        presence = self.presence
        labels = zip(self.names, presence.labels(self.plan.breakdown), strict=True)
        listed = ["count(*) AS events", f"max({AT}) AS newest"] if self.listing else []
        return presence.grouped(
            by=[
                f"{presence.person} AS person",
                f"{presence.period} AS b",
                *(f"{sql} AS {name}" for name, sql in labels),
            ],
            columns=[f"{presence.happened} AS n", *listed],
            where=[presence.condition(self.plan.occurrence)],
        )
