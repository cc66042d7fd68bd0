"""What it would mean to keep a source's events for some days only."""

from dataclasses import dataclass
from datetime import date, datetime

from tenfold.eventlog.store import EventLog
from tenfold.techniques.interfaces.queries.sources import require_source
from tenfold.techniques.interfaces.rules.retention import find_horizon, require_days


@dataclass(frozen=True)
class RetentionPreview:
    """How many single events of a source would become totals: those before `before`.

    `days` None: for ever; then none would, and `before` is None.
    """

    source_id: int
    name: str
    days: int | None
    before: datetime | None
    events: int

    @property
    def before_on(self) -> date | None:
        """The day (UTC) that is the first to be kept."""
        return None if self.before is None else self.before.date()


def preview_retention(
    *, source_id: int, days: int | None, log: EventLog, at: datetime
) -> RetentionPreview:
    """Return what would become of a source's events. Raises `UnknownSource`, `KeepDaysInvalid`."""
    source = require_source(source_id=source_id)
    wanted = require_days(days=days)
    before = None if wanted is None else find_horizon(days=wanted, at=at)
    events = 0 if before is None else log.count_before(source=source.pk, at=before)
    return RetentionPreview(
        source_id=source.pk, name=source.name, days=wanted, before=before, events=events
    )
