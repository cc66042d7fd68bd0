"""Alerts and incidents as plain JSON values, for programs and for the command line."""

from datetime import datetime
from typing import Any

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.queries.alerts import pages
from tenfold.techniques.dashboards.queries.alerts.past import get_past
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule
from tenfold.techniques.dashboards.rules.alerts.owning import FAILURES_UNTIL_TOLD

MOST_INCIDENTS = 200
_AMOUNTS = ("value", "back", "amount", "least")


class CannotBeTried(Refusal):
    """Nobody can say how often an alert would have fired: its question is refused."""

    code = "cannot_be_tried"


def list_alerts(*, asker: Asker) -> list[dict[str, Any]]:
    """Return every alert, by title."""
    rows = Alert.objects.filter(removed_at__isnull=True)
    return [alert_as_json(row=row, asker=asker) for row in rows]


def alert_as_json(*, row: Alert, asker: Asker) -> dict[str, Any]:
    """Return one alert with what is open of it."""
    open_ones = row.incidents.filter(closed_at__isnull=True).order_by("began_at", "id")
    return {
        "id": row.id,
        "title": row.title,
        "about": row.about,
        "query": row.query,
        "key_result": row.key_result,
        "rule": _rule(row, asker),
        "says": pages.say_what(row=row, asker=asker),
        "state": state_of(row=row, open_ones=list(open_ones)),
        "owner": row.owner_id,
        "listeners": row.listeners,
        "urgent": row.urgent,
        "quiet": _quiet(row),
        "version": row.version,
        "made_at": row.made_at,
        "looked_at": row.looked_at,
        "next_at": row.next_at,
        "problem": row.problem if row.failures else "",
        "incidents": [incident_as_json(row=one, alert=row, asker=asker) for one in open_ones],
    }


def _rule(row: Alert, asker: Asker) -> dict[str, Any]:
    """Return the rule; amounts that the viewer may not see are null."""
    if not pages.hides_limits(row=row, asker=asker):
        return dict(row.rule)
    return {name: None if name in _AMOUNTS else value for name, value in row.rule.items()}


def _quiet(row: Alert) -> list[str] | None:
    if row.quiet_begins is None or row.quiet_ends is None:
        return None
    return [row.quiet_begins.strftime("%H:%M"), row.quiet_ends.strftime("%H:%M")]


def state_of(*, row: Alert, open_ones: list[Incident]) -> str:
    """Return what an alert is up to: paused, firing, acknowledged, failing, pending or ok."""
    states = (
        (row.paused_at is not None, "paused"),
        (any(one.holder_id is None for one in open_ones), "firing"),
        (bool(open_ones), "acknowledged"),
        (row.failures >= FAILURES_UNTIL_TOLD, "failing"),
        (row.pending_since is not None, "pending"),
    )
    return next((state for so, state in states if so), "ok")


def list_incidents(*, asker: Asker, open_only: bool, alert_id: int | None) -> list[dict[str, Any]]:
    """Return incidents, the newest first."""
    rows = Incident.objects.select_related("alert").order_by("-began_at", "-id")
    if open_only:
        rows = rows.filter(closed_at__isnull=True)
    if alert_id is not None:
        rows = rows.filter(alert_id=alert_id)
    return [
        incident_as_json(row=row, alert=row.alert, asker=asker) for row in rows[:MOST_INCIDENTS]
    ]


def incident_as_json(*, row: Incident, alert: Alert, asker: Asker) -> dict[str, Any]:
    """Return one incident, as far as the viewer may know it."""
    worst = row.measured.get("worst", {})
    hidden = _hides(row, asker)
    return {
        "id": row.id,
        "alert": alert.id,
        "sentence": pages.say(incident=row, alert=alert, asker=asker),
        "stage": row.stage,
        "labels": [] if hidden == "persons" else row.labels,
        "began_at": row.began_at,
        "last_at": row.last_at,
        "noticed_at": row.noticed_at,
        "over_at": row.over_at,
        "closed_at": row.closed_at,
        "ended": row.ended,
        "periods": row.hits,
        "value": None if hidden else worst.get("value"),
        "against": None if hidden else worst.get("against"),
        "unit": row.measured.get("unit", ""),
        "holder": row.holder_id,
        "taken_at": row.taken_at,
        "put_off_until": row.put_off_until,
    }


def _hides(row: Incident, asker: Asker) -> str:
    if row.measured.get("persons") and not asker.viewer.allows(Permission.SEE_PERSONS):
        return "persons"
    if row.measured.get("money") and not asker.viewer.allows(Permission.SEE_MONEY):
        return "money"
    return ""


def past_as_json(*, query: str, rule: Rule, asker: Asker) -> dict[str, Any]:
    """Return how often an alert would have fired. Raises what its question is refused for."""
    past = get_past(query=query, rule=rule, asker=asker)
    if past.withheld:
        raise CannotBeTried(past.withheld, next_step=past.next_step)
    return {
        "sentence": past.sentence,
        "warning": past.warning,
        "next_step": past.next_step,
        "firings": [{"at": one.at, "sentence": one.sentence} for one in past.firings],
    }


def as_plain(value: Any) -> Any:
    """Return the same with instants as texts: what may cross a socket."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: as_plain(one) for name, one in value.items()}
    return [as_plain(one) for one in value] if isinstance(value, list) else value
