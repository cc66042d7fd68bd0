"""Quiet hours: from one time of day to another, by the clock of somebody's own place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From `starts` until `ends` on the clock of `zone` (IANA), over midnight where it ends first.

    Where both are the same time there are no quiet hours.
    """

    starts: time
    ends: time
    zone: str


def end_of_quiet(*, quiet: QuietHours, at: datetime) -> datetime | None:
    """Return when the quiet hours end that hold `at`, in UTC; None where it is not quiet.

    On the night when the clock is put forward, a time that does not exist is the instant after the
    gap. On the night when it is put back, quiet hours begin at the first of two equal times and end
    at the second: nobody is woken because of the clock.
    """
    zone = ZoneInfo(quiet.zone)
    today = at.astimezone(zone).date()
    nights = (_night(quiet, zone, today - timedelta(days=1)), _night(quiet, zone, today))
    return next((ends for starts, ends in nights if starts <= at < ends), None)


def _night(quiet: QuietHours, zone: ZoneInfo, on: date) -> tuple[datetime, datetime]:
    last = on if quiet.starts <= quiet.ends else on + timedelta(days=1)
    return min(_instants(on, quiet.starts, zone)), max(_instants(last, quiet.ends, zone))


def _instants(on: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the two instants that a wall clock may mean; mostly they are the same."""
    local = datetime.combine(on, clock, tzinfo=zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
