"""The two years: where days begin, how busy each is, and what time of day things happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from tenfold.config.demo import truth
from tenfold.kit import clock

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Random = np.random.Generator

_MILLISECOND = 1_000


@dataclass(frozen=True)
class Days:
    """The days of the simulation, counted from 0, in the company's time zone.

    midnights    microseconds since the epoch at which each day begins, and at which the last ends
    weekday      0 is Monday
    day_of_year  1 to 366
    """

    first_on: date
    midnights: Ints
    weekday: Ints
    day_of_year: Ints

    @property
    def count(self) -> int:
        """How many days there are."""
        return len(self.weekday)

    def back(self, days: int) -> int:
        """Return the number of the day that lies so many days before the last."""
        return self.count - 1 - days

    def between(self, *, starts: int, lasts: int) -> Flags:
        """Return which days lie in a stretch of `lasts` days, the first `starts` days back."""
        number = np.arange(self.count)
        return (number >= self.back(starts)) & (number < self.back(starts) + lasts)

    def on(self, *, number: int) -> date:
        """Return the date of a day."""
        return self.first_on + timedelta(days=int(number))

    def moments(self, *, day: Ints, fraction: Floats) -> Ints:
        """Return microseconds since the epoch, whole milliseconds, for a fraction of each day."""
        begins, ends = self.midnights[day], self.midnights[day + 1]
        micros = begins + ((ends - begins) * fraction).astype(np.int64)
        return micros // _MILLISECOND * _MILLISECOND

    def day_of(self, *, moments: Ints) -> Ints:
        """Return the day of each moment; moments after the last day count as the day after it."""
        return np.searchsorted(self.midnights, moments, side="right").astype(np.int64) - 1


def days_until(*, last_on: date, count: int = truth.DAYS) -> Days:
    """Return the `count` days of which `last_on` is the last."""
    zone = ZoneInfo(truth.TIMEZONE)
    first_on = last_on - timedelta(days=count - 1)
    dates = [first_on + timedelta(days=number) for number in range(count + 1)]
    starts = [datetime(d.year, d.month, d.day, tzinfo=zone) for d in dates]
    return Days(
        first_on=first_on,
        midnights=np.array([clock.to_micros(at=start) for start in starts], np.int64),
        weekday=np.array([d.weekday() for d in dates[:-1]], np.int64),
        day_of_year=np.array([d.timetuple().tm_yday for d in dates[:-1]], np.int64),
    )


def random_for(*, seed: int, part: str) -> Random:
    """Return a stream of its own for a part, so that a change in one part leaves the others be."""
    return np.random.default_rng([seed, crc32(part.encode())])


def season(*, days: Days) -> Floats:
    """Return the factor of the time of year, 1 in an ordinary week. Bells reach over New Year."""
    factor = np.ones(days.count)
    for bump in truth.SEASONS:
        apart = np.abs(days.day_of_year - bump.day_of_year)
        apart = np.minimum(apart, 365 - apart)
        factor += bump.height * np.exp(-0.5 * (apart / bump.width_days) ** 2)
    return factor


def weekly(*, days: Days) -> Floats:
    """Return the factor of the day of the week."""
    return np.array(truth.WEEKDAYS)[days.weekday]


def growth(*, days: Days) -> Floats:
    """Return the factor of the trend, 1 on the first day."""
    return np.power(truth.GROWTH_PER_YEAR, np.arange(days.count) / 365.25)


def promotion_days(*, days: Days) -> Flags:
    """Return on which days the promotion runs."""
    return days.between(starts=truth.PROMOTION_STARTS, lasts=truth.PROMOTION_DAYS)


def bad_days(*, days: Days) -> Flags:
    """Return on which days the card payment fails."""
    return days.between(starts=truth.BAD_WEEK_STARTS, lasts=truth.BAD_WEEK_DAYS)


def norway_days(*, days: Days) -> Flags:
    """Return the days since Norway began to grow."""
    return days.between(starts=truth.NORWAY_LASTS - 1, lasts=truth.NORWAY_LASTS)


def failure_day(*, days: Days) -> int:
    """Return the number of the day on which press-2 failed."""
    early = np.arange(days.count) <= days.back(truth.FAILURE_BACK)
    return int(np.flatnonzero(early & (days.weekday == truth.FAILURE_WEEKDAY))[-1])


def mail_days(*, days: Days) -> Ints:
    """Return the days on which a campaign is sent: every fourth Tuesday, the same for every end."""
    ordinal = days.first_on.toordinal() + np.arange(days.count)
    return np.flatnonzero((days.weekday == 1) & (ordinal // 7 % 4 == 0)).astype(np.int64)


def retail_demand(*, days: Days) -> Floats:
    """Return how many times the ordinary number of retail orders each day brings, without trend."""
    demand = season(days=days) * weekly(days=days)
    demand = np.where(promotion_days(days=days), demand * truth.PROMOTION_LIFT, demand)
    return np.where(bad_days(days=days), demand * truth.BAD_WEEK_PASSES, demand)


def club_demand(*, days: Days) -> Floats:
    """Return the same for club members, who also get the campaigns; business time per day.

    The mean over the two years is 1, so that a week of business time is a week.
    """
    demand = retail_demand(days=days)
    for number in mail_days(days=days).tolist():
        demand[number : number + truth.MAIL_LIFT_DAYS] *= truth.MAIL_LIFT
    business: Floats = demand / demand.mean()
    return business


def country_weights(*, days: Days) -> Floats:
    """Return the weight of each country (columns) on each day (rows), of new retail customers."""
    weights = np.tile(np.array(truth.COUNTRY_SHARES), (days.count, 1))
    weights[norway_days(days=days), truth.NORWAY] *= truth.NORWAY_LIFT
    return weights


def hours_at(*, share: Floats, profile: Sequence[float] = truth.HOURS_SHOP) -> Floats:
    """Return the fraction of the day by which each share of the day's demand has come."""
    cumulative = np.concatenate([[0.0], np.cumsum(profile)])
    return np.interp(share, cumulative / cumulative[-1], np.linspace(0.0, 1.0, len(cumulative)))


def pick(*, random: Random, shares: Sequence[float], size: int) -> Ints:
    """Return `size` places, each drawn by the given shares."""
    cumulative = np.cumsum(shares)
    drawn = np.searchsorted(cumulative / cumulative[-1], random.random(size), side="right")
    return np.minimum(drawn, len(cumulative) - 1).astype(np.int64)
