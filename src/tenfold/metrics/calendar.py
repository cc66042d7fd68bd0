"""The company's calendar: when its days, weeks and months begin.

A period begins at every instant at which the clock on the company's wall enters it: a day that is
set forward has 23 hours, one that is set back has 25, a day whose midnight does not exist begins
at the first moment it has, and an hour that is gone through twice is two hours.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

MAX_PERIODS = 20_000
"""Periods in one answer: hours of two years, days of fifty."""

_FIRST_DAY = {"monday": 0, "saturday": 5, "sunday": 6}
_STEP = timedelta(days=1)
_SHOWN = 1_000  # points that a refusal proposes instead


class TooManyPeriods(Refusal):
    """A question would be answered with more points than anybody can look at."""

    code = "too_many_periods"


class Grain(StrEnum):
    """How long a period is."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LENGTH = {
    Grain.MINUTE: timedelta(minutes=1),
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(days=1),
    Grain.WEEK: timedelta(days=7),
    Grain.MONTH: timedelta(days=28),
    Grain.QUARTER: timedelta(days=90),
    Grain.YEAR: timedelta(days=365),
}
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a company reckons.

    timezone    IANA name, such as Europe/Copenhagen
    week_starts monday, sunday or saturday
    currency    ISO 4217 code of money that does not say which it is
    """

    timezone: str = "UTC"
    week_starts: str = "monday"
    currency: str = "EUR"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as Python knows it."""
        return ZoneInfo(self.timezone)

    def instant_of(self, *, local: datetime) -> datetime:
        """Return the first instant at which the wall clock shows `local` (naive) or later."""
        before = local.replace(tzinfo=self.zone, fold=0).astimezone(UTC)
        if _wall(before, self.zone) == local:
            return before
        after = local.replace(tzinfo=self.zone, fold=1).astimezone(UTC)
        return _first_change(after, before, self.zone)

    def instant_of_day(self, *, day: date) -> datetime:
        """Return the first instant of a day."""
        return _first_instant(self, day)

    def to_local(self, *, at: datetime) -> datetime:
        """Return the instant in the company's zone."""
        return at.astimezone(self.zone)

    def periods(self, *, grain: Grain, start: datetime, end: datetime) -> "Periods":
        """Return the periods that [start, end) touches; there is at least one.

        Raises `TooManyPeriods` where there would be more than `MAX_PERIODS`.
        """
        if (end - start) / _LENGTH[grain] > MAX_PERIODS:
            raise self._too_many(grain, start, end)
        if grain in (Grain.MINUTE, Grain.HOUR):
            bounds = self._clock_bounds(grain, start, end)
        else:
            bounds = self._day_bounds(grain, start, end)
        return Periods(bounds=bounds, zone=self.zone)

    def _too_many(self, grain: Grain, start: datetime, end: datetime) -> TooManyPeriods:
        """Name the days, because one stray event of long ago is reason enough."""
        first, last = (self.to_local(at=at).date() for at in (start, end))
        longer = next(
            one for one in Grain if (end - start) / _LENGTH[one] <= MAX_PERIODS or one is Grain.YEAR
        )
        return TooManyPeriods(
            _("From %(first)s to %(last)s there are more than %(most)d points by %(grain)s.")
            % {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "most": MAX_PERIODS,
                "grain": grain.value,
            },
            next_step=_(
                "Say from when (for example from %(since)s), or ask by %(longer)s. Where an event"
                " of a wrong time makes the log reach so far, undo its import."
            )
            % {
                "since": self.to_local(at=max(start, end - _SHOWN * _LENGTH[grain]))
                .date()
                .isoformat(),
                "longer": longer.value,
            },
            field="by",
        )

    def shifted(self, *, at: datetime, grain: Grain, by: int) -> datetime:
        """Return the instant `by` days, weeks, months, quarters or years away on the wall clock.

        The 31st becomes the last day of a shorter month. Minutes and hours are real time.
        """
        if grain in (Grain.MINUTE, Grain.HOUR):
            return at + by * _LENGTH[grain]
        local = _wall(at, self.zone)
        if grain in _MONTHS:
            return self.instant_of(local=_add_months(local, by * _MONTHS[grain]))
        return self.instant_of(local=local + by * _LENGTH[grain])

    def _clock_bounds(self, grain: Grain, start: datetime, end: datetime) -> tuple[datetime, ...]:
        length = _LENGTH[grain]
        bounds: list[datetime] = []
        for since, until, offset in _offsets(start - 2 * length, end + 2 * length, self.zone):
            first = _floor(since + offset, length) - offset
            entered = _floor(since - timedelta(microseconds=1) + _before(since, self.zone), length)
            if first < since and bounds and entered != _floor(since + offset, length):
                bounds.append(since)
            mark = first if first >= since else first + length
            while mark < until:
                bounds.append(mark)
                mark += length
        return _touched(bounds, start, end)

    def _day_bounds(self, grain: Grain, start: datetime, end: datetime) -> tuple[datetime, ...]:
        day = self._first_day(grain, _wall(start, self.zone).date() - _STEP)
        bounds: list[datetime] = []
        while not bounds or bounds[-1] < end:
            instant = self.instant_of_day(day=day)
            if not bounds or instant > bounds[-1]:
                bounds.append(instant)
            day = _next_day(grain, day)
        return _touched(bounds, start, end)

    def _first_day(self, grain: Grain, day: date) -> date:
        if grain is Grain.WEEK:
            return day - timedelta(days=(day.weekday() - _FIRST_DAY[self.week_starts]) % 7)
        if grain in _MONTHS:
            months = _MONTHS[grain]
            return date(day.year, (day.month - 1) // months * months + 1, 1)
        return day


@dataclass(frozen=True, slots=True)
class Periods:
    """Adjoining periods: the n-th is [bounds[n], bounds[n + 1])."""

    bounds: tuple[datetime, ...]
    zone: ZoneInfo

    @property
    def starts(self) -> tuple[datetime, ...]:
        """When each begins, in the company's zone."""
        return tuple(bound.astimezone(self.zone) for bound in self.bounds[:-1])

    def stretches(self) -> list[tuple[datetime, datetime, timedelta]]:
        """Return (since, until, offset from UTC) for each time between two changes of clocks."""
        return _offsets(self.bounds[0], self.bounds[-1], self.zone)

    def find(self, *, at: datetime) -> int:
        """Return the position of the period that `at` falls in."""
        return bisect_right(self.bounds, at) - 1


def _touched(bounds: list[datetime], start: datetime, end: datetime) -> tuple[datetime, ...]:
    """Keep from the last bound at or before `start` to the first at or after `end`."""
    first = bisect_right(bounds, start) - 1
    last = next(position for position, bound in enumerate(bounds) if bound >= end)
    return tuple(bounds[first : max(last, first + 1) + 1])


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _floor(at: datetime, length: timedelta) -> datetime:
    return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % length


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _before(at: datetime, zone: ZoneInfo) -> timedelta:
    return _offset(at - timedelta(microseconds=1), zone)


def _first_change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant in (low, high] whose offset is not that of `low`, by halving."""
    was = _offset(low, zone)
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, zone) == was else (low, middle)
    return high


@lru_cache(maxsize=MAX_PERIODS)
def _first_instant(calendar: Calendar, day: date) -> datetime:
    """Kept, because every chart asks for the same days again."""
    return calendar.instant_of(local=datetime(day.year, day.month, day.day))  # noqa: DTZ001


@lru_cache(maxsize=4096)
def _changes(year: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when clocks were set forward or back in a year (UTC); never twice in one day."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    found = []
    while day.year == year:
        following = day + _STEP if day.date() < date(9999, 12, 31) else day
        if _offset(day, zone) != _offset(following, zone):
            found.append(_first_change(day, following, zone))
        if following == day:
            break
        day = following
    return tuple(found)


def _offsets(
    start: datetime, end: datetime, zone: ZoneInfo
) -> list[tuple[datetime, datetime, timedelta]]:
    """Return (since, until, offset) for each stretch of [start, end) with one offset."""
    changes = [
        change
        for year in range(start.year, end.year + 1)
        for change in _changes(year, zone)
        if start < change < end
    ]
    edges = [start, *changes, end]
    return [(since, until, _offset(since, zone)) for since, until in pairwise(edges)]


def _next_day(grain: Grain, day: date) -> date:
    if grain in _MONTHS:
        return _add_months(datetime(day.year, day.month, day.day), _MONTHS[grain]).date()  # noqa: DTZ001
    return day + _LENGTH[grain]


def _add_months(local: datetime, months: int) -> datetime:
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - _STEP).day
    return local.replace(year=year, month=month + 1, day=min(local.day, last))
