"""Decisions about how long a source keeps its single events."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.rules.faults import Fault

MOST_DAYS = 36_500


class KeepDaysInvalid(Refusal):
    """A source keeps its events for a whole number of days, at least one, or for ever."""

    code = "keep_days_invalid"


def require_days(*, days: int | None) -> int | None:
    """Return how many days; None: for ever. Raises `KeepDaysInvalid`."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise _invalid()
    return days


def read_days(*, said: str) -> int | None:
    """Return the days that somebody wrote; None for “forever”. Raises `KeepDaysInvalid`."""
    cleaned = said.strip().lower()
    if cleaned == "forever":
        return None
    if not (cleaned.isascii() and cleaned.isdecimal() and len(cleaned) <= len(str(MOST_DAYS))):
        raise _invalid()
    return require_days(days=int(cleaned))


def find_horizon(*, days: int, at: datetime) -> datetime:
    """Return the instant from when on events are kept: a midnight (UTC), so that days go whole."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=days)


def note_too_old(*, rows: int) -> tuple[Fault, ...]:
    """Return what an import's report says of rows that are older than their source keeps."""
    if not rows:
        return ()
    said = ngettext(
        "%(rows)d row is older than this source keeps its events, and may have been counted already.",
        "%(rows)d rows are older than this source keeps its events, and may have been counted already.",
        rows,
    )
    return (Fault(line=0, column="", value="", reason=said % {"rows": rows}),)


def _invalid() -> KeepDaysInvalid:
    return KeepDaysInvalid(
        _("A source keeps its events for 1 to %(most)d days, or for ever.") % {"most": MOST_DAYS},
        next_step=_("Write a whole number of days, or forever."),
        field="days",
    )
