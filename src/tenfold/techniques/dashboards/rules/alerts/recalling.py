"""How often an alert would have fired, by the very rule that it will be judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenfold.techniques.dashboards.rules.alerts.conditions import (
    Change,
    Condition,
    Reckoned,
    Rule,
    Side,
    Threshold,
    Way,
)
from tenfold.techniques.dashboards.rules.alerts.episodes import Course, Episode, run
from tenfold.techniques.dashboards.rules.alerts.judging import Mark, Measured, Verdict, judge

TOO_OFTEN_EVERY = timedelta(days=3)
"""More than one firing in three days is noise: people stop to look."""

TOO_MUCH_OF_THE_TIME = 0.25
FEWEST_TO_SAY_SO = 3


class Fits(StrEnum):
    """What is to be said of an alert before it is saved.

    WELL        it would have fired now and then, or never, and it could
    TOO_OFTEN   it would have fired more often than anybody wants to hear
    TOO_LONG    it would have been firing for more than a quarter of the time
    NEVER       whatever happens, the condition cannot be met
    UNKNOWN     there is not enough to judge a single period
    """

    WELL = "well"
    TOO_OFTEN = "too_often"
    TOO_LONG = "too_long"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judged:
    """One watched value over the past: what each period said, and what became of it."""

    verdicts: tuple[Verdict, ...]
    course: Course


@dataclass(frozen=True)
class Recalled:
    """What the past says. `episodes` are (value, episode), the oldest first."""

    since: datetime
    until: datetime
    episodes: tuple[tuple[str, Episode], ...]
    fits: Fits


@dataclass(frozen=True)
class Bounds:
    """Between what a number can lie at all; None: as far as one likes."""

    low: float | None = None
    high: float | None = None


def judge_all(
    *, points: Mapping[str, Sequence[Measured]], rule: Rule, since: datetime
) -> dict[str, Judged]:
    """Return what became of each value; periods before `since` are only compared with."""
    found = {}
    for value, mine in points.items():
        said = judge(points=mine, condition=rule.condition)
        judged = tuple(one for one in said if one.start >= since)
        course = run(verdicts=judged, hold=rule.hold, calm=rule.calm)
        found[value] = Judged(judged, course)
    return found


def recall(
    *,
    judged: Mapping[str, Judged],
    rule: Rule,
    since: datetime,
    until: datetime,
    bounds: Bounds,
) -> Recalled:
    """Return how often it would have fired in [since, until), and whether that is a good alert."""
    episodes = sorted(
        ((value, one) for value, found in judged.items() for one in found.course.episodes),
        key=lambda pair: (pair[1].fired, pair[0]),
    )
    fits = _fits(judged, rule, bounds, len(episodes), until - since)
    return Recalled(since=since, until=until, episodes=tuple(episodes), fits=fits)


def _fits(
    judged: Mapping[str, Judged], rule: Rule, bounds: Bounds, count: int, length: timedelta
) -> Fits:
    if is_out_of_reach(condition=rule.condition, bounds=bounds):
        return Fits.NEVER
    if not any(one.mark is not Mark.UNKNOWN for mine in judged.values() for one in mine.verdicts):
        return Fits.UNKNOWN
    if count >= FEWEST_TO_SAY_SO and count * TOO_OFTEN_EVERY > length:
        return Fits.TOO_OFTEN
    worst = max(share_firing(judged=mine) for mine in judged.values())
    return Fits.TOO_LONG if worst > TOO_MUCH_OF_THE_TIME else Fits.WELL


def share_firing(*, judged: Judged) -> float:
    """Return in which share of the known periods it would have been firing."""
    known = [one for one in judged.verdicts if one.mark is not Mark.UNKNOWN]
    if not known:
        return 0.0
    return sum(1 for one in known if is_firing(course=judged.course, at=one.start)) / len(known)


def is_firing(*, course: Course, at: datetime) -> bool:
    """Return whether the period that begins at `at` belongs to an episode."""
    return any(one.began <= at and (one.over is None or at < one.over) for one in course.episodes)


def is_out_of_reach(*, condition: Condition, bounds: Bounds) -> bool:
    """Return whether no number within the bounds meets the condition."""
    low, high = bounds.low, bounds.high
    if isinstance(condition, Threshold):
        if condition.side is Side.ABOVE:
            return high is not None and condition.value >= high
        return low is not None and condition.value <= low
    if isinstance(condition, Change):
        return _change_is_out_of_reach(condition, bounds)
    return False


def _change_is_out_of_reach(of: Change, bounds: Bounds) -> bool:
    """What cannot fall below zero cannot fall by more than all of it."""
    if of.reckoned is Reckoned.PERCENT:
        never_negative = bounds.low is not None and bounds.low >= 0
        return of.way is Way.DOWN and never_negative and of.amount >= 100
    if bounds.low is None or bounds.high is None:
        return False
    return of.amount >= bounds.high - bounds.low
