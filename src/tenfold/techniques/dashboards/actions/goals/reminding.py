"""Reminding people of their check-in, once a week; choosing on which day."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold import outbox
from tenfold.facts.goals import CheckInDayChanged
from tenfold.metrics.asking import calendar_of
from tenfold.notices.actions import tell
from tenfold.notices.notice import Audience, Kind, Notice
from tenfold.people.queries import find_company
from tenfold.techniques.dashboards.models import CheckInDay
from tenfold.techniques.dashboards.queries.goals.rhythm import Due, list_due
from tenfold.techniques.dashboards.queries.goals.whose import get_someone
from tenfold.techniques.dashboards.rules.goals import authority, rhythm


def remind_all(*, at: datetime) -> int:
    """Remind whoever has not checked in, once a week; return how many are due.

    Safe to repeat: the same person is told once a week, by the notice's key.
    """
    company = find_company()
    if company is None:
        return 0
    due = list_due(calendar=calendar_of(company=company), at=at)
    with translation.override(company.language):
        for one in due:
            with transaction.atomic():
                tell(notice=_notice(one), to=Audience(accounts=(one.account_id,)), at=at)
    return len(due)


def choose_day(*, team_id: int | None, weekday: int, by: int, at: datetime) -> None:
    """Choose on which weekday (0: Monday) a team is reminded; None: everybody without an own day.

    For who leads the team, and for owners and administrators. Raises `NotYours`, `UnknownWeekday`.
    """
    rhythm.require_weekday(weekday=weekday)
    who = get_someone(account_id=by)
    of = authority.Belongs(owner_id=0, proposed_by=0, team_id=team_id, decided=True)
    authority.require(authority.may_decide(who=who, of=of))
    with transaction.atomic():
        own = Q(team__isnull=True) if team_id is None else Q(team_id=team_id)
        if not CheckInDay.objects.filter(own).update(weekday=weekday):
            CheckInDay.objects.create(team_id=team_id, weekday=weekday)
        fact = CheckInDayChanged(team_id=team_id, weekday=weekday)
        outbox.tell(fact=fact, actor_id=by, at=at)


def _notice(due: Due) -> Notice:
    count = len(due.titles)
    return Notice(
        kind=Kind.CHECK_IN,
        key=f"check_in:{due.account_id}:{due.week}",
        subject=ngettext(
            "How does it go? %(count)d key result waits for a word of yours.",
            "How does it go? %(count)d key results wait for a word of yours.",
            count,
        )
        % {"count": count},
        lines=(", ".join(due.titles[:8]), _("It takes two minutes.")),
        path="/goals/check-in/",
        verb=_("Check in"),
    )
