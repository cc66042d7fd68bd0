"""Answers in plain words, in the language that is active, with the numbers of its country."""

from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tenfold.metrics.answers import Comparison
from tenfold.metrics.figures import EVENTS, PERSONS, VALUES, Number
from tenfold.ui.format import Formats

_SAME = 0.005
_MANY = 2.0


def amount(*, value: Number | None, unit: str, short: bool = False) -> str:
    """Return a value with its unit: "541,909 events", "£9,747,747.93", "51.87"; "none"."""
    if value is None:
        return _("none")
    formats = _formats()
    words = _counted(int(value), unit) if unit in (EVENTS, PERSONS, VALUES) else None
    if words is not None:
        return words % {"number": formats.number(value=int(value))}
    readable = value if isinstance(value, int | Decimal) else float(value)
    if not unit and not short:
        return formats.number(value=readable, digits=2)
    return formats.value(value=readable, unit=unit, short=short)


def _counted(count: int, unit: str) -> str:
    if unit == EVENTS:
        return ngettext("%(number)s event", "%(number)s events", count)
    if unit == PERSONS:
        return ngettext("%(number)s person", "%(number)s persons", count)
    return ngettext("%(number)s different value", "%(number)s different values", count)


def say(*, value: Number | None, unit: str, previous: Comparison | None) -> str:
    """Return the answer as one sentence: the change where there is something to compare with."""
    if value is None:
        return _("Nothing to tell: no event counts here.")
    if previous is not None:
        return say_change(value=value, previous=previous)
    return f"{amount(value=value, unit=unit)}."


def say_change(*, value: Number | None, previous: Comparison) -> str:
    """Return the change in words: "12 % more than the week before."."""
    before = {"before": _time_before(previous.unit)}
    change = previous.change
    if value is None or previous.value is None or change is None:
        return _say_without_share(value, previous.value) % before
    if abs(change) < _SAME:
        return _("As much as %(before)s.") % before
    if change >= _MANY:
        times = _formats().number(value=round(change + 1, 1))
        return _("%(times)s times as much as %(before)s.") % {"times": times, **before}
    share = {"share": _formats().percent(share=abs(change)), **before}
    if change > 0:
        return _("%(share)s more than %(before)s.") % share
    return _("%(share)s less than %(before)s.") % share


def _say_without_share(value: Number | None, previous: Number | None) -> str:
    if value is None or previous is None or previous:
        return _("Nothing to compare with in %(before)s.")
    return _("Up from nothing in %(before)s.") if value else _("Nothing, as in %(before)s.")


def _time_before(unit: str | None) -> str:
    return {
        "day": _("the day before"),
        "week": _("the week before"),
        "month": _("the month before"),
        "quarter": _("the quarter before"),
        "year": _("the year before"),
    }.get(unit or "", _("the time before"))


def _formats() -> Formats:
    return Formats(language=get_language() or "en")
