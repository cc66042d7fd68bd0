"""What the goals need from somebody, for the home page."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.asking import calendar_of
from tenfold.metrics.calendar import Calendar
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import get_company
from tenfold.techniques.dashboards.models import Objective
from tenfold.techniques.dashboards.queries.goals.mine import week_of
from tenfold.techniques.dashboards.queries.goals.rhythm import find_due
from tenfold.techniques.dashboards.queries.goals.whose import belongs, someone
from tenfold.techniques.dashboards.queries.needs import Need
from tenfold.techniques.dashboards.rules.goals import authority
from tenfold.techniques.dashboards.rules.goals.authority import Someone
from tenfold.techniques.dashboards.rules.goals.states import State

_DAY = timedelta(days=1)


def list_needs(*, viewer: Viewer, at: datetime) -> tuple[Need, ...]:
    """Return what waits, what waits for the viewer first, then by how long it has waited.

    Proposals to decide about, objectives that are over and not scored, and, from the day of the
    reminder on, the viewer's own check-in of this week.
    """
    if not viewer.allows(Permission.SEE_NUMBERS):
        return ()
    calendar, who = calendar_of(company=get_company()), someone(viewer=viewer)
    found = [*_check_in(viewer, calendar, at), *_proposals(who), *_to_score(who, calendar, at)]
    return tuple(sorted(found, key=lambda one: (not one.mine, one.since)))


def _check_in(viewer: Viewer, calendar: Calendar, at: datetime) -> Iterator[Need]:
    due = find_due(account_id=viewer.account_id, calendar=calendar, at=at)
    if due is not None:
        count = len(due.titles)
        said = ngettext(
            "%(count)d key result of yours waits for a check-in.",
            "%(count)d key results of yours wait for a check-in.",
            count,
        )
        yield Need(
            sentence=said % {"count": count},
            detail=_("Check-in, two minutes"),
            url=reverse("dashboards:goals_check_in"),
            verb=_("Check in"),
            since=week_of(at=at, calendar=calendar),
            mine=True,
        )


def _proposals(who: Someone) -> Iterator[Need]:
    rows = Objective.objects.filter(state=State.PROPOSED, archived_at__isnull=True)
    for row in rows.select_related("proposed_by", "team"):
        if not authority.may_decide(who=who, of=belongs(row=row)):
            continue
        name = row.proposed_by.name or row.proposed_by.email
        yield Need(
            sentence=_("%(name)s proposes a goal: %(title)s") % {"name": name, "title": row.title},
            detail=_("Proposal for %(team)s") % {"team": row.team.name}
            if row.team
            else _("Proposal for the whole company"),
            url=reverse("dashboards:goal", args=[row.id]),
            verb=_("Decide"),
            since=row.proposed_at,
            mine=row.team_id in who.leads,
        )


def _to_score(who: Someone, calendar: Calendar, at: datetime) -> Iterator[Need]:
    today = calendar.to_local(at=at).date()
    rows = Objective.objects.filter(
        state=State.ADOPTED, archived_at__isnull=True, ends_on__lt=today
    )
    for row in rows:
        if authority.may_change(who=who, of=belongs(row=row)):
            yield Need(
                sentence=_("%(title)s is over. How did it go?") % {"title": row.title},
                detail=_("Goal to be scored"),
                url=reverse("dashboards:goal_close", args=[row.id]),
                verb=_("Score it"),
                since=calendar.instant_of(local=datetime.combine(row.ends_on + _DAY, time())),
                mine=row.owner_id == who.account_id,
            )
