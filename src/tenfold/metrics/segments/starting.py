"""Segments to begin with, filled from what the company's events are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog, NameEntry
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import compute
from tenfold.metrics.definitions import Mean, Unique, from_spec
from tenfold.metrics.models import MetricDefinition
from tenfold.metrics.questions import Question

_BUYING = ("order", "purchase", "payment", "sale", "checkout", "buy", "invoice")
_PARTS = ("line", "item", "sent", "fail", "cancel", "start")
_VISITING = ("visit", "view", "session", "catalog", "login", "open")


@dataclass(frozen=True, slots=True)
class Start:
    """A segment that somebody may begin with. `money`: it is about amounts of money."""

    name: str
    title: str
    spec: dict[str, Any]
    money: bool = False


def list_starts(
    *, calendar: Calendar, sees_money: bool, log: EventLog | None = None
) -> tuple[Start, ...]:
    """Return the segments that make sense with the events there are; none with none."""
    log = log or get_log()
    entries = [one for one in log.catalogue() if one.with_actor]
    bought = find_buying(entries=entries)
    if bought is None:
        return _of_anything(entries)
    starts = [
        *_of_buyers(bought.name, _told_apart(bought.name)),
        *_of_lookers(bought.name, entries),
    ]
    if sees_money and bought.with_value and len(bought.currencies) <= 1:
        starts += _big_spenders(bought, calendar, log)
    return tuple(starts)


def find_buying(*, entries: Sequence[NameEntry]) -> NameEntry | None:
    """Return the event that means that somebody bought: named so, or else the most with a value."""
    named = [one for one in entries if any(word in one.name.lower() for word in _BUYING)]
    likely = named or [one for one in entries if one.with_value]
    return max(likely, key=_likely_buying, default=None)


def _likely_buying(one: NameEntry) -> tuple[bool, bool, bool, int]:
    """Whole orders before their lines, what has a price before what has none."""
    name = one.name.lower()
    part = any(word in name for word in _PARTS)
    return name.rstrip("s") in _BUYING, not part, bool(one.currencies), one.with_value


def _did(event: str, **more: Any) -> dict[str, Any]:
    return {"did": {"event": event, **more}}


def _told_apart(event: str) -> dict[str, str]:
    """Return by what the company tells its orders apart where an event is but a line of one."""
    written = (from_spec(row.spec) for row in MetricDefinition.objects.order_by("headline", "name"))
    for one in written:
        if isinstance(one, Unique) and one.event == event and not one.where:
            return {"different": one.property}
    return {}


def _of_buyers(event: str, apart: dict[str, str]) -> list[Start]:
    lapsing = [_did(event, at_least=2, within="365d", **apart), {"not": _did(event, within="90d")}]
    new = [_did(event, within="1mo"), {"not": _did(event, before="1mo")}]
    once = [_did(event, at_most=1, **apart), {"not": _did(event, within="60d")}]
    return [
        Start("about-to-lapse", _("Customers about to lapse"), {"all": lapsing}),
        Start("loyal", _("Loyal customers"), _did(event, at_least=3, within="365d", **apart)),
        Start("new-this-month", _("New customers of the last month"), {"all": new}),
        Start("bought-once", _("Bought once and never again"), {"all": once}),
    ]


def _of_lookers(event: str, entries: Sequence[NameEntry]) -> list[Start]:
    looking = [one for one in entries if any(word in one.name.lower() for word in _VISITING)]
    if not looking:
        return []
    most = max(looking, key=lambda one: one.events)
    spec = {"all": [_did(most.name, within="30d"), {"not": _did(event)}]}
    return [Start("looks-but-never-buys", _("Looks, but never bought"), spec)]


def _big_spenders(bought: NameEntry, calendar: Calendar, log: EventLog) -> list[Start]:
    """Ten times what an event is worth on average, as a round number."""
    question = Question(definition=Mean(event=bought.name))
    mean = compute(question=question, calendar=calendar, access=Access(log=log)).figure.value
    if mean is None or mean <= 0:
        return []
    amount = _rounded(float(mean) * 10)
    spec = _did(bought.name, within="365d", least_sum=amount)
    return [Start("big-spenders", _("Big spenders"), spec, money=True)]


def _of_anything(entries: Sequence[NameEntry]) -> tuple[Start, ...]:
    if not entries:
        return ()
    lapsing = [{"did": {"at_least": 2, "within": "90d"}}, {"not": {"did": {"within": "30d"}}}]
    new = [{"did": {"within": "1mo"}}, {"not": {"did": {"before": "1mo"}}}]
    return (
        Start("about-to-lapse", _("About to lapse"), {"all": lapsing}),
        Start("new-this-month", _("New in the last month"), {"all": new}),
    )


def _rounded(number: float) -> float:
    """To one figure: 1234 becomes 1000."""
    return float(f"{number:.0e}")
