"""The history of an alert: one line for everything that became of it."""

from datetime import datetime
from typing import Any

from tenfold.techniques.dashboards.models import AlertChange


def write_down(
    *,
    alert_id: int,
    what: str,
    at: datetime,
    incident_id: int | None = None,
    by: int | None = None,
    **says: Any,
) -> None:
    """Write a line into the history, inside the caller's transaction."""
    AlertChange.objects.create(
        alert_id=alert_id, incident_id=incident_id, what=what, at=at, by_id=by, says=says
    )
