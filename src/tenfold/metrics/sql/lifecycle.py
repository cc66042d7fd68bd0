"""Who is new, returning, resurrecting or dormant in each period: one SELECT.

It counts three things: who was active, who for the first time, and who also in the period before.
The rest is arithmetic: whoever is active and neither new nor was there before has been away, and
whoever was there before and is not now is dormant.
"""

from tenfold.eventlog.store import Reading
from tenfold.metrics.definitions.analyses import Status
from tenfold.metrics.sql.activity import Activity, ActivityPlan, GroupChosen
from tenfold.metrics.sql.fields import Statement

ACTIVE, NEW, KEPT, GROUP, EVENTS = range(5)
"""The levels of rows; their columns are level, place, period, count, and one for each label.

ACTIVE  `count` persons of the group at `place` (0: of all) were active in `period`
NEW     `count` of them for the first time ever
KEPT    `count` of them in the period before, too
GROUP   the group at `place` has these labels
EVENTS  `count` events were looked at
"""


_IS = {
    None: "now",
    Status.NEW: "now AND fresh",
    Status.RETURNING: "now AND before",
    Status.RESURRECTING: "now AND NOT fresh AND NOT before",
    Status.DORMANT: "before AND NOT now",
}


def render(*, plan: ActivityPlan, reading: Reading) -> Statement:
    """Return the statement. The plan's first period is the one before those asked for."""
    activity = Activity(plan, reading)
    active, key, place = activity.active, activity.key, activity.place
    first = f"SELECT {place} AS place, min(b) AS b FROM {active} GROUP BY {key}"
    kept = f"{active} AS now JOIN {active} AS before USING ({key}) WHERE before.b = now.b - 1"
    levels = [
        activity.level(
            ACTIVE, f"{active} WHERE b >= 0 GROUP BY ALL", f"{place} AS place", "b", "count(*)"
        ),
        activity.level(NEW, f"({first}) WHERE b >= 0 GROUP BY ALL", "place", "b", "count(*)"),
        activity.level(
            KEPT, f"{kept} AND now.b > 0 GROUP BY ALL", f"{place} AS place", "now.b", "count(*)"
        ),
        activity.level(EVENTS, "cells WHERE b > 0", "0", "0", "sum(n)"),
        *activity.groups(GROUP, columns=2),
    ]
    return activity.statement([], levels)


def render_who(
    *,
    plan: ActivityPlan,
    group: GroupChosen,
    period: int,
    status: Status | None,
    reading: Reading,
    limit: int,
) -> Statement:
    """Return the statement for persons of a status in a period; None: all who were active.

    Their events are those of the period; of dormant persons those of the period before.
    """
    seen = period - 1 if status is Status.DORMANT else period
    lives = (
        f"SELECT person, min(b) = {period} AS fresh, bool_or(b = {period}) AS now,"
        f" bool_or(b = {period - 1}) AS before,"
        f" sum(events) FILTER (WHERE b = {seen}) AS events,"
        f" max(newest) FILTER (WHERE b = {seen}) AS last_at FROM mine GROUP BY person"
    )
    counted = f"SELECT person, events, last_at FROM ({lives}) WHERE {_IS[status]}"
    return Activity(plan, reading, listing=True).behind(group, counted, limit)
