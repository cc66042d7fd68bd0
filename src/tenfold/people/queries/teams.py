"""What is known about teams: who is in them, who leads, who was there before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from tenfold.people import models, rules


@dataclass(frozen=True, slots=True)
class MemberOfTeam:
    """Somebody who is in a team. Not active: their account was closed."""

    account_id: int
    name: str
    leads: bool
    is_active: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class PastMember:
    """Somebody who was in a team, from when to when."""

    account_id: int
    name: str
    led: bool
    joined_at: datetime
    left_at: datetime


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team and who is in it: those who lead first, then by name."""

    id: int
    name: str
    about: str
    members: tuple[MemberOfTeam, ...]
    made_at: datetime
    archived_at: datetime | None

    @property
    def leads(self) -> tuple[MemberOfTeam, ...]:
        """Those who lead; there may be none."""
        return tuple(member for member in self.members if member.leads)

    def is_led_by(self, *, account_id: int) -> bool:
        """Return whether this person leads the team."""
        return any(member.account_id == account_id for member in self.leads)

    def has(self, *, account_id: int) -> bool:
        """Return whether this person is in the team."""
        return any(member.account_id == account_id for member in self.members)


def list_teams(*, archived: bool = False) -> tuple[TeamView, ...]:
    """Return the teams in use by name; with `archived`, those that are not, newest first."""
    rows = _teams().filter(archived_at__isnull=not archived)
    ordered = rows.order_by("-archived_at", "-id") if archived else rows.order_by("name", "id")
    return tuple(_view(row) for row in ordered)


def get_team(*, team_id: int) -> TeamView:
    """Return a team, in use or archived. Raises `UnknownTeam`."""
    row = _teams().filter(id=team_id).first()
    if row is None:
        raise unknown_team()
    return _view(row)


def get_teams_of(*, account_id: int) -> frozenset[int]:
    """Return the ids of the teams in use that somebody is in."""
    rows = models.Membership.objects.filter(
        account_id=account_id, left_at__isnull=True, team__archived_at__isnull=True
    )
    return frozenset(rows.values_list("team_id", flat=True))


def list_past_members(*, team_id: int) -> tuple[PastMember, ...]:
    """Return who left a team, whoever left last first. Who came back is here, too."""
    rows = models.Membership.objects.select_related("account").filter(
        team_id=team_id, left_at__isnull=False
    )
    return tuple(
        PastMember(
            account_id=row.account_id,
            name=_name(row.account),
            led=row.leads,
            joined_at=row.joined_at,
            left_at=row.left_at,
        )
        for row in rows.order_by("-left_at", "-id")
        if row.left_at is not None
    )


def unknown_team() -> rules.UnknownTeam:
    """Return the refusal of a team that is not there."""
    return rules.UnknownTeam(_("There is no such team."), next_step=_("Look at the list of teams."))


def _teams() -> QuerySet[models.Team]:
    present = models.Membership.objects.select_related("account").filter(left_at__isnull=True)
    return models.Team.objects.prefetch_related(
        Prefetch("memberships", queryset=present.order_by("-leads", "account__name", "id"))
    )


def _view(row: models.Team) -> TeamView:
    return TeamView(
        id=row.id,
        name=row.name,
        about=row.about,
        members=tuple(_member(one) for one in row.memberships.all()),
        made_at=row.made_at,
        archived_at=row.archived_at,
    )


def _member(row: models.Membership) -> MemberOfTeam:
    return MemberOfTeam(
        account_id=row.account_id,
        name=_name(row.account),
        leads=row.leads,
        is_active=row.account.is_active,
        joined_at=row.joined_at,
    )


def _name(account: models.Account) -> str:
    return account.name or account.email
