"""Telling people of incidents: what waits is gathered, one message an audience, never a storm."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import translation

from tenfold.metrics.asking import calendar_of
from tenfold.notices.actions import tell
from tenfold.notices.notice import Audience
from tenfold.people.queries import CompanyView, find_company
from tenfold.techniques.dashboards.actions.alerts.history import write_down
from tenfold.techniques.dashboards.models import Alert, AlertMessage, Incident
from tenfold.techniques.dashboards.queries.alerts.notices import make_notice
from tenfold.techniques.dashboards.rules.alerts.reconciling import WITHDRAWN
from tenfold.techniques.dashboards.rules.alerts.telling import (
    DAY,
    Message,
    News,
    Quiet,
    Told,
    Waiting,
    plan,
)

_ENDINGS = [one.value for one in WITHDRAWN]


def tell_of_incidents(*, at: datetime) -> int:
    """Tell whoever listens what there is to tell now; return how many messages went out.

    May run twice at once: a message and what it says to be told stand or fall together.
    """
    company = find_company()
    if company is None:
        return 0
    try:
        with translation.override(company.language):
            return _tell(company, at)
    except IntegrityError:  # somebody else is telling the same at this very moment
        return 0


@transaction.atomic
def _tell(company: CompanyView, at: datetime) -> int:
    rows = {row.id: row for row in _rows(at)}
    waiting = [_waiting(row) for row in rows.values()]
    told = _told(at) if waiting else ()
    messages = plan(waiting=waiting, told=told, at=at, calendar=calendar_of(company=company))
    for message in messages:
        _send(message, rows, company, at)
    return len(messages)


def _rows(at: datetime) -> list[Incident]:
    """Return what there may be something to tell of."""
    awake = Q(put_off_until__isnull=True) | Q(put_off_until__lte=at)
    began = Q(closed_at__isnull=True, told_at__isnull=True, stage="firing") & awake
    again = Q(closed_at__isnull=True, put_off_until__lte=at)
    ended = Q(closed_at__isnull=False, told_end_at__isnull=True)
    rows = Incident.objects.select_for_update(of=("self",)).select_related("alert")
    # In one order, so that several who tell at once wait for each other instead of for ever.
    found = rows.filter(began | again | ended, alert__removed_at__isnull=True)
    return list(found.order_by("id"))


def _waiting(row: Incident) -> Waiting:
    alert = row.alert
    quiet = None
    if alert.quiet_begins is not None and alert.quiet_ends is not None:
        quiet = Quiet(alert.quiet_begins, alert.quiet_ends)
    return Waiting(
        incident=row.id,
        alert=alert.id,
        audience=audience_of(alert=alert),
        news=_news(row),
        since=row.closed_at or row.noticed_at,
        urgent=alert.urgent,
        quiet=quiet,
    )


def _news(row: Incident) -> News:
    if row.closed_at is not None:
        return News.WITHDRAWN if row.ended in _ENDINGS else News.OVER
    return News.BEGAN if row.told_at is None else News.STILL


def audience_of(*, alert: Alert) -> str:
    """Return a short text that only alerts with the same listeners have."""
    said = json.dumps(alert.listeners, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _told(at: datetime) -> tuple[Told, ...]:
    rows = AlertMessage.objects.filter(at__gt=at - DAY, at__lte=at)
    return tuple(Told(row.audience, row.at, frozenset(row.alerts)) for row in rows)


def _send(message: Message, rows: dict[int, Incident], company: CompanyView, at: datetime) -> None:
    mine = [(rows[item.incident], item.news) for item in message.items]
    newest = AlertMessage.objects.filter(audience=message.audience).aggregate(Max("number"))
    number = (newest["number__max"] or 0) + 1
    AlertMessage.objects.create(
        audience=message.audience,
        number=number,
        at=at,
        alerts=sorted({item.alert for item in message.items}),
        incidents=[item.incident for item in message.items],
    )
    for row, news in mine:
        _mark(row, news, at)
    key = f"alerts:{message.audience}:{number}"
    notice = make_notice(key=key, items=mine, company=company, at=at)
    tell(notice=notice, to=_listeners(mine), at=at)


def _listeners(mine: Sequence[tuple[Incident, News]]) -> Audience:
    """All of one message have the same."""
    said = mine[0][0].alert.listeners
    return Audience(
        accounts=tuple(said.get("accounts", ())),
        teams=tuple(said.get("teams", ())),
        ways=tuple(said.get("ways", ())),
    )


def _mark(row: Incident, news: News, at: datetime) -> None:
    if row.closed_at is not None:
        row.told_end_at = at
    row.told_at = row.told_at or at
    row.put_off_until = None
    row.save(update_fields=["told_at", "told_end_at", "put_off_until"])
    write_down(alert_id=row.alert_id, incident_id=row.id, what="told", at=at, news=news.value)
