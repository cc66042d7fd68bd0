"""What the collector turned away, told to the technique `interfaces`, which shows it."""

from tenfold.collector.counters import Counters
from tenfold.techniques.interfaces.queries.refused import RefusedEvent


class CollectorRefusals:
    """A `RefusedDirectory` over the collector's counters."""

    def __init__(self, *, counters: Counters) -> None:
        self._counters = counters

    def count(self, *, source_id: int) -> int:
        """Return how many events of a source were refused since the server started."""
        source = self._counters.snapshot().sources.get(source_id)
        return sum(source.refused.values()) if source else 0

    def latest(self, *, source_id: int, limit: int) -> tuple[RefusedEvent, ...]:
        """Return the last refused events of a source, newest first."""
        source = self._counters.snapshot().sources.get(source_id)
        newest_first = reversed(source.specimens if source else ())
        return tuple(
            RefusedEvent(
                source_id=source_id,
                code=each.code,
                detail=each.detail,
                at=each.at,
                shape=each.shape,
            )
            for each in newest_first
        )[:limit]
