"""The times that a rolling number is about: at the end of each period, so long back.

Their beginnings and ends cut time into pieces, each in a window whole or not at all. So every event
is put into its piece once, and windows are made of pieces.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar, Grain, Periods
from tenfold.metrics.definitions import Duration, Unit
from tenfold.metrics.questions import InvalidQuestion

MAX_COVERED = 20_000_000
"""Pieces in all windows together, each counted in every window that it is in."""

_GRAINS = {
    Unit.DAY: Grain.DAY,
    Unit.WEEK: Grain.WEEK,
    Unit.MONTH: Grain.MONTH,
    Unit.YEAR: Grain.YEAR,
}


@dataclass(frozen=True, slots=True)
class Windows:
    """One window for each period, in their order.

    pieces  time cut wherever a window begins or ends
    first, until  of each window: it is made of the pieces [first, until)
    """

    pieces: Periods
    first: tuple[int, ...]
    until: tuple[int, ...]

    @property
    def covered(self) -> int:
        """How many pieces all windows have together."""
        return sum(self.until) - sum(self.first)

    def reach(self) -> tuple[tuple[int, int, int], ...]:
        """Return (piece, since, until) of each piece in a window: it is in windows [since, until).

        Windows neither begin nor end before an earlier one does, so they are next to each other.
        """
        found = []
        for piece in range(len(self.pieces.bounds) - 1):
            since, until = bisect_right(self.until, piece), bisect_right(self.first, piece)
            if since < until:
                found.append((piece, since, until))
        return tuple(found)


def windows_of(*, periods: Periods, over: Duration, calendar: Calendar) -> Windows:
    """Return the windows that end with the periods. Raises `InvalidQuestion` for too many."""
    ends = periods.bounds[1:]
    begins = [begin_of(end=end, over=over, calendar=calendar) for end in ends]
    bounds = tuple(sorted({*begins, *ends}))
    place = {bound: at for at, bound in enumerate(bounds)}
    windows = Windows(
        pieces=Periods(bounds=bounds, zone=periods.zone),
        first=tuple(place[begin] for begin in begins),
        until=tuple(place[end] for end in ends),
    )
    if windows.covered > MAX_COVERED:
        raise InvalidQuestion(
            _("So many periods, each over so long a time, are too much to reckon."),
            next_step=_("Ask for fewer, or by longer ones."),
            field="by",
        )
    return windows


def begin_of(*, end: datetime, over: Duration, calendar: Calendar) -> datetime:
    """Return the instant so long before: days, weeks, months and years on the wall."""
    if over.unit in _GRAINS:
        return calendar.shifted(at=end, grain=_GRAINS[over.unit], by=-over.count)
    return end - over.length
