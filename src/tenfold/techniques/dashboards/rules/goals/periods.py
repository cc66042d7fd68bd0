"""The stretches of time that objectives are made for: a month, a quarter, a year, or own dates.

Days are days of the company's calendar. Both the first and the last belong to a period.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAY = timedelta(days=1)
LONGEST = timedelta(days=5 * 366)
FIRST_YEAR, LAST_YEAR = 1970, 8000


class InvalidPeriod(Refusal):
    """Days that are no period, or lie outside of one."""

    code = "invalid_period"


class Length(StrEnum):
    """How long a period is. OWN: from one day to another."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From its first day to its last."""

    starts_on: date
    ends_on: date
    length: Length = Length.OWN

    @property
    def key(self) -> str:
        """How an address says it: 2026, 2026-Q4, 2026-11, 2026-10-05..2026-11-20."""
        first = self.starts_on
        if self.length is Length.YEAR:
            return f"{first.year:04}"
        if self.length is Length.QUARTER:
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        if self.length is Length.MONTH:
            return f"{first.year:04}-{first.month:02}"
        return f"{first.isoformat()}..{self.ends_on.isoformat()}"

    @property
    def days(self) -> int:
        """How many days belong to it."""
        return (self.ends_on - self.starts_on).days + 1

    def has(self, *, on: date) -> bool:
        """Return whether a day belongs to it."""
        return self.starts_on <= on <= self.ends_on

    def touches(self, *, other: "Period") -> bool:
        """Return whether any day belongs to both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def period_of(*, length: Length, on: date) -> Period:
    """Return the month, quarter or year that a day belongs to. Raises `InvalidPeriod` for OWN."""
    months = _MONTHS.get(length)
    if months is None:
        raise InvalidPeriod(_("A period of your own needs its two days."), field="starts_on")
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    return Period(first, _first_after(first, months) - _DAY, length)


def following(*, period: Period) -> Period:
    """Return the period after one: the next quarter, or as many days as this one has."""
    first = period.ends_on + _DAY
    if period.length is Length.OWN:
        return Period(first, first + (period.ends_on - period.starts_on))
    return period_of(length=period.length, on=first)


def before(*, period: Period) -> Period:
    """Return the period before one."""
    last = period.starts_on - _DAY
    if period.length is Length.OWN:
        return Period(last - (period.ends_on - period.starts_on), last)
    return period_of(length=period.length, on=last)


def make_period(*, length: Length, starts_on: date, ends_on: date) -> Period:
    """Return the period of these days.

    Raises `InvalidPeriod` where it ends before it begins, is longer than five years, or where a
    month, quarter or year has other days than the calendar gives it.
    """
    if ends_on < starts_on:
        raise InvalidPeriod(
            _("The period ends before it begins."),
            next_step=_("Choose a last day that is not before the first."),
            field="ends_on",
        )
    if not (starts_on.year >= FIRST_YEAR and ends_on.year <= LAST_YEAR):
        raise InvalidPeriod(_("This year is out of reach."), field="starts_on")
    if ends_on - starts_on > LONGEST:
        raise InvalidPeriod(
            _("A period is at most five years long."),
            next_step=_("Make an objective for a year, and carry it over."),
            field="ends_on",
        )
    made = Period(starts_on, ends_on, length)
    if length is not Length.OWN and made != period_of(length=length, on=starts_on):
        raise InvalidPeriod(
            _("These days are not a whole %(length)s.") % {"length": length.value},
            next_step=_("Choose “own dates”, or the first and the last day of it."),
            field="starts_on",
        )
    return made


def read_period(*, key: str) -> Period:
    """Return the period that an address says (see `Period.key`). Raises `InvalidPeriod`."""
    try:
        return _read(key)
    except (ValueError, OverflowError) as error:
        raise InvalidPeriod(
            _("“%(key)s” is no period.") % {"key": key[:30]},
            next_step=_("Write 2026, 2026-Q4, 2026-11 or 2026-10-05..2026-11-20."),
            field="period",
        ) from error


def _read(key: str) -> Period:
    if ".." in key:
        first, last = (date.fromisoformat(one) for one in key.split("..", 1))
        return make_period(length=Length.OWN, starts_on=first, ends_on=last)
    year, _dash, rest = key.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        raise ValueError(key)
    if not rest:
        return period_of(length=Length.YEAR, on=date(int(year), 1, 1))
    if rest in ("Q1", "Q2", "Q3", "Q4"):
        return period_of(length=Length.QUARTER, on=date(int(year), int(rest[1]) * 3, 1))
    if not (len(rest) == 2 and rest.isascii() and rest.isdigit()):
        raise ValueError(key)
    return period_of(length=Length.MONTH, on=date(int(year), int(rest), 1))


def _first_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
