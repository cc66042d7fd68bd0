"""What people do with an incident: take it, give it back, put it off, say that it is dealt with."""

from datetime import datetime

from django.db import transaction

from tenfold import outbox
from tenfold.facts.alerts import AlertAcknowledged
from tenfold.techniques.dashboards.actions.alerts.closing import close
from tenfold.techniques.dashboards.actions.alerts.history import write_down
from tenfold.techniques.dashboards.models import Incident
from tenfold.techniques.dashboards.rules.alerts import handling
from tenfold.techniques.dashboards.rules.alerts.handling import Stage
from tenfold.techniques.dashboards.rules.alerts.owning import unknown_incident
from tenfold.techniques.dashboards.rules.alerts.reconciling import Ended

_MINUTE = 60


@transaction.atomic
def acknowledge(*, incident_id: int, by: int, at: datetime, note: str = "") -> None:
    """Take an incident: from now on it is theirs. Taking it again changes nothing but the note.

    Raises `UnknownIncident`, `IncidentOver`, `InvalidHandling`.
    """
    row = _row(incident_id)
    handling.require_note(note=note)
    stage = handling.acknowledge(stage=Stage(row.stage))
    if row.holder_id == by and not note:
        return
    first = row.holder_id != by
    row.stage, row.holder_id, row.taken_at = stage.value, by, at if first else row.taken_at
    row.save()
    _write(row, "taken", by, at, note)
    if first:
        waited = max(0, int((at - row.noticed_at).total_seconds() // _MINUTE))
        fact = AlertAcknowledged(alert_id=row.alert_id, incident_id=row.id, minutes=waited)
        outbox.tell(fact=fact, actor_id=by, at=at)


@transaction.atomic
def give_back(*, incident_id: int, by: int, at: datetime) -> None:
    """Let an incident wait for somebody again. Raises `UnknownIncident`, `IncidentOver`."""
    row = _row(incident_id)
    row.stage = handling.give_back(stage=Stage(row.stage)).value
    if row.holder_id is None:
        return
    row.holder_id, row.taken_at = None, None
    row.save()
    _write(row, "given_back", by, at)


@transaction.atomic
def put_off(*, incident_id: int, until: datetime, by: int, at: datetime) -> None:
    """Say nothing of an incident until then; if it is still open, its listeners hear of it again.

    Raises `UnknownIncident`, `IncidentOver`, `InvalidHandling`.
    """
    row = _row(incident_id)
    handling.snooze(stage=Stage(row.stage), until=until, at=at)
    row.put_off_until = until
    row.save()
    _write(row, "put_off", by, at, until=until.isoformat())


@transaction.atomic
def resolve(*, incident_id: int, by: int, at: datetime, note: str = "") -> None:
    """Say that an incident is dealt with. It does not open again before it has been over once.

    Raises `UnknownIncident`, `IncidentOver`, `InvalidHandling`.
    """
    row = _row(incident_id)
    handling.require_note(note=note)
    handling.resolve(stage=Stage(row.stage))
    close(row=row, why=Ended.PERSON, at=at, by=by, note=note)


def _row(incident_id: int) -> Incident:
    row = Incident.objects.select_for_update().filter(id=incident_id).first()
    if row is None:
        raise unknown_incident()
    return row


def _write(row: Incident, what: str, by: int, at: datetime, note: str = "", **says: str) -> None:
    write_down(
        alert_id=row.alert_id,
        incident_id=row.id,
        what=what,
        by=by,
        at=at,
        **({"note": note} if note else {}),
        **says,
    )
