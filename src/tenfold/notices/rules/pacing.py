"""Whose turn it is: what goes out now, together, and what waits until when. No storms.

The rule, for one receiver who wants at most N messages in 24 hours:

- The first half of N go out as things happen. After them one goes out at a time, each at the
  earliest 24 hours / (N - half) after the one before, with everything that waited meanwhile.
- Notices of one group that wait together are one message. Where more groups wait than messages are
  left, all of them are one message.
- Urgent notices do not wait for quiet hours, nor for that spacing: the first N go out as things
  happen, later ones together, 24 hours / N apart.

So nobody gets more than N messages in any 24 hours that hold nothing urgent, nor ever 2 N or more,
and whatever was told goes out: nothing waits longer than the spacing and the quiet hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.notices.rules.quiet import QuietHours, end_of_quiet

DAY = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A notice that waits for a receiver. `group` is "" where it belongs to none."""

    id: int
    group: str = ""
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What goes out now, message by message, and from when on the others may."""

    messages: tuple[tuple[int, ...], ...] = ()
    later: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Pace:
    free: int
    spacing: timedelta

    def opens_at(self, *, recent: Sequence[datetime], at: datetime) -> datetime:
        """Return when the next message may go out: now, or after the spacing."""
        return at if len(recent) < self.free else max(at, max(recent) + self.spacing)


def take_turn(
    *,
    waiting: Sequence[Waiting],
    sent_at: Sequence[datetime],
    most_a_day: int,
    quiet: QuietHours | None,
    at: datetime,
) -> Turn:
    """Return what goes out to a receiver now. `sent_at` are the messages of the last day at least.

    Every id of `waiting` is in exactly one message or in `later`, there with an instant after `at`.
    """
    recent = [sent for sent in sent_at if at - sent < DAY]
    urgent, calm = _urgent_pace(most_a_day), _calm_pace(most_a_day)
    first = _turn([one for one in waiting if one.urgent], urgent, recent, at, at)
    recent += [at] * len(first.messages)
    wakes_at = (end_of_quiet(quiet=quiet, at=at) if quiet else None) or at
    second = _turn([one for one in waiting if not one.urgent], calm, recent, at, wakes_at)
    return Turn(messages=first.messages + second.messages, later=first.later + second.later)


def _urgent_pace(most_a_day: int) -> _Pace:
    return _Pace(free=most_a_day, spacing=DAY / most_a_day)


def _calm_pace(most_a_day: int) -> _Pace:
    free = max(1, most_a_day // 2)
    return _Pace(free=free, spacing=DAY / max(1, most_a_day - free))


def _turn(
    waiting: Sequence[Waiting],
    pace: _Pace,
    recent: Sequence[datetime],
    at: datetime,
    wakes_at: datetime,
) -> Turn:
    if not waiting:
        return Turn()
    opens_at = max(wakes_at, pace.opens_at(recent=recent, at=at))
    if opens_at > at:
        return Turn(later=tuple((one.id, opens_at) for one in waiting))
    groups = _gather(waiting)
    left = pace.free - len(recent)
    if len(groups) > left:
        return Turn(messages=(tuple(one.id for one in waiting),))
    return Turn(messages=groups)


def _gather(waiting: Sequence[Waiting]) -> tuple[tuple[int, ...], ...]:
    groups: dict[tuple[str, int], list[int]] = {}
    for one in waiting:
        alone = 0 if one.group else one.id
        groups.setdefault((one.group, alone), []).append(one.id)
    return tuple(tuple(ids) for ids in groups.values())
