"""Which events there are, and which properties they carry, by which a number can be broken down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog, NameEntry
from tenfold.metrics.definitions import Definition, occurrences_of
from tenfold.metrics.memory import PerLog

_KEPT_SECONDS = 10.0
_IN_WORDS = frozenset({"text", "boolean"})


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property with some of its values. `in_words`: its values are words, not numbers."""

    name: str
    samples: tuple[str, ...]
    in_words: bool


class Remembered:
    """The catalogue of one log, at most ten seconds old: to read it takes as long as a page may."""

    def __init__(self, *, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._kept: tuple[int, float, Sequence[NameEntry]] | None = None

    def get(self, log: EventLog) -> Sequence[NameEntry]:
        """Return it; as it is now where nothing has changed or what is kept is old, or nothing."""
        version, now = log.version(), self._seconds()
        kept = self._kept
        old = kept is None or now - kept[1] > _KEPT_SECONDS or not kept[2]
        if kept is None or (kept[0] != version and old):
            kept = version, now, log.catalogue()
            self._kept = kept
        return kept[2]


_remembered = PerLog(Remembered)


def list_names() -> Sequence[NameEntry]:
    """Return the names of events, most frequent first, at most ten seconds old."""
    log = get_log()
    return _remembered.get(log).get(log)


def list_properties(*, definition: Definition) -> tuple[PropertyView, ...]:
    """Return the properties of a metric's events, those that most events carry first."""
    names = {one.event for one in occurrences_of(definition)}
    seen: dict[str, tuple[int, PropertyView]] = {}
    log = get_log()
    for entry in _remembered.get(log).get(log):
        if None not in names and entry.name not in names:
            continue
        for one in entry.properties:
            often = sum(one.types.values()) + seen.get(one.name, (0,))[0]
            in_words = bool(_IN_WORDS & one.types.keys())
            seen[one.name] = often, PropertyView(one.name, tuple(one.samples), in_words)
    ordered = sorted(seen.values(), key=lambda pair: (-pair[0], pair[1].name))
    return tuple(view for _, view in ordered)


@dataclass(frozen=True, slots=True)
class EventView:
    """An event name, and how many events have it."""

    name: str
    events: int
    with_actor: int
    with_value: int
    currencies: tuple[str, ...]


def list_events() -> tuple[EventView, ...]:
    """Return the event names that came from outside, the most frequent first."""
    log = get_log()
    return tuple(
        EventView(one.name, one.events, one.with_actor, one.with_value, tuple(one.currencies))
        for one in _remembered.get(log).get(log)
    )


def find_extent() -> tuple[datetime, datetime] | None:
    """Return the instants of the first and the newest event from outside; None without any."""
    extent: tuple[datetime, datetime] | None = get_log().reading().extent
    return extent
