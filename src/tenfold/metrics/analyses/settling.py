"""What a question about persons has settled before anything is read."""

from datetime import datetime, timedelta

from tenfold.kit.clock import EPOCH
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import settle_time
from tenfold.metrics.questions import Question


def settle_some_time(*, question: Question, access: Access) -> tuple[datetime, datetime]:
    """Return [start, end) of a question; a moment of nothing where there is nothing in it."""
    start = question.start or EPOCH
    nothing = start, start + timedelta(microseconds=1)
    return settle_time(question=question, access=access) or nothing


def own_currency(*, calendar: Calendar, access: Access) -> str | None:
    """Return the currency of money that says none: the company's own, where anything says one."""
    known = access.reading().currencies.values()
    return calendar.currency if any(coins - {None} for coins in known) else None
