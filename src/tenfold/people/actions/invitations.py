"""Inviting people with links that are copied by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import InvitationWithdrawn, MemberInvited, MemberJoined
from tenfold.people import models, queries, rules, tokens
from tenfold.people.actions.authority import get_actor, require_grantable
from tenfold.people.actions.passwords import hash_password
from tenfold.people.actions.teams import join as join_team


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. `token` is not kept and cannot be shown again."""

    id: int
    email: str
    token: str
    expires_at: datetime


@transaction.atomic
def invite_member(
    *,
    email: str,
    role: str,
    sees_persons: bool,
    sees_money: bool,
    by: int,
    at: datetime,
    team_id: int | None = None,
) -> Invited:
    """Make a link with which one person can join. An earlier one for the same address stops.

    With `team_id` they are in that team as soon as they join, unless it was archived meanwhile.
    Raises `NotAnAddress`, `UnknownRole`, `EmailTaken`, `BeyondAuthority`, `UnknownTeam`,
    `TeamArchived`.
    """
    address = rules.require_address(email=email)
    granted = rules.require_role(role=role)
    require_grantable(
        by=get_actor(account_id=by), role=granted, sees_persons=sees_persons, sees_money=sees_money
    )
    if models.Account.objects.filter(email__iexact=address).exists():
        raise _taken(address)
    if team_id is not None:
        archived = queries.get_team(team_id=team_id).archived_at is not None
        rules.require_team_in_use(archived=archived)
    _open().filter(email=address).update(withdrawn_at=at)
    token = tokens.make_token()
    row = models.Invitation.objects.create(
        email=address,
        role=granted,
        sees_persons=sees_persons,
        sees_money=sees_money,
        token_hash=tokens.hash_token(token=token),
        invited_by_id=by,
        invited_at=at,
        expires_at=at + rules.INVITATION_LASTS,
        team_id=team_id,
    )
    outbox.tell(fact=MemberInvited(invitation_id=row.id, role=granted.value), actor_id=by, at=at)
    return Invited(id=row.id, email=address, token=token, expires_at=row.expires_at)


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: int, at: datetime) -> None:
    """Make a link useless. Raises `UnknownInvitation`."""
    if not _open().filter(id=invitation_id).update(withdrawn_at=at):
        raise rules.UnknownInvitation(
            _("There is no such invitation."), next_step=_("Look at the list of members.")
        )
    outbox.tell(fact=InvitationWithdrawn(invitation_id=invitation_id), actor_id=by, at=at)


def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> int:
    """Join with a link; return the new member's id. A link works once.

    Raises `UnknownInvitation`, `BlankName`, `WeakPassword`, `EmailTaken`.
    """
    invitation = queries.get_invitation(token=token, at=at)
    shown = rules.require_name(name=name)
    hashed = hash_password(password=password, email=invitation.email, name=shown)
    with transaction.atomic():
        row = _get_open(token, at)
        account = _join(row, name=shown, hashed=hashed, at=at)
        models.Invitation.objects.filter(id=row.id).update(accepted_at=at, accepted_by=account)
        outbox.tell(
            fact=MemberJoined(member_id=account.id, role=account.role),
            actor_id=account.id,
            at=at,
        )
        _join_team(row, account_id=account.id, at=at)
    return account.id


def _join(row: models.Invitation, *, name: str, hashed: str, at: datetime) -> models.Account:
    try:
        with transaction.atomic():
            return models.Account.objects.create(
                email=row.email,
                name=name,
                role=row.role,
                sees_persons=row.sees_persons,
                sees_money=row.sees_money,
                password=hashed,
                joined_at=at,
            )
    except IntegrityError as error:
        raise _taken(row.email) from error


def _join_team(row: models.Invitation, *, account_id: int, at: datetime) -> None:
    if row.team_id is None:
        return
    team = models.Team.objects.select_for_update().get(id=row.team_id)
    if team.archived_at is None:
        join_team(team_id=team.id, account_id=account_id, leads=False, by=account_id, at=at)


def _open() -> QuerySet[models.Invitation]:
    return models.Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def _get_open(token: str, at: datetime) -> models.Invitation:
    row = _open().select_for_update().filter(token_hash=tokens.hash_token(token=token)).first()
    rules.require_open_invitation(
        expires_at=at if row is None else row.expires_at, ended=row is None, at=at
    )
    assert row is not None  # noqa: S101  refused above
    return row


def _taken(address: str) -> rules.EmailTaken:
    return rules.EmailTaken(
        _("%(email)s signs in here already.") % {"email": address},
        next_step=_("Copy a reset link for them instead, if they forgot their password."),
        field="email",
    )
