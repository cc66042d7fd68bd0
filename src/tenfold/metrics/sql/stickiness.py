"""In how many different periods persons did it: one SELECT."""

from collections.abc import Sequence

from tenfold.eventlog.store import Reading
from tenfold.metrics.sql.activity import Activity, ActivityPlan, GroupChosen
from tenfold.metrics.sql.buckets import unnested
from tenfold.metrics.sql.fields import Statement

DAYS, POINT, GROUP, EVENTS = range(4)
"""The levels of rows; their columns are level, place, point, days, count, and one for each label.

DAYS    `count` persons of the group at `place` (0: of all) did it in so many different periods
POINT   the same, of the periods that begin in the longer period `point`
GROUP   the group at `place` has these labels
EVENTS  `count` events were looked at
"""


def render(*, plan: ActivityPlan, longer: Sequence[int] | None, reading: Reading) -> Statement:
    """Return the statement. `longer`: for each period the longer one that it begins in."""
    activity = Activity(plan, reading)
    days = f"SELECT {activity.place} AS place, count(*) AS d FROM {activity.active}"
    counted = f"({days} GROUP BY {activity.key}) GROUP BY ALL"
    levels = [
        activity.level(DAYS, counted, "place", "0", "d", "count(*)"),
        activity.level(EVENTS, "cells", "0", "0", "0", "sum(n)"),
        *activity.groups(GROUP, columns=3),
    ]
    if longer is None:
        return activity.statement([], levels)
    begins = unnested(longer, activity.presence.bindings)
    steps = [f"longer AS (SELECT {begins} AS g, unnest(range({len(longer)})) AS b)"]
    by_point = (
        f"SELECT {activity.place} AS place, g, count(*) AS d"
        f" FROM {activity.active} JOIN longer USING (b) GROUP BY {activity.key}, g"
    )
    levels.append(
        activity.level(POINT, f"({by_point}) GROUP BY ALL", "place", "g", "d", "count(*)")
    )
    return activity.statement(steps, levels)


def render_who(
    *,
    plan: ActivityPlan,
    group: GroupChosen,
    days: int | None,
    periods: tuple[int, int] | None,
    reading: Reading,
    limit: int,
) -> Statement:
    """Return the statement for persons who did it in so many periods; None: in any number.

    `periods`: of the periods from the first to the second number alone.
    """
    within = "" if periods is None else f" WHERE b BETWEEN {periods[0]} AND {periods[1]}"
    exactly = "" if days is None else f" HAVING count(*) = {int(days)}"
    counted = (
        "SELECT person, sum(events) AS events, max(newest) AS last_at"
        f" FROM mine{within} GROUP BY person{exactly}"
    )
    activity = Activity(plan, reading, listing=True)
    return activity.behind(group, counted, limit)
