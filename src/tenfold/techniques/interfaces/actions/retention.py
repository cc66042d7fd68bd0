"""How long a source keeps its single events: said here, done by the log in the background."""

from datetime import datetime

from django.db import transaction

from tenfold.eventlog.store import EventLog
from tenfold.facts.interfaces import SourceRetentionChanged
from tenfold.outbox import tell
from tenfold.techniques.interfaces.models import Source
from tenfold.techniques.interfaces.queries.sources import require_source
from tenfold.techniques.interfaces.rules import retention as rules


@transaction.atomic
def set_retention(*, source_id: int, days: int | None, by: int | None, at: datetime) -> None:
    """Say for how many days a source keeps its single events; None: for ever.

    It holds from the next `apply_retention` on, which is within the hour; until then it can be
    said otherwise and nothing is gone. Raises `UnknownSource`, `KeepDaysInvalid`.
    """
    source = require_source(source_id=source_id)
    wanted = rules.require_days(days=days)
    if source.keep_days == wanted:
        return
    source.keep_days = wanted
    source.save(update_fields=["keep_days"])
    tell(fact=SourceRetentionChanged(source_id=source_id, days=wanted), actor_id=by, at=at)


def apply_retention(*, log: EventLog, at: datetime) -> None:
    """Tell the log from when on each source keeps its events, as of the instant `at`."""
    rows = Source.objects.exclude(keep_days=None).values_list("pk", "keep_days")
    log.retain(
        horizons={source: rules.find_horizon(days=days, at=at) for source, days in rows if days}
    )
