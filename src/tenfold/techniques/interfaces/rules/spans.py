"""Spans of time as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class UnreadableTime(Refusal):
    """A day or an instant that could not be read."""

    code = "unreadable_time"


class EmptySpan(Refusal):
    """A span that ends before it begins."""

    code = "empty_span"


def read_instant(*, text: str, timezone: str, field: str) -> datetime:
    """Return the instant that `text` names: 2026-11-01 (its first moment) or 2026-11-01T08:30.

    What carries no zone of its own is meant in `timezone`. Raises `UnreadableTime`.
    """
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone))
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableTime(
            _("“%(text)s” is neither a day nor an instant.") % {"text": text[:40]},
            next_step=_("Write 2026-11-01 or 2026-11-01T08:30."),
            field=field,
        ) from error
    return read if read.tzinfo is not None else read.replace(tzinfo=ZoneInfo(timezone))


def require_span(*, start: datetime | None, end: datetime | None) -> None:
    """Raise `EmptySpan` where nothing can lie between the two."""
    if start is not None and end is not None and end <= start:
        raise EmptySpan(
            _("The span ends before it begins."),
            next_step=_(
                "The end is not part of the span: for one day give the next day as its end."
            ),
            field="to",
        )
