"""What each period says, by the condition alone.

HIT      it meets the condition
CALM     it does not
BETWEEN  it does not any longer, but it has not come back as far as was asked for
UNKNOWN  nothing can be said: there is no number, too little to compare with, or nothing was due
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from tenfold.techniques.dashboards.rules.alerts.conditions import (
    Against,
    Change,
    Condition,
    Level,
    Missing,
    OffTrack,
    Reckoned,
    Side,
    Threshold,
    Way,
)

WEEK = timedelta(days=7)
WEEKS_OF_RHYTHM, USUAL = 4, 3
"""Something is usual where it came in three of the four weeks before."""

OFF, RISK, ON = 2.0, 1.0, 0.0
"""A key result's pace as a number, so that it has a course like any other."""


class Mark(StrEnum):
    """See the module."""

    HIT = "hit"
    CALM = "calm"
    BETWEEN = "between"
    UNKNOWN = "unknown"


class Measured(Protocol):
    """A value of one period: what `metrics.answers.Point` is."""

    @property
    def start(self) -> datetime:
        """When the period begins, in the company's zone."""

    @property
    def value(self) -> object:
        """The number, or None."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One period.

    against  what the value was held against: a limit, or the value it is compared with
    moved    by how much it changed, as the condition reckons it (percent: 20.0 is 20 %)
    excess   how far beyond what is allowed; the largest is the worst
    """

    start: datetime
    mark: Mark
    value: float | None
    against: float | None = None
    moved: float | None = None
    excess: float = 0.0


def judge(*, points: Sequence[Measured], condition: Condition) -> tuple[Verdict, ...]:
    """Return what each point says, in order. Points are in order and adjoin each other."""
    read = [(one.start, _read(one.value)) for one in points]
    if isinstance(condition, Threshold):
        return tuple(_beyond(at, value, condition) for at, value in read)
    if isinstance(condition, Change):
        return _moved(read, condition)
    if isinstance(condition, Missing):
        return _silent(read, condition)
    return tuple(_off(at, value, condition) for at, value in read)


def _read(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


_Read = Sequence[tuple[datetime, float | None]]


def _beyond(at: datetime, value: float | None, of: Threshold) -> Verdict:
    if value is None:
        return Verdict(at, Mark.UNKNOWN, None, of.value)
    sign = 1.0 if of.side is Side.ABOVE else -1.0
    excess = sign * (value - of.value)
    if excess > 0:
        return Verdict(at, Mark.HIT, value, of.value, excess=excess)
    stays = of.back is not None and sign * (value - of.back) > 0
    return Verdict(at, Mark.BETWEEN if stays else Mark.CALM, value, of.value, excess=excess)


def _moved(read: _Read, of: Change) -> tuple[Verdict, ...]:
    before = _week_before(read) if of.against is Against.WEEK else _just_before(read)
    return tuple(_changed(at, value, before(n), of) for n, (at, value) in enumerate(read))


def _just_before(read: _Read) -> Callable[[int], float | None]:
    return lambda n: read[n - 1][1] if n else None


def _week_before(read: _Read) -> Callable[[int], float | None]:
    """The same hour on the wall a week ago; an hour that is gone through twice counts as its second."""
    on_the_wall = {_wall(at): value for at, value in read}
    return lambda n: on_the_wall.get(_wall(read[n][0]) - WEEK)


def _wall(at: datetime) -> datetime:
    return at.replace(tzinfo=None, fold=0)


def _changed(at: datetime, value: float | None, before: float | None, of: Change) -> Verdict:
    unfit = before is None or abs(before) < of.least
    if value is None or before is None or unfit or (before == 0 and _is_share(of)):
        return Verdict(at, Mark.UNKNOWN, value, before)
    moved = value - before
    if _is_share(of):
        moved = moved / abs(before) * 100
    size = {Way.UP: moved, Way.DOWN: -moved, Way.EITHER: abs(moved)}[of.way]
    mark = Mark.HIT if size > of.amount else Mark.CALM
    return Verdict(at, mark, value, before, moved, size - of.amount)


def _is_share(of: Change) -> bool:
    return of.reckoned is Reckoned.PERCENT


def _silent(read: _Read, of: Missing) -> tuple[Verdict, ...]:
    came = {_wall(at): bool(value) for at, value in read}
    return tuple(
        _came(at, value, due=not of.usual or _is_usual(_wall(at), came)) for at, value in read
    )


def _is_usual(wall: datetime, came: Mapping[datetime, bool]) -> bool:
    weeks = (came.get(wall - n * WEEK, False) for n in range(1, WEEKS_OF_RHYTHM + 1))
    return sum(weeks) >= USUAL


def _came(at: datetime, value: float | None, *, due: bool) -> Verdict:
    if value:
        return Verdict(at, Mark.CALM, value)
    return Verdict(at, Mark.HIT if due else Mark.UNKNOWN, 0.0, excess=1.0 if due else 0.0)


def _off(at: datetime, value: float | None, of: OffTrack) -> Verdict:
    if value is None:
        return Verdict(at, Mark.UNKNOWN, None)
    least = OFF if of.level is Level.OFF_TRACK else RISK
    return Verdict(
        at, Mark.HIT if value >= least else Mark.CALM, value, least, excess=value - least
    )
