"""Who is told when: quiet hours, several things as one message, and never a storm.

1. In its quiet hours an alert fires, but nobody is told before they end, unless it is urgent.
2. What is put off is not told of before its time.
3. All that one audience has to hear at one moment is one message.
4. An audience gets at most `MESSAGES_AN_HOUR` messages within an hour.
5. One alert makes itself heard at most `TIMES_A_DAY` times within a day to the same audience.

What may not be told yet waits, and goes along with the next message that may: nothing is told twice,
and nothing that still matters is forgotten. What began and was over before anybody was told is told
as one thing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from tenfold.metrics.calendar import Calendar

MESSAGES_AN_HOUR = 6
TIMES_A_DAY = 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class News(StrEnum):
    """What there is to tell of an incident."""

    BEGAN = "began"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours on the company's wall clock in which nobody is told: from 22:00 until 7:00."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is to be told. `audience`: a text that only equal audiences have."""

    incident: int
    alert: int
    audience: str
    news: News
    since: datetime
    urgent: bool = False
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A message that went out, and the alerts in it."""

    audience: str
    at: datetime
    alerts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out now to one audience: the oldest first."""

    audience: str
    items: tuple[Waiting, ...]


def plan(
    *, waiting: Iterable[Waiting], told: Sequence[Told], at: datetime, calendar: Calendar
) -> tuple[Message, ...]:
    """Return what goes out at this moment. `told` are the messages of the last day at least."""
    ready = [one for one in waiting if one.urgent or not is_quiet(one.quiet, at, calendar)]
    messages = []
    for audience in sorted({one.audience for one in ready}):
        before = [one for one in told if one.audience == audience]
        if _count(before, at, HOUR) >= MESSAGES_AN_HOUR:
            continue
        items = [one for one in ready if one.audience == audience and _may(one, before, at)]
        if items:
            messages.append(Message(audience, tuple(sorted(items, key=_order))))
    return tuple(messages)


def is_quiet(quiet: Quiet | None, at: datetime, calendar: Calendar) -> bool:
    """Return whether the wall clock is within quiet hours; they may reach over midnight."""
    if quiet is None or quiet.begins == quiet.ends:
        return False
    now = calendar.to_local(at=at).time()
    if quiet.begins < quiet.ends:
        return quiet.begins <= now < quiet.ends
    return now >= quiet.begins or now < quiet.ends


def _may(one: Waiting, before: Sequence[Told], at: datetime) -> bool:
    mine = [message for message in before if one.alert in message.alerts]
    return _count(mine, at, DAY) < TIMES_A_DAY


def _count(messages: Sequence[Told], at: datetime, within: timedelta) -> int:
    return sum(1 for one in messages if at - within < one.at <= at)


def _order(one: Waiting) -> tuple[datetime, int]:
    return one.since, one.incident
