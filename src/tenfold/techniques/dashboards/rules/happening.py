"""An event in one line, as the home page shows it while it happens. Pure: no Django, no clock."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from tenfold.ui.format import Formats

_TELLING = ("title", "product", "description", "page", "path", "city", "country", "campaign")
_ALSO_TELLING = ("line", "machine", "device", "unit", "sku", "status", "channel", "category")
_LONGEST_DETAIL = 48
HIDDEN = "hidden"


class Event(Protocol):
    """What is needed of a stored event."""

    @property
    def id(self) -> str:
        """Unique in the log."""

    @property
    def source(self) -> int:
        """Whose it is; 0 is the company itself."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def name(self) -> str:
        """What happened."""

    @property
    def value(self) -> float | None:
        """What it was worth or measured."""

    @property
    def currency(self) -> str | None:
        """Set where the value is money."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """All else."""


@dataclass(frozen=True)
class Watcher:
    """Who watches: how the company writes, and what this person may see."""

    formats: Formats
    money: bool
    hidden: str = HIDDEN


@dataclass(frozen=True)
class Happening:
    """One line. `at` is an ISO instant, everything else is text to show as it is.

    event  what the log calls it, by which a script finds out whether a list shows such events
    """

    id: str
    at: str
    time: str
    name: str
    value: str
    detail: str
    source: str
    event: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the fields for a script."""
        return asdict(self)


def name_in_words(*, name: str) -> str:
    """Return an event's name for people: "order_line" is "Order line", "$page_view" "Page view"."""
    words = name.lstrip("$").replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:] if words else name


def describe_event(*, event: Event, source: str, watcher: Watcher, now: datetime) -> Happening:
    """Say an event in one line: no actor, and of the properties only what names no person.

    The time of day for today's events, the day or the month for older ones. Money reads as
    `watcher.hidden` for whoever may not see it; a value without a currency is a plain number to
    everybody.
    """
    formats = watcher.formats
    local = formats.local(at=event.at)
    return Happening(
        id=event.id,
        at=event.at.isoformat(),
        time=_time(local, formats.local(at=now), formats),
        name=name_in_words(name=event.name),
        value=_value(event, watcher),
        detail=_detail(event.properties),
        source=source,
        event=event.name,
    )


def _time(local: datetime, now: datetime, formats: Formats) -> str:
    """Say no more than is needed beside events of now: the time, else the day, else the year too."""
    if local.date() == now.date():
        return formats.time(at=local, seconds=True)
    pattern = "dMMM" if local.year == now.year else "yMMM"
    return formats.skeleton(on=local.date(), pattern=pattern)


def _value(event: Event, watcher: Watcher) -> str:
    if event.value is None:
        return ""
    if event.currency is None:
        return watcher.formats.number(value=event.value)
    if not watcher.money:
        return watcher.hidden
    return watcher.formats.money(value=event.value, currency=event.currency)


def _detail(properties: Mapping[str, Any]) -> str:
    """Only names from a short list: the log cannot know which property says who somebody is."""
    lower = {name.lower(): value for name, value in properties.items()}
    found = (lower.get(name) for name in (*_TELLING, *_ALSO_TELLING))
    text = next((one for one in found if isinstance(one, str) and one.strip()), "")
    text = text.replace("_", " ")
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"
