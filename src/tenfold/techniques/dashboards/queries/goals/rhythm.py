"""Who is to be reminded to check in, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar
from tenfold.people.queries import list_members, list_teams
from tenfold.techniques.dashboards.models import CheckInDay, KeyResult
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.mine import list_waiting, week_of
from tenfold.techniques.dashboards.queries.goals.whose import someone
from tenfold.techniques.dashboards.rules.goals import rhythm


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has not said anything this week, and about what."""

    account_id: int
    titles: tuple[str, ...]
    week: str


@dataclass(frozen=True, slots=True)
class DayChoice:
    """On which day a team is reminded, for whoever may choose it. `team` "": everybody else."""

    team: str
    name: str
    weekday: int
    days: tuple[tuple[int, str, bool], ...]


def list_day_choices(*, asker: Asker) -> tuple[DayChoice, ...]:
    """Return the teams whose day the viewer may choose; none for who may choose nobody's."""
    who, chosen = someone(viewer=asker.viewer), get_days()
    words = asker.formats.locale.days["stand-alone"]["wide"]
    known: list[tuple[int | None, str]] = [(one.id, one.name) for one in list_teams()]
    if who.defines:
        known.insert(0, (None, _("Everybody whose team has no day of its own")))
    found = []
    for team, name in known:
        if who.defines or team in who.leads:
            day = rhythm.day_for(team=team, days=chosen)
            days = tuple((at, str(words[at]), at == day) for at in range(7))
            found.append(DayChoice(str(team or ""), name, day, days))
    return tuple(found)


def get_days() -> Mapping[int | None, int]:
    """Return the weekdays that were chosen: by team, None is everybody else."""
    return dict(CheckInDay.objects.values_list("team_id", "weekday"))


def list_due(*, calendar: Calendar, at: datetime) -> tuple[Due, ...]:
    """Return who is to be reminded at `at`. Whoever has said something about all is not."""
    return tuple(
        found
        for member in list_members()
        if member.is_active
        and (found := find_due(account_id=member.id, calendar=calendar, at=at)) is not None
    )


def find_due(*, account_id: int, calendar: Calendar, at: datetime) -> Due | None:
    """Return what somebody is to be reminded of, once their day has come."""
    waiting: tuple[KeyResult, ...] = list_waiting(account_id=account_id, calendar=calendar, at=at)
    began = calendar.to_local(at=week_of(at=at, calendar=calendar))
    teams = {one.objective.team_id for one in waiting}
    local = calendar.to_local(at=at)
    if not rhythm.is_due(local=local, week_began=began, teams=teams, days=get_days()):
        return None
    return Due(account_id, tuple(one.title for one in waiting), began.date().isoformat())
