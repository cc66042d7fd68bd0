"""Which properties the events of a metric carry, and so by which it can be broken down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog, NameEntry
from tenfold.metrics.definitions import Definition, Measure
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
        """Return it; as it is now where nothing has changed or what is kept is old."""
        version, now = log.version(), self._seconds()
        kept = self._kept
        if kept is None or (kept[0] != version and now - kept[1] > _KEPT_SECONDS):
            kept = version, now, log.catalogue()
            self._kept = kept
        return kept[2]


_remembered = PerLog(Remembered)


def list_properties(*, definition: Definition) -> tuple[PropertyView, ...]:
    """Return the properties of a metric's events, those that most events carry first."""
    measures = (definition,) if isinstance(definition, Measure) else (definition.of, definition.per)
    names = {measure.event for measure in measures}
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
