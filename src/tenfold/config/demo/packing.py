"""When each order leaves the house, and what keeps it."""

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days, Flags, Floats, Ints, Random
from tenfold.config.demo.tables import Table

_HOUR = 3_600_000_000
CUT_OFF_HOUR = 13.0
"""What is ordered before one leaves in the afternoon, what comes later in the morning after."""
AFTERNOON, MORNING = (13.2, 16.0), (8.0, 11.5)
"""Between which hours parcels leave."""
NEXT_DAY_SHARE = 0.12
"""Of the parcels wait another working day for no reason worth telling."""
HELD_SHARE = 0.60
"""Of the parcels due while press-2 stands still need something from it."""


def working_days(*, days: Days) -> Ints:
    """Return the numbers of the days from Monday to Friday, and of enough days after the last."""
    numbers = np.arange(days.count + 30)
    weekday = (days.weekday[0] + numbers) % 7
    working: Ints = numbers[weekday < 5]
    return working


def _after(*, working: Ints, day: Ints, wait: Ints) -> Ints:
    """Return the first working day on or after each day, and `wait` working days more."""
    days_later: Ints = working[np.searchsorted(working, day) + wait]
    return days_later


def is_down(*, days: Days, day: Ints) -> Flags:
    """Return which days press-2 stands still on."""
    failed = calendar.failure_day(days=days)
    return (day >= failed) & (day < failed + truth.DOWN_DAYS)


def _waits(*, book: Book, random: Random) -> Ints:
    """Return how many working days each parcel waits beyond the ordinary."""
    day = book.purchases.day
    wait = (random.random(len(day)) < NEXT_DAY_SHARE).astype(np.int64)
    shortest, longest = truth.NORWAY_EXTRA_DAYS
    papers = random.integers(shortest, longest + 1, len(day))
    norway = calendar.norway_days(days=book.days)[day] & (book.country == truth.NORWAY)
    return wait + np.where(norway, papers, 0)


def _sent_day(*, book: Book, random: Random, fraction: Floats) -> Ints:
    working = working_days(days=book.days)
    ready = book.purchases.day + (fraction >= CUT_OFF_HOUR / 24)
    day = _after(working=working, day=ready, wait=_waits(book=book, random=random))
    held = is_down(days=book.days, day=day) & (random.random(len(day)) < HELD_SHARE)
    restart = calendar.failure_day(days=book.days) + truth.DOWN_DAYS
    backlog = _after(
        working=working, day=np.full(len(day), restart), wait=random.integers(0, 3, len(day))
    )
    return np.where(held, backlog, day)


def sent_moments(*, book: Book, random: Random) -> Ints:
    """Return when each order leaves, on a working day. Those after the last day lie beyond it."""
    days, at = book.days, book.purchases.at
    begins, ends = days.midnights[book.purchases.day], days.midnights[book.purchases.day + 1]
    day = _sent_day(book=book, random=random, fraction=(at - begins) / (ends - begins))
    same_day = day == book.purchases.day
    earliest, latest = (
        np.where(same_day, *hours) for hours in zip(AFTERNOON, MORNING, strict=True)
    )
    fraction = (earliest + (latest - earliest) * random.random(len(day))) / 24
    last = np.minimum(day, days.count - 1)
    beyond = (day - last) * 24 * _HOUR
    return days.moments(day=last, fraction=fraction) + beyond


def sent_table(*, book: Book, sent_at: Ints) -> Table:
    """Return a sent parcel for each order. Value is the hours it waited; most wait less than 24."""
    orders = np.arange(len(sent_at))
    hours = np.round((sent_at - book.purchases.at) / _HOUR, 1)
    return Table(
        name="order_sent",
        at=sent_at,
        actor=book.actors(orders=orders),
        value=hours,
        properties={
            **book.described(orders=orders),
            "within_a_day": (hours <= 24.0).tolist(),
        },
    )
