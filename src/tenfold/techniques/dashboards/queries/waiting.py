"""All that waits for somebody: of alerts and of goals, as the home page lists it."""

from datetime import datetime

from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.queries.alerts import needs as alerts
from tenfold.techniques.dashboards.queries.goals import needs as goals
from tenfold.techniques.dashboards.queries.needs import Need


def list_waiting(*, viewer: Viewer, at: datetime) -> tuple[Need, ...]:
    """Return what waits: what waits for the viewer alone first, then what has waited longest."""
    found = (*alerts.list_needs(viewer=viewer, at=at), *goals.list_needs(viewer=viewer, at=at))
    return tuple(sorted(found, key=lambda need: (not need.mine, need.since)))
