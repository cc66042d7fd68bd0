"""At which moments it is looked how a key result stood, and how far last year was by then."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

DAILY = 14
"""So many of the newest days are looked at one by one, those before once a week."""

_DAY = timedelta(days=1)


def checkpoints(*, first: date, last: date) -> tuple[date, ...]:
    """Return the days at whose end it is looked, in order: the first, weekly, all of the last 14.

    The weekly ones are counted from the first day, so that they stay the same from day to day.
    """
    daily = max(first, last - (DAILY - 1) * _DAY)
    gap = (daily - first).days
    weekly = (0, *range(6, gap, 7)) if gap > 0 else ()
    return (
        *(first + on * _DAY for on in weekly),
        *(daily + on * _DAY for on in range((last - daily).days + 1)),
    )


def running_total(*, parts: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return what had come together by the end of each part."""
    totals: list[Decimal] = []
    for part in parts:
        totals.append(part + (totals[-1] if totals else Decimal(0)))
    return tuple(totals)


def share_by(*, totals: Sequence[Decimal], part: Decimal) -> Decimal | None:
    """Return how much of last year's total had come by the same part of the period, 0 to 1.

    `totals`: of last year, at the end of each of its days. Between the ends of two days a straight
    line. None where last year came to nothing, or went down on its way.
    """
    if not totals or totals[-1] <= 0 or min(totals) < 0:
        return None
    place = min(max(part, Decimal(0)), Decimal(1)) * len(totals)
    whole = int(place)
    if whole >= len(totals):
        return Decimal(1)
    below = totals[whole - 1] if whole else Decimal(0)
    found = (below + (totals[whole] - below) * (place - whole)) / totals[-1]
    return min(max(found, Decimal(0)), Decimal(1))
