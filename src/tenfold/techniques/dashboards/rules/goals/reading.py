"""How a metric is read for a key result, and what that means in plain words.

    so far     the metric over the period of the key result, from its first moment until now
    the last   the metric over the last k days or weeks, until now

"Now" is at most the end of the key result's last day: what happens later does not count.
What is counted or added up is read "so far"; then it begins at nothing, and its start is 0.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import (
    Count,
    Definition,
    Paths,
    Persons,
    Retention,
    Sum,
    Unique,
)

_MOMENT = timedelta(microseconds=1)
MOST = {"day": 366, "week": 53}


class InvalidReading(Refusal):
    """A metric cannot be read that way for a key result."""

    code = "invalid_reading"


class Over(StrEnum):
    """Which stretch of time a metric is read over."""

    SO_FAR = "so_far"
    DAYS = "day"
    WEEKS = "week"


@dataclass(frozen=True, slots=True)
class Reading:
    """So far; or over the last `count` days or weeks."""

    over: Over
    count: int = 0


SO_FAR = Reading(Over.SO_FAR)
_FOUR_WEEKS = Reading(Over.WEEKS, 4)
_TO_COME_BACK = {Grain.WEEK: Reading(Over.WEEKS, 13), Grain.MONTH: Reading(Over.WEEKS, 52)}


def grows(*, definition: Definition) -> bool:
    """Return whether a number read so far can only grow with time: it is counted from nothing."""
    return isinstance(definition, Count | Sum | Persons | Unique)


def adds_up(*, definition: Definition) -> bool:
    """Return whether the days of a period add up to the period."""
    return isinstance(definition, Count | Sum)


def suggest(*, definition: Definition) -> Reading:
    """Return how a metric is usually read: what grows, so far; a rate or a level, over 4 weeks.

    Who comes back is read over as long as it takes to come back: a year, where months are counted.
    """
    if isinstance(definition, Retention):
        return _TO_COME_BACK.get(definition.grain, _FOUR_WEEKS)
    return SO_FAR if grows(definition=definition) else _FOUR_WEEKS


def require_reading(*, reading: Reading, definition: Definition) -> None:
    """Raise `InvalidReading` where a metric cannot be read so."""
    if isinstance(definition, Paths):
        raise InvalidReading(
            _("Ways from event to event are not one number."),
            next_step=_("Choose another number."),
            field="metric",
        )
    if reading.over is not Over.SO_FAR and not 1 <= reading.count <= MOST[reading.over]:
        raise InvalidReading(
            _("A number is read over 1 to %(days)d days, or 1 to %(weeks)d weeks.")
            % {"days": MOST["day"], "weeks": MOST["week"]},
            field="count",
        )


def span(
    *, reading: Reading, begins_at: datetime, until: datetime, calendar: Calendar
) -> tuple[datetime, datetime]:
    """Return the [start, end) over which a metric is read, as it stands at `until`."""
    if reading.over is Over.SO_FAR:
        start = begins_at
    else:
        start = calendar.shifted(at=until, grain=Grain(reading.over.value), by=-reading.count)
    return start, max(until, start + _MOMENT)


def say(*, reading: Reading) -> str:
    """Return over what it is read: "over the last 4 weeks"."""
    if reading.over is Over.SO_FAR:
        return _("from the first day of the period until now")
    if reading.over is Over.DAYS:
        return ngettext("over the last day", "over the last %(count)d days", reading.count) % {
            "count": reading.count
        }
    return ngettext("over the last week", "over the last %(count)d weeks", reading.count) % {
        "count": reading.count
    }
