"""Two presses and their sensors. One of them drifts, fails and stands still."""

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.days import Days, Flags, Floats, Ints, Random
from tenfold.config.demo.tables import Table

_MINUTE = 60_000_000
_HOUR = 60 * _MINUTE
EVERY_MINUTES = 30
FINE_MINUTES = 2
FINE_DAYS_BEFORE, FINE_DAYS_AFTER = 3, 4
"""Around its failure press-2 reports every two minutes: three days before, four after."""
RECENT_MINUTES = 5
RECENT_DAYS = 7
"""In the last week both report every five minutes."""
ROOM, IDLE, WORKING = 21.0, 52.0, 64.0
"""Degrees Celsius: of a cold press, of one that is on at night, of one that works."""
NOISE = 0.6
COOLING_HOURS = 2.5
PEAK = 96.0
"""What press-2 showed when it stopped."""


def failed_at(*, days: Days) -> int:
    """Return when press-2 stopped, in microseconds since the epoch."""
    day = np.array([calendar.failure_day(days=days)])
    return int(days.moments(day=day, fraction=np.array([truth.FAILURE_HOUR / 24]))[0])


def restarted_at(*, days: Days) -> int:
    """Return when press-2 worked again: at seven, after its days of standing still."""
    day = np.array([calendar.failure_day(days=days) + truth.DOWN_DAYS])
    return int(days.moments(day=day, fraction=np.array([7 / 24]))[0])


def _every(*, starts: int, ends: int, minutes: int) -> Ints:
    return np.arange(starts, ends, minutes * _MINUTE, dtype=np.int64)


def reading_moments(*, days: Days, machine: str) -> Ints:
    """Return when a sensor reports."""
    begin, end = int(days.midnights[0]), int(days.midnights[-1])
    recent = int(days.midnights[days.back(RECENT_DAYS - 1)])
    parts = [
        _every(starts=begin, ends=end, minutes=EVERY_MINUTES),
        _every(starts=recent, ends=end, minutes=RECENT_MINUTES),
    ]
    if machine == truth.FAILING_MACHINE:
        day = calendar.failure_day(days=days)
        starts = int(days.midnights[day - FINE_DAYS_BEFORE])
        ends = int(days.midnights[day + FINE_DAYS_AFTER])
        parts.append(_every(starts=starts, ends=ends, minutes=FINE_MINUTES))
    return np.unique(np.concatenate(parts))


def is_working(*, days: Days, at: Ints) -> Flags:
    """Return whether the presses work: from seven to five on working days."""
    day = days.day_of(moments=at)
    begins, ends = days.midnights[day], days.midnights[day + 1]
    hour = (at - begins) / (ends - begins) * 24
    return (days.weekday[day] < 5) & (hour >= 7) & (hour < 17)


def _drift(*, days: Days, at: Ints) -> Floats:
    """Return degrees above the ordinary: a straight line from 0 to the failure."""
    since = (at - (failed_at(days=days) - truth.DRIFT_DAYS * 24 * _HOUR)) / (24 * _HOUR)
    before = (since > 0) & (at < failed_at(days=days))
    return np.where(before, truth.DRIFT_CELSIUS * since / truth.DRIFT_DAYS, 0.0)


def temperatures(*, days: Days, at: Ints, machine: str, random: Random) -> Floats:
    """Return what the sensor shows, in degrees Celsius with one decimal."""
    works = is_working(days=days, at=at)
    level = np.where(works, WORKING, IDLE) + random.normal(0.0, NOISE, len(at))
    if machine == truth.FAILING_MACHINE:
        level = level + _drift(days=days, at=at)
        stopped, again = failed_at(days=days), restarted_at(days=days)
        since = (at - stopped) / _HOUR
        cold = ROOM + (PEAK - ROOM) * np.exp(-np.maximum(since, 0) / COOLING_HOURS)
        level = np.where((at >= stopped) & (at < again), cold, level)
    return np.round(level, 1)


def reading_table(*, days: Days, machine: str, random: Random) -> Table:
    """Return the readings of one press: value is the temperature; vibration follows it."""
    at = reading_moments(days=days, machine=machine)
    value = temperatures(days=days, at=at, machine=machine, random=random)
    vibration = 0.8 + 0.05 * (value - IDLE) + random.normal(0.0, 0.08, len(at))
    return Table(
        name="reading",
        at=at,
        value=value,
        properties={
            "machine": [machine] * len(at),
            "vibration": np.round(np.maximum(vibration, 0.0), 2).tolist(),
        },
    )


def downtime_tables(*, days: Days) -> tuple[Table, Table]:
    """Return press-2 stopping, and working again."""
    stopped = Table(
        name="machine_stopped",
        at=np.array([failed_at(days=days)]),
        properties={"machine": [truth.FAILING_MACHINE], "reason": ["overheated"]},
    )
    started = Table(
        name="machine_started",
        at=np.array([restarted_at(days=days)]),
        properties={"machine": [truth.FAILING_MACHINE], "reason": ["bearing replaced"]},
    )
    return stopped, started
