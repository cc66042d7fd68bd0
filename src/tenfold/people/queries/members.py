"""What is known about the company's people, and about those who are invited."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.people import models, rules, tokens
from tenfold.people.permissions import Role, Viewer


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member, as those who manage members see them."""

    id: int
    name: str
    email: str
    role: Role
    sees_persons: bool
    sees_money: bool
    is_active: bool
    joined_at: datetime
    last_signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that can still be used."""

    id: int
    email: str
    role: Role
    sees_persons: bool
    sees_money: bool
    invited_by: str
    expires_at: datetime
    team_id: int | None
    team: str


def view_account(*, account: models.Account) -> Viewer:
    """Return what every room may know of somebody who is signed in."""
    return Viewer(
        account_id=account.id,
        name=account.name,
        email=account.email,
        role=Role(account.role),
        sees_persons=account.sees_persons,
        sees_money=account.sees_money,
    )


def find_viewer(*, account_id: int) -> Viewer | None:
    """Return the active member of that id, or None."""
    account = models.Account.objects.filter(id=account_id, is_active=True).first()
    return None if account is None else view_account(account=account)


def get_viewer(*, account_id: int) -> Viewer:
    """Return the active member of that id. Raises `UnknownMember`."""
    viewer = find_viewer(account_id=account_id)
    if viewer is None:
        raise _unknown_member()
    return viewer


def list_members() -> tuple[MemberView, ...]:
    """Return everybody who joined: those who can sign in first, then by name."""
    rows = models.Account.objects.order_by("-is_active", "name", "id")
    return tuple(_member(row) for row in rows)


def get_member(*, member_id: int) -> MemberView:
    """Return a member, active or not. Raises `UnknownMember`."""
    row = models.Account.objects.filter(id=member_id).first()
    if row is None:
        raise _unknown_member()
    return _member(row)


def find_first_owner() -> Viewer | None:
    """Return the active owner who joined first, or None."""
    row = models.Account.objects.filter(role=Role.OWNER, is_active=True).order_by("id").first()
    return None if row is None else view_account(account=row)


def list_invitations(*, at: datetime) -> tuple[InvitationView, ...]:
    """Return the invitations that can still be used, newest first."""
    rows = models.Invitation.objects.select_related("invited_by", "team").filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return tuple(_invitation(row) for row in rows.order_by("-id"))


def get_invitation(*, token: str, at: datetime) -> InvitationView:
    """Return the invitation that a link stands for. Raises `UnknownInvitation`."""
    row = (
        models.Invitation.objects.select_related("invited_by", "team")
        .filter(token_hash=tokens.hash_token(token=token))
        .first()
    )
    rules.require_open_invitation(
        expires_at=at if row is None else row.expires_at,
        ended=row is None or row.accepted_at is not None or row.withdrawn_at is not None,
        at=at,
    )
    assert row is not None  # noqa: S101  refused above
    return _invitation(row)


def _invitation(row: models.Invitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        email=row.email,
        role=Role(row.role),
        sees_persons=row.sees_persons,
        sees_money=row.sees_money,
        invited_by=row.invited_by.name or row.invited_by.email,
        expires_at=row.expires_at,
        team_id=row.team_id,
        team="" if row.team is None else row.team.name,
    )


def _member(row: models.Account) -> MemberView:
    return MemberView(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        sees_persons=row.sees_persons,
        sees_money=row.sees_money,
        is_active=row.is_active,
        joined_at=row.joined_at,
        last_signed_in_at=row.last_login,
    )


def _unknown_member() -> rules.UnknownMember:
    return rules.UnknownMember(
        _("There is no such member."), next_step=_("Look at the list of members.")
    )
