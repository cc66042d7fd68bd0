"""Pure decisions of the pages: which stretch of time they look at, and what an address chooses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar, Grain

STALE = timedelta(days=35)
SPANS: dict[Grain, int] = {
    Grain.HOUR: 24,
    Grain.DAY: 14,
    Grain.WEEK: 13,
    Grain.MONTH: 12,
    Grain.YEAR: 5,
}
"""How many periods a chart shows, the unfinished one included."""


class UnknownChoice(Refusal):
    """An address asks for a grain, a breakdown or a metric that there is not, or not for you."""

    code = "unknown_choice"
    status = 404


@dataclass(frozen=True)
class Span:
    """[start, end) of a chart and of the stretch before it that it is compared with."""

    start: datetime
    end: datetime
    before_start: datetime
    before_end: datetime


def read_grain(*, given: str) -> Grain:
    """Return the grain that an address names. Raises `UnknownChoice`."""
    if given not in {grain.value for grain in SPANS}:
        raise UnknownChoice(
            _("“%(given)s” is no period that can be shown.") % {"given": given},
            next_step=_("One of: %(grains)s") % {"grains": ", ".join(SPANS)},
            field="by",
        )
    return Grain(given)


def choose(*, given: str, among: tuple[str, ...]) -> str:
    """Return the breakdown that an address names; "" is none.

    Raises `UnknownChoice` for one that there is not, or not for this viewer.
    """
    if given and given not in among:
        raise UnknownChoice(
            _("The number cannot be split by “%(given)s”.") % {"given": given},
            next_step=_("Choose one of the list."),
            field="breakdown",
        )
    return given


def reckon_until(*, newest: datetime | None, at: datetime) -> datetime:
    """Return the instant up to which pages look.

    That is the end of this minute, unless the newest event is more than five weeks old, as after
    the import of an old file: then every week of now would be empty, and the newest event's instant
    is the better "now".
    """
    if newest is None or at - newest <= STALE:
        # The end of this minute: then all who look within it ask the same question, once.
        return at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return newest + timedelta(microseconds=1)


def span_of(*, grain: Grain, until: datetime, calendar: Calendar) -> Span:
    """Return the stretch that a chart shows: as many periods as `SPANS` says, ending with `until`.

    The stretch before lies as many periods back, on the wall clock.
    """
    current = calendar.periods(grain=grain, start=until, end=until).bounds[0]
    count = SPANS[grain]
    start = calendar.shifted(at=current, grain=grain, by=1 - count)
    return Span(
        start=start,
        end=until,
        before_start=calendar.shifted(at=start, grain=grain, by=-count),
        before_end=calendar.shifted(at=current, grain=grain, by=1 - count),
    )


def week_of(*, until: datetime, calendar: Calendar) -> datetime:
    """Return when the week began that `until` lies in."""
    return calendar.periods(grain=Grain.WEEK, start=until, end=until).bounds[0]
