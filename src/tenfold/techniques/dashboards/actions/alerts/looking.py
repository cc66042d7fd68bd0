"""Looking whether alerts fire: all that are due, asked together, each settled for itself."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Q
from django.utils import translation

from tenfold.kit.refusal import Refusal
from tenfold.metrics.asking import calendar_of
from tenfold.people.queries import CompanyView, find_company
from tenfold.techniques.dashboards.actions.alerts.settling import Settled, fail, settle
from tenfold.techniques.dashboards.models import Alert
from tenfold.techniques.dashboards.queries.alerts.finding import Found, find_all
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.windows import JUMP, is_due

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looks:
    """What came of looking: how many alerts, how many incidents began and ended, how many failed."""

    alerts: int = 0
    began: int = 0
    ended: int = 0
    failed: int = 0


def look_at_alerts(*, at: datetime, only: Iterable[int] | None = None) -> Looks:
    """Look at every alert that is due, or just at these of them, due or not.

    All questions are read from the log together. What is wrong with one alert touches no other. It
    may be repeated, and may run twice at once: nothing is written down twice.
    """
    company = find_company()
    if company is None:
        return Looks()
    with translation.override(company.language):
        rows = _rows(at, only)
        found = find_all(rows=rows, company=company, at=at)
        done = [_settle(row, found[row.id], company, at) for row in rows]
    return Looks(
        alerts=len(done),
        began=sum(one.began for one in done if one),
        ended=sum(one.ended for one in done if one),
        failed=done.count(None),
    )


def _rows(at: datetime, only: Iterable[int] | None) -> list[Alert]:
    awake = Alert.objects.filter(removed_at__isnull=True, paused_at__isnull=True)
    if only is not None:
        return list(awake.filter(id__in=set(only)).order_by("id"))
    ripe = Q(next_at__isnull=True) | Q(next_at__lte=at) | Q(looked_at__gt=at + JUMP)
    rows = awake.filter(ripe).order_by("id")
    return [row for row in rows if is_due(next_at=row.next_at, looked_at=row.looked_at, at=at)]


def _settle(
    row: Alert, found: Found | Refusal, company: CompanyView, at: datetime
) -> Settled | None:
    """Write down what came of one alert; None where it could not be answered or written down."""
    calendar = calendar_of(company=company)
    try:
        if isinstance(found, Found):
            return settle(
                alert_id=row.id, version=row.version, found=found, calendar=calendar, at=at
            )
        rule = rule_from_spec(row.rule)
        fail(alert_id=row.id, version=row.version, why=found, rule=rule, calendar=calendar, at=at)
    except (
        DatabaseError
    ):  # somebody else was quicker, or the database is busy: the next look is soon
        log.exception("what alert %s found could not be written down", row.id)
    return None
