"""When a board that is sent again and again is due, on the company's wall clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LAST_DAY_OF_EVERY_MONTH = 28


class ImpossibleRhythm(Refusal):
    """There is no such day or hour."""

    code = "impossible_rhythm"


class NobodyToSendTo(Refusal):
    """A board is sent to somebody."""

    code = "nobody_to_send_to"


@dataclass(frozen=True)
class Rhythm:
    """`every` day, week or month; `on_day` of a week (1 is Monday) or of a month; at an hour."""

    every: str
    on_day: int
    hour: int


def require_rhythm(*, every: str, on_day: int, hour: int) -> Rhythm:
    """Return the rhythm. Raises `ImpossibleRhythm`."""
    most = {"day": 0, "week": 7, "month": LAST_DAY_OF_EVERY_MONTH}.get(every)
    least = 0 if every == "day" else 1
    if most is None or not least <= on_day <= most or not 0 <= hour <= 23:
        raise ImpossibleRhythm(
            _("There is no such day or hour."),
            next_step=_("Choose a day that every month has, from 1 to 28, and a full hour."),
            field="on_day",
        )
    return Rhythm(every=every, on_day=on_day, hour=hour)


def next_occasion(*, rhythm: Rhythm, after: datetime, timezone: str) -> datetime:
    """Return the first occasion that is later than `after`.

    An hour that the clock leaves out in spring is the one after it; one that it has twice in autumn
    is the first of both.
    """
    zone = ZoneInfo(timezone)
    day = after.astimezone(zone).date()
    while True:
        if _falls_on(rhythm, day):
            occasion = _at_hour(day, rhythm.hour, zone)
            if occasion > after:
                return occasion
        day += timedelta(days=1)


def occasion_now_due(
    *, rhythm: Rhythm, due_at: datetime, at: datetime, timezone: str
) -> datetime | None:
    """Return the newest occasion that is due; None where none is.

    Of several that were missed the newest counts alone: nobody wants five mails at once.
    """
    if due_at > at:
        return None
    newest = due_at
    while (later := next_occasion(rhythm=rhythm, after=newest, timezone=timezone)) <= at:
        newest = later
    return newest


def _falls_on(rhythm: Rhythm, day: date) -> bool:
    if rhythm.every == "week":
        return day.isoweekday() == rhythm.on_day
    return rhythm.every == "day" or day.day == rhythm.on_day


def _at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # The first of two equal hours (fold=0), reckoned with what held before a gap: the hour after it.
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
