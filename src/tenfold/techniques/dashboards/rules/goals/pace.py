"""How far a key result is, how far it should be, and what that is called. Exact, and stated once.

    share done       (now - start) / (target - start); it may be below 0 or above 1
    share expected   0 at the first moment of the period, 1 at the end of the last day, and in
                     between as much of the way as there is of the time: a straight line. Or, where
                     somebody chose it and last year's numbers allow, as much of the way as had
                     been gone by the same day a year before
    gap              share done - share expected, rounded to four decimals

    reached          share done is 1 or more
    ahead            gap of 0.10 or more
    on track         gap of more than -0.05
    a little behind  gap of more than -0.15
    at risk          gap of more than -0.30
    off track        anything below

docs/reference/goals.md says the same to people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

AHEAD_FROM = Decimal("0.10")
ON_TRACK_ABOVE = Decimal("-0.05")
A_LITTLE_BEHIND_ABOVE = Decimal("-0.15")
AT_RISK_ABOVE = Decimal("-0.30")
_FINEST = Decimal("0.0001")
_TENTH = Decimal("0.1")


class Pace(StrEnum):
    """What the gap between done and expected is called."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    A_LITTLE_BEHIND = "a_little_behind"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"
    NOT_BEGUN = "not_begun"


WANTS_CARE = frozenset({Pace.AT_RISK, Pace.OFF_TRACK})


def share_done(*, start: Decimal, target: Decimal, now: Decimal) -> Decimal:
    """Return how much of the way from start to target is gone; also where the way leads down.

    Raises `ValueError` where there is no way: start and target are equal.
    """
    if start == target:
        raise ValueError("start and target are equal")
    return (now - start) / (target - start)


def share_expected(*, begins_at: datetime, ends_at: datetime, at: datetime) -> Decimal:
    """Return how much of [begins_at, ends_at) is over at `at`, in [0, 1]: the straight line."""
    if at <= begins_at:
        return Decimal(0)
    if at >= ends_at:
        return Decimal(1)
    part, whole = at - begins_at, ends_at - begins_at
    return Decimal(part.total_seconds()) / Decimal(whole.total_seconds())


def pace_of(*, done: Decimal | None, expected: Decimal) -> Pace:
    """Return what it is called to be so far when so much is expected; None: nobody knows."""
    if done is None:
        return Pace.NO_DATA
    if done >= 1:
        return Pace.REACHED
    gap = (done - expected).quantize(_FINEST, ROUND_HALF_UP)
    if gap >= AHEAD_FROM:
        return Pace.AHEAD
    if gap > ON_TRACK_ABOVE:
        return Pace.ON_TRACK
    if gap > A_LITTLE_BEHIND_ABOVE:
        return Pace.A_LITTLE_BEHIND
    return Pace.AT_RISK if gap > AT_RISK_ABOVE else Pace.OFF_TRACK


def pace_of_milestone(*, done: bool, is_over: bool) -> Pace:
    """Return the pace of something that is done or not: on track until its day is over."""
    if done:
        return Pace.REACHED
    return Pace.OFF_TRACK if is_over else Pace.ON_TRACK


@dataclass(frozen=True, slots=True)
class Stood:
    """How it stood at the end of a day."""

    on: date
    pace: Pace


def since_when(*, now: Pace, before: Sequence[Stood]) -> date | None:
    """Return the day since which the pace is what it is now, of days that are in order.

    None: since today, or nothing is known of the days before.
    """
    since = None
    for stood in reversed(before):
        if stood.pace is not now:
            break
        since = stood.on
    return since


def clamped(share: Decimal) -> Decimal:
    """Return a share as a bar can show it: at least 0, at most 1."""
    return min(max(share, Decimal(0)), Decimal(1))


def mean_of(shares: Sequence[Decimal]) -> Decimal | None:
    """Return the mean: what an objective's key results come to, each counting the same."""
    return sum(shares, Decimal(0)) / len(shares) if shares else None


def score_of(*, done: Decimal | None) -> Decimal:
    """Return the score, 0.0 to 1.0 in tenths: the share done at the end, halves rounded up.

    Of what nobody knows: 0.0.
    """
    return clamped(done or Decimal(0)).quantize(_TENTH, ROUND_HALF_UP)
