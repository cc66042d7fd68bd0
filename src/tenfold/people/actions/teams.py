"""Making teams, changing them, and who is in them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import (
    TeamArchived,
    TeamChanged,
    TeamJoined,
    TeamLeadChanged,
    TeamLeft,
    TeamMade,
    TeamUnarchived,
)
from tenfold.people import models, rules
from tenfold.people.actions.authority import get_actor
from tenfold.people.permissions import Permission
from tenfold.people.queries.members import get_member
from tenfold.people.queries.teams import unknown_team

NAME_LENGTH = 80


def make_team(*, name: str, about: str = "", by: int, at: datetime) -> int:
    """Make a team with nobody in it; return its id. For those who manage members.

    Raises `BlankName`, `TeamNameTaken`, `NotTheLead`.
    """
    shown = rules.require_name(name=name)[:NAME_LENGTH]
    actor = get_actor(account_id=by)
    rules.require_changeable(leads=False, manages_members=actor.allows(Permission.MANAGE_MEMBERS))
    try:
        with transaction.atomic():
            row = models.Team.objects.create(name=shown, about=about.strip(), made_at=at)
            outbox.tell(fact=TeamMade(team_id=row.id), actor_id=by, at=at)
    except IntegrityError as error:
        raise _taken(shown) from error
    return row.id


def change_team(*, team_id: int, name: str, about: str, by: int, at: datetime) -> None:
    """Call a team otherwise, or say otherwise what it is for.

    Raises `UnknownTeam`, `NotTheLead`, `TeamArchived`, `BlankName`, `TeamNameTaken`.
    """
    shown = rules.require_name(name=name)[:NAME_LENGTH]
    try:
        with transaction.atomic():
            row = _get_changeable(team_id, by)
            if (row.name, row.about) == (shown, about.strip()):
                return
            row.name, row.about = shown, about.strip()
            row.save(update_fields=["name", "about"])
            outbox.tell(fact=TeamChanged(team_id=team_id), actor_id=by, at=at)
    except IntegrityError as error:
        raise _taken(shown) from error


@transaction.atomic
def archive_team(*, team_id: int, by: int, at: datetime) -> None:
    """Take a team out of use; who is in it is kept. Raises `UnknownTeam`, `NotTheLead`."""
    row = _get_locked(team_id, by)
    if row.archived_at is not None:
        return
    row.archived_at = at
    row.save(update_fields=["archived_at"])
    outbox.tell(fact=TeamArchived(team_id=team_id), actor_id=by, at=at)


def unarchive_team(*, team_id: int, by: int, at: datetime) -> None:
    """Bring an archived team back as it was.

    Raises `UnknownTeam`, `NotTheLead`, `TeamNameTaken` (when another took its name meanwhile).
    """
    try:
        with transaction.atomic():
            row = _get_locked(team_id, by)
            if row.archived_at is None:
                return
            row.archived_at = None
            row.save(update_fields=["archived_at"])
            outbox.tell(fact=TeamUnarchived(team_id=team_id), actor_id=by, at=at)
    except IntegrityError as error:
        raise _taken(models.Team.objects.get(id=team_id).name) from error


@transaction.atomic
def add_to_team(
    *, team_id: int, account_id: int, by: int, at: datetime, leads: bool = False
) -> None:
    """Put somebody into a team. Who is in it already stays as they are.

    Raises `UnknownTeam`, `NotTheLead`, `TeamArchived`, `UnknownMember`, `MemberClosed`.
    """
    _get_changeable(team_id, by)
    _require_open(account_id)
    join(team_id=team_id, account_id=account_id, leads=leads, by=by, at=at)


def join(*, team_id: int, account_id: int, leads: bool, by: int, at: datetime) -> None:
    """Write that somebody is in a team from now on; inside the caller's transaction."""
    _row, made = models.Membership.objects.get_or_create(
        team_id=team_id,
        account_id=account_id,
        left_at=None,
        defaults={"leads": leads, "joined_at": at},
    )
    if made:
        fact = TeamJoined(team_id=team_id, member_id=account_id, leads=leads)
        outbox.tell(fact=fact, actor_id=by, at=at)


@transaction.atomic
def take_from_team(*, team_id: int, account_id: int, by: int, at: datetime) -> None:
    """End that somebody is in a team; that they were stays. Anybody may leave a team themselves.

    Raises `UnknownTeam`, `NotTheLead`, `TeamArchived`.
    """
    row = _lock(team_id)
    if account_id != by:
        _require_changeable(row, by)
    rules.require_team_in_use(archived=row.archived_at is not None)
    if _present(team_id, account_id).update(left_at=at):
        fact = TeamLeft(team_id=team_id, member_id=account_id)
        outbox.tell(fact=fact, actor_id=by, at=at)


@transaction.atomic
def set_lead(*, team_id: int, account_id: int, leads: bool, by: int, at: datetime) -> None:
    """Let a member of a team lead it, or no longer. A team may have several leads, or none.

    Raises `UnknownTeam`, `NotTheLead`, `TeamArchived`, `UnknownMember`, `MemberClosed`.
    """
    _get_changeable(team_id, by)
    if leads:
        _require_open(account_id)
    if not _present(team_id, account_id).exists():
        raise rules.UnknownMember(
            _("They are not in this team."), next_step=_("Add them to the team first.")
        )
    if _present(team_id, account_id).exclude(leads=leads).update(leads=leads):
        fact = TeamLeadChanged(team_id=team_id, member_id=account_id, leads=leads)
        outbox.tell(fact=fact, actor_id=by, at=at)


def _present(team_id: int, account_id: int) -> QuerySet[models.Membership]:
    return models.Membership.objects.filter(
        team_id=team_id, account_id=account_id, left_at__isnull=True
    )


def _lock(team_id: int) -> models.Team:
    row = models.Team.objects.select_for_update().filter(id=team_id).first()
    if row is None:
        raise unknown_team()
    return row


def _get_locked(team_id: int, by: int) -> models.Team:
    row = _lock(team_id)
    _require_changeable(row, by)
    return row


def _get_changeable(team_id: int, by: int) -> models.Team:
    row = _get_locked(team_id, by)
    rules.require_team_in_use(archived=row.archived_at is not None)
    return row


def _require_changeable(row: models.Team, by: int) -> None:
    actor = get_actor(account_id=by)
    rules.require_changeable(
        leads=_present(row.id, by).filter(leads=True).exists(),
        manages_members=actor.allows(Permission.MANAGE_MEMBERS),
    )


def _require_open(account_id: int) -> None:
    rules.require_open_account(is_active=get_member(member_id=account_id).is_active)


def _taken(name: str) -> rules.TeamNameTaken:
    return rules.TeamNameTaken(
        _("There is a team called “%(name)s” already.") % {"name": name},
        next_step=_("Call this one otherwise, or archive the other one."),
        field="name",
    )
