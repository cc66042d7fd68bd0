"""What came in since the process started, by source: for the pages and for `tenfold doctor`."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from tenfold.collector.verdicts import Specimen, Verdict

_SPECIMENS = 5


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long one step took: how often it ran, and seconds in all and at most."""

    name: str
    runs: int
    seconds: float
    longest: float


@dataclass(frozen=True, slots=True)
class RefusedSpecimen:
    """A refused event, redacted, and when it came."""

    at: datetime
    code: str
    detail: str
    shape: str


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What a source sent. `turned_away` counts whole requests by the code of their refusal."""

    source_id: int
    requests: int
    accepted: int
    duplicates: int
    refused: dict[str, int]
    turned_away: dict[str, int]
    last_seen_at: datetime | None
    specimens: tuple[RefusedSpecimen, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything counted so far. `strangers` counts requests without a valid key, by code."""

    sources: dict[int, SourceCount]
    strangers: dict[str, int]
    steps: tuple[StepTime, ...]


@dataclass(slots=True)
class _Tally:
    requests: int = 0
    accepted: int = 0
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    turned_away: Counter[str] = field(default_factory=Counter)
    last_seen_at: datetime | None = None
    specimens: deque[RefusedSpecimen] = field(default_factory=lambda: deque(maxlen=_SPECIMENS))


@dataclass(slots=True)
class _Stopwatch:
    runs: int = 0
    seconds: float = 0.0
    longest: float = 0.0


class Counters:
    """Counts. Written on the event loop, read from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sources: dict[int, _Tally] = {}
        self._strangers: Counter[str] = Counter()
        self._steps: dict[str, _Stopwatch] = {}

    def count_step(self, *, name: str, seconds: float) -> None:
        """Note that a step ran for so long."""
        watch = self._steps.get(name)
        if watch is None:
            with self._lock:
                watch = self._steps.setdefault(name, _Stopwatch())
        watch.runs += 1
        watch.seconds += seconds
        watch.longest = max(watch.longest, seconds)

    def count_answer(
        self,
        *,
        source: int,
        at: datetime,
        accepted: int,
        duplicates: int,
        refused: Iterable[Verdict],
        specimens: Iterable[Specimen],
    ) -> None:
        """Note what became of a request's events."""
        with self._lock:
            tally = self._sources.setdefault(source, _Tally())
            tally.requests += 1
            tally.accepted += accepted
            tally.duplicates += duplicates
            tally.last_seen_at = at
            tally.refused.update(verdict.code for verdict in refused)
            tally.specimens.extend(
                RefusedSpecimen(at, seen.code, seen.detail, seen.shape) for seen in specimens
            )

    def count_turned_away(self, *, source: int | None, code: str, at: datetime) -> None:
        """Note that a whole request was turned away; `source` is None without a valid key."""
        with self._lock:
            if source is None:
                self._strangers[code] += 1
                return
            tally = self._sources.setdefault(source, _Tally())
            tally.requests += 1
            tally.turned_away[code] += 1
            tally.last_seen_at = at

    def snapshot(self) -> Snapshot:
        """Return everything counted so far, as it is at this moment."""
        with self._lock:
            return Snapshot(
                sources={source: _frozen(source, tally) for source, tally in self._sources.items()},
                strangers=dict(self._strangers),
                steps=tuple(
                    StepTime(name, watch.runs, watch.seconds, watch.longest)
                    for name, watch in self._steps.items()
                ),
            )


def _frozen(source: int, tally: _Tally) -> SourceCount:
    return SourceCount(
        source_id=source,
        requests=tally.requests,
        accepted=tally.accepted,
        duplicates=tally.duplicates,
        refused=dict(tally.refused),
        turned_away=dict(tally.turned_away),
        last_seen_at=tally.last_seen_at,
        specimens=tuple(tally.specimens),
    )
