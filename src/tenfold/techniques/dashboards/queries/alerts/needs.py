"""What alerts put before somebody on the home page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import find_company
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.queries.alerts import happenings
from tenfold.techniques.dashboards.queries.needs import Need
from tenfold.techniques.dashboards.rules.alerts.owning import FAILURES_UNTIL_TOLD

MOST = 20


def list_needs(*, viewer: Viewer, at: datetime) -> tuple[Need, ...]:
    """Return what fired and nobody has, or the viewer has; and alerts of theirs that are blind."""
    company = find_company()
    if company is None or not viewer.allows(Permission.SEE_NUMBERS):
        return ()
    rows = Incident.objects.select_related("alert").filter(closed_at__isnull=True)
    waiting = [row for row in rows.order_by("noticed_at")[:200] if _waits_for(row, viewer, at)]
    formats = happenings.formats_of(company=company)
    needs = [
        Need(
            sentence=happenings.say(
                incident=row,
                alert=row.alert,
                company=company,
                at=at,
                sees_money=viewer.allows(Permission.SEE_MONEY),
                sees_persons=viewer.allows(Permission.SEE_PERSONS),
            ),
            detail=_("Alert, %(ago)s · %(who)s")
            % {
                "ago": formats.relative(at=row.noticed_at, now=at),
                "who": _("you have it") if row.holder_id else _("nobody has it yet"),
            },
            url=reverse("dashboards:incident", args=[row.id]),
            verb=_("Look into it"),
            since=row.noticed_at,
            mine=row.holder_id == viewer.account_id,
        )
        for row in waiting[:MOST]
    ]
    return (*needs, *_blind(viewer))


def _waits_for(row: Incident, viewer: Viewer, at: datetime) -> bool:
    put_off = row.put_off_until is not None and row.put_off_until > at
    return not put_off and row.holder_id in (None, viewer.account_id)


def _blind(viewer: Viewer) -> tuple[Need, ...]:
    rows = Alert.objects.filter(
        owner_id=viewer.account_id,
        failures__gte=FAILURES_UNTIL_TOLD,
        removed_at__isnull=True,
        paused_at__isnull=True,
    )
    return tuple(
        Need(
            sentence=_("The alert “%(title)s” can no longer be answered.") % {"title": row.title},
            detail=row.problem,
            url=reverse("dashboards:alert", args=[row.id]),
            verb=_("Mend it"),
            since=row.problem_since,
            mine=True,
        )
        for row in rows
        if row.problem_since is not None
    )
