"""Which periods an alert looks at, and when it looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.rules.alerts.conditions import Against, Change, Missing, Rule

MOMENT = timedelta(microseconds=1)
NO_TIME = timedelta(0)
MINUTE = timedelta(minutes=1)
SETTLE = {Grain.MINUTE: MINUTE, Grain.HOUR: 5 * MINUTE}
SETTLE_LONG = 15 * MINUTE
"""How long after its end a period is judged first: what was under way may arrive."""

EVERY = {Grain.MINUTE: MINUTE, Grain.HOUR: 5 * MINUTE}
EVERY_LONG = 15 * MINUTE
"""How long after one look the next is due, so that what comes late is seen."""

LIVED = {
    Grain.MINUTE: 240,
    Grain.HOUR: 7 * 24,
    Grain.DAY: 35,
    Grain.WEEK: 13,
    Grain.MONTH: 13,
    Grain.QUARTER: 9,
    Grain.YEAR: 5,
}
"""How many periods are judged at each look."""

RECALLED = {
    Grain.MINUTE: 24 * 60,
    Grain.HOUR: 28 * 24,
    Grain.DAY: 90,
    Grain.WEEK: 52,
    Grain.MONTH: 24,
    Grain.QUARTER: 12,
    Grain.YEAR: 8,
}
"""How many are judged to say how often it would have fired before."""

LONGEST = 4
JUMP = timedelta(hours=2)
"""A look that lies so much ahead of now was made by a clock that was wrong."""


@dataclass(frozen=True)
class Window:
    """[start, end) of what is asked for; the first `judged_from` is judged."""

    start: datetime
    judged_from: datetime
    end: datetime


def settles(*, grain: Grain) -> timedelta:
    """Return how long after its end a period is first judged."""
    return SETTLE.get(grain, SETTLE_LONG)


def window_of(
    *,
    rule: Rule,
    at: datetime,
    calendar: Calendar,
    periods: int,
    reach: datetime | None = None,
    ripens: timedelta = NO_TIME,
) -> Window:
    """Return what must be asked for to judge so many periods as of `at`.

    Periods that are over and have settled; the one that is going on too where the rule says so.

    reach   when the oldest incident began that is not over yet: the window is made longer for it,
            up to four times
    ripens  how long after a period the number of it still changes as it is meant to: a conversion
            within 7 days is known 7 days later
    """
    grain = rule.grain
    judged = at if rule.unfinished else at - settles(grain=grain) - ripens
    begin = calendar.periods(grain=grain, start=judged, end=judged).bounds[0]
    end = max(at, begin + MOMENT) if rule.unfinished else begin
    first = calendar.shifted(at=begin, grain=grain, by=-periods)
    if reach is not None and reach < first:
        first = max(reach, calendar.shifted(at=begin, grain=grain, by=-LONGEST * periods))
    return Window(
        start=_with_basis(rule, first, calendar),
        judged_from=first,
        end=end,
    )


def _with_basis(rule: Rule, first: datetime, calendar: Calendar) -> datetime:
    """Go back as far as what the first period is compared with."""
    condition = rule.condition
    if isinstance(condition, Missing) and condition.usual:
        return calendar.shifted(at=first, grain=Grain.WEEK, by=-4)
    if isinstance(condition, Change):
        weekly = condition.against is Against.WEEK
        return calendar.shifted(at=first, grain=Grain.WEEK if weekly else rule.grain, by=-1)
    return first


def next_look(*, rule: Rule, at: datetime, calendar: Calendar) -> datetime:
    """Return when to look again: after a while, or as soon as the next period has settled."""
    every = EVERY.get(rule.grain, EVERY_LONG)
    if rule.unfinished:
        every = min(every, EVERY[Grain.HOUR])
    settled = settles(grain=rule.grain)
    judged = at - settled
    following = calendar.periods(grain=rule.grain, start=judged, end=judged).bounds[1]
    return min(at + every, following + settled)


def is_due(*, next_at: datetime | None, looked_at: datetime | None, at: datetime) -> bool:
    """Return whether to look now; also where the last look lies in the future: a clock was wrong."""
    if next_at is None or looked_at is None:
        return True
    return next_at <= at or looked_at - at > JUMP
