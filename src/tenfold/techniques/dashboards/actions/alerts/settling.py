"""Writing down what a look at one alert found, in one transaction.

Whoever looks, however often and however many at once: what is written down is decided by what stands
in the rows inside the transaction, and the database has at most one open incident for a value.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.alerts import AlertFailing, AlertFired
from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar
from tenfold.notices.actions import tell
from tenfold.notices.notice import Audience, Kind, Notice
from tenfold.techniques.dashboards.actions.alerts.closing import close
from tenfold.techniques.dashboards.actions.alerts.history import write_down
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.queries.alerts.finding import Found
from tenfold.techniques.dashboards.rules.alerts import owning
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule
from tenfold.techniques.dashboards.rules.alerts.episodes import Episode, State
from tenfold.techniques.dashboards.rules.alerts.handling import Stage
from tenfold.techniques.dashboards.rules.alerts.judging import Verdict
from tenfold.techniques.dashboards.rules.alerts.reconciling import (
    Begin,
    End,
    Ended,
    GoOn,
    Known,
    Looked,
    Move,
    reconcile,
)
from tenfold.techniques.dashboards.rules.alerts.windows import JUMP, next_look


@dataclass(frozen=True)
class Settled:
    """What came of it: how many incidents began, and how many ended."""

    began: int = 0
    ended: int = 0


@transaction.atomic
def settle(
    *, alert_id: int, version: int, found: Found, calendar: Calendar, at: datetime
) -> Settled:
    """Write down what was found. Of an alert that was changed meanwhile: nothing."""
    row = _row(alert_id, version, at)
    if row is None:
        return Settled()
    looked = Looked(since=found.since, until=found.until, at=at, before=row.judged_until)
    moves = reconcile(courses=found.courses, known=_known(row, found), looked=looked)
    done = [_do(row, move, found, at) for move in moves]
    _be_well(row, at)
    row.looked_at = at
    row.next_at = next_look(rule=found.rule, at=at, calendar=calendar)
    row.judged_until = found.until
    row.pending_since = _pending_since(found)
    row.unit = found.unit
    row.save()
    return Settled(began=done.count("began"), ended=done.count("ended"))


@transaction.atomic
def fail(
    *, alert_id: int, version: int, why: Refusal, rule: Rule, calendar: Calendar, at: datetime
) -> None:
    """Write down that an alert could not be answered; its owner is told after some times in a row."""
    row = _row(alert_id, version, at)
    if row is None:
        return
    row.failures += 1
    row.problem = f"{why.sentence} {why.next_step}".strip()
    row.problem_since = row.problem_since or at
    row.looked_at = at
    row.next_at = next_look(rule=rule, at=at, calendar=calendar)
    if owning.is_to_be_told(failures=row.failures, told_at=row.problem_told_at):
        row.problem_told_at = at
        _tell_owner(row, at)
    row.save()


def _row(alert_id: int, version: int, at: datetime) -> Alert | None:
    """Return the alert as it is now, unless somebody looked later already or it has changed."""
    row = Alert.objects.select_for_update().filter(
        id=alert_id, version=version, removed_at__isnull=True, paused_at__isnull=True
    )
    found = row.first()
    if found is None or found.looked_at is None or found.looked_at <= at:
        return found
    return found if found.looked_at - at > JUMP else None


def _pending_since(found: Found) -> datetime | None:
    waiting = (one.since for one in found.courses.values() if one.state is State.PENDING)
    return min((since for since in waiting if since is not None), default=None)


def _known(row: Alert, found: Found) -> list[Known]:
    """Return the incidents that the look can have to do with: open ones, and those of its time."""
    mine = row.incidents.filter(version=row.version)
    recent = mine.filter(last_at__gte=found.since) | mine.filter(closed_at__isnull=True)
    return [
        Known(
            id=one.id,
            value=one.value,
            began=one.began_at,
            last=one.last_at,
            ended=Ended(one.ended) if one.ended else None,
        )
        for one in recent.order_by("began_at", "id")
    ]


def _do(row: Alert, move: Move, found: Found, at: datetime) -> str:
    if isinstance(move, Begin):
        return _begin(row, move, found, at)
    incident = Incident.objects.get(id=move.id)
    if isinstance(move, End):
        if move.episode is not None:
            _measure(incident, move.episode, found)
        close(row=incident, why=move.why, at=at, over=move.over)
        return "ended"
    return _go_on(incident, move, found, at)


def _begin(row: Alert, move: Begin, found: Found, at: datetime) -> str:
    incident = Incident(
        alert=row,
        version=row.version,
        value=move.value,
        labels=list(found.labels.get(move.value, ())),
        began_at=move.episode.began,
        noticed_at=at,
    )
    _measure(incident, move.episode, found)
    if move.episode.over is not None:  # it is never open: another may be
        incident.stage, incident.ended = Stage.RESOLVED.value, Ended.CALM.value
        incident.closed_at = at
    incident.save()
    write_down(alert_id=row.id, incident_id=incident.id, what="began", at=at)
    outbox.tell(fact=AlertFired(alert_id=row.id, incident_id=incident.id), at=at)
    if move.episode.over is not None:
        close(row=incident, why=Ended.CALM, at=at, over=move.episode.over)
    return "began"


def _go_on(incident: Incident, move: GoOn, found: Found, at: datetime) -> str:
    before = (incident.last_at, incident.hits, incident.measured)
    _measure(incident, move.episode, found)
    if move.reopen:
        incident.stage, incident.ended = _stage_of(incident).value, ""
        incident.closed_at = incident.over_at = incident.told_end_at = None
        what = "reopened"
        write_down(alert_id=incident.alert_id, incident_id=incident.id, what=what, at=at)
        told = AlertFired(alert_id=incident.alert_id, incident_id=incident.id)
        outbox.tell(fact=told, at=at)
    if move.reopen or before != (incident.last_at, incident.hits, incident.measured):
        incident.save()
    return "began" if move.reopen else ""


def _stage_of(incident: Incident) -> Stage:
    return Stage.ACKNOWLEDGED if incident.holder_id else Stage.FIRING


def _measure(incident: Incident, episode: Episode, found: Found) -> None:
    """Put what was measured into the row; its beginning stays what it was first said to be."""
    incident.last_at = max(episode.last, incident.began_at)
    incident.hits = episode.hits
    incident.measured = {
        "unit": found.unit,
        "money": found.is_money,
        "persons": found.persons,
        "by": found.rule.grain.value,
        # Said once: later looks reach back exactly to where an old incident began.
        "longer": incident.measured.get("longer", episode.began <= found.since),
        "worst": _said(episode.worst),
    }


def _said(one: Verdict) -> dict[str, str | float | None]:
    return {
        "at": one.start.isoformat(),
        "value": one.value,
        "against": one.against,
        "moved": one.moved,
    }


def _be_well(row: Alert, at: datetime) -> None:
    """It was answered: whatever was wrong before is over."""
    if row.problem_told_at is not None:
        write_down(alert_id=row.id, what="answering", at=at)
    row.failures, row.problem, row.problem_since, row.problem_told_at = 0, "", None, None


def _tell_owner(row: Alert, at: datetime) -> None:
    write_down(alert_id=row.id, what="failing", at=at, problem=row.problem)
    outbox.tell(fact=AlertFailing(alert_id=row.id, failures=row.failures), at=at)
    stamp = int(row.problem_since.timestamp()) if row.problem_since else 0
    notice = Notice(
        kind=Kind.ALERT,
        key=f"alert:{row.id}:failing:{stamp}",
        subject=_("The alert “%(title)s” can no longer be answered") % {"title": row.title},
        lines=(row.problem, _("Until that is mended it warns of nothing.")),
        path=f"/alerts/{row.id}/",
        verb=_("Look into it"),
    )
    tell(notice=notice, to=Audience(accounts=(row.owner_id,)), at=at)
