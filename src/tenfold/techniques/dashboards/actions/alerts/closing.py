"""Closing an incident, whatever the reason: the row, the history, the fact."""

from datetime import datetime

from tenfold import outbox
from tenfold.facts.alerts import AlertResolved, AlertWithdrawn
from tenfold.techniques.dashboards.actions.alerts.history import write_down
from tenfold.techniques.dashboards.models import Incident
from tenfold.techniques.dashboards.rules.alerts.handling import Stage
from tenfold.techniques.dashboards.rules.alerts.reconciling import WITHDRAWN, Ended

_QUIET = frozenset({Ended.PERSON, Ended.CHANGED})
_WHAT = {Ended.PERSON: "resolved"}


def close(
    *,
    row: Incident,
    why: Ended,
    at: datetime,
    over: datetime | None = None,
    by: int | None = None,
    note: str = "",
) -> None:
    """Close an open incident, inside the caller's transaction. `over`: when it ended by itself."""
    withdrawn = why in WITHDRAWN
    row.ended, row.closed_at, row.over_at = why.value, at, over
    quietly = why in _QUIET or _needs_no_end(row, withdrawn=withdrawn)
    row.told_end_at = at if quietly else None
    row.stage = Stage.WITHDRAWN.value if withdrawn else Stage.RESOLVED.value
    row.put_off_until = None
    row.save()
    write_down(
        alert_id=row.alert_id,
        incident_id=row.id,
        what="withdrawn" if withdrawn else _WHAT.get(why, "over"),
        at=at,
        by=by,
        why=why.value,
        **({"note": note} if note else {}),
    )
    fact = AlertWithdrawn if withdrawn else AlertResolved
    told = fact(alert_id=row.alert_id, incident_id=row.id, how=why.value)
    outbox.tell(fact=told, actor_id=by, at=at)


def _needs_no_end(row: Incident, *, withdrawn: bool) -> bool:
    """Whoever never heard that it began need not hear that it was nothing, or that somebody had it."""
    unheard = row.told_at is None
    return unheard and (withdrawn or row.stage == Stage.ACKNOWLEDGED.value)
