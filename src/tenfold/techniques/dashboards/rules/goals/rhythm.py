"""On which day of the week somebody is reminded to check in."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

FRIDAY = 4
FROM_HOUR = 8
"""Not before this hour of the company's day."""


class UnknownWeekday(Refusal):
    """There is no such day of the week."""

    code = "unknown_weekday"


def require_weekday(*, weekday: int) -> None:
    """Raise `UnknownWeekday` unless it is 0 (Monday) to 6 (Sunday)."""
    if not 0 <= weekday <= 6:
        raise UnknownWeekday(_("A week has the days 0 (Monday) to 6 (Sunday)."), field="weekday")


def day_for(*, team: int | None, days: Mapping[int | None, int]) -> int:
    """Return a team's weekday: its own, else the company's, else Friday. `days`: None is everybody."""
    return days.get(team, days.get(None, FRIDAY))


def is_due(
    *, local: datetime, week_began: datetime, teams: Collection[int | None],
    days: Mapping[int | None, int],
) -> bool:  # fmt: skip
    """Return whether it is time to remind somebody whose goals are those teams'.

    From the earliest of their days in this week on, from eight o'clock; whoever was not reminded on
    the day itself (nobody was there, the machine stood still) is reminded on the next.
    `local`, `week_began`: on the company's clock.
    """
    first = week_began.weekday()
    passed = (local.weekday() - first) % 7
    waits = min(((day_for(team=one, days=days) - first) % 7 for one in teams), default=7)
    return passed > waits or (passed == waits and local.hour >= FROM_HOUR)
