"""Oneself, the company, its members and invitations, for programs."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Router, Schema, Status

from tenfold.kit import clock
from tenfold.people import actions, queries
from tenfold.people.api.shapes import Id, Text, get_me, merge
from tenfold.people.permissions import Permission, Role

router = Router(tags=["people"])


class Me(Schema):
    """Who is asking, and what they may do."""

    id: int
    name: str
    email: str
    role: Role
    permissions: list[Permission]


class Company(Schema):
    """The company."""

    name: Text
    timezone: Text
    currency: Text
    week_starts: Text
    purpose: Text
    language: Text


class CompanyChange(Schema):
    """What to change of the company; what is left out stays."""

    name: Text | None = None
    timezone: Text | None = None
    currency: Text | None = None
    week_starts: Text | None = None
    purpose: Text | None = None
    language: Text | None = None


class Member(Schema):
    """A member."""

    id: int
    name: str
    email: str
    role: Role
    sees_persons: bool
    sees_money: bool
    is_active: bool
    joined_at: datetime
    last_signed_in_at: datetime | None


class MemberChange(Schema):
    """What to change of a member; what is left out stays."""

    role: Role | None = None
    sees_persons: bool | None = None
    sees_money: bool | None = None


class Invitation(Schema):
    """Whom to invite."""

    email: Annotated[str, Field(max_length=254)]
    role: Role = Role.MEMBER
    sees_persons: bool = False
    sees_money: bool = False
    team_id: Id | None = None


class InvitationLink(Schema):
    """A new invitation. `link` is not kept and cannot be asked for again."""

    id: int
    email: str
    link: str
    expires_at: datetime


@router.get("/me", response=Me, url_name="me")
def get_self(request: HttpRequest) -> dict[str, Any]:
    """Return who is asking, and what they may do."""
    viewer = queries.get_viewer(account_id=get_me(request))
    return {
        "id": viewer.account_id,
        "name": viewer.name,
        "email": viewer.email,
        "role": viewer.role,
        "permissions": sorted(viewer.permissions),
    }


@router.get("/company", response=Company, url_name="company")
def get_company(request: HttpRequest) -> queries.CompanyView:  # noqa: ARG001
    """Return the company."""
    return queries.get_company()


@router.patch("/company", response=Company, url_name="company")
def change_company(request: HttpRequest, change: CompanyChange) -> queries.CompanyView:
    """Change the company; what is left out stays."""
    now = queries.get_company()
    actions.change_company(
        **merge(shape=CompanyChange, now=now, change=change), by=get_me(request), at=clock.now()
    )
    return queries.get_company()


@router.get("/members", response=list[Member], url_name="members")
def list_members(request: HttpRequest) -> list[queries.MemberView]:  # noqa: ARG001
    """Return everybody who joined."""
    # A list: django-ninja takes a tuple of two for a status and an answer.
    return list(queries.list_members())


@router.get("/members/{member_id}", response=Member, url_name="member")
def get_member(request: HttpRequest, member_id: Id) -> queries.MemberView:  # noqa: ARG001
    """Return one member."""
    return queries.get_member(member_id=member_id)


@router.patch("/members/{member_id}", response=Member, url_name="member")
def change_member(request: HttpRequest, member_id: Id, change: MemberChange) -> queries.MemberView:
    """Change a member's role, or what they may see; what is left out stays."""
    now = queries.get_member(member_id=member_id)
    actions.change_member(
        member_id=member_id,
        **merge(shape=MemberChange, now=now, change=change),
        by=get_me(request),
        at=clock.now(),
    )
    return queries.get_member(member_id=member_id)


@router.post("/invitations", response={201: InvitationLink}, url_name="invitations")
def invite_member(request: HttpRequest, invitation: Invitation) -> Status[dict[str, Any]]:
    """Make a link with which one person can join."""
    made = actions.invite_member(**invitation.dict(), by=get_me(request), at=clock.now())
    path = reverse("people:join", args=[made.token])
    link = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    said = {"id": made.id, "email": made.email, "link": link, "expires_at": made.expires_at}
    return Status(201, said)


@router.delete("/invitations/{invitation_id}", response={204: None}, url_name="invitation")
def withdraw_invitation(request: HttpRequest, invitation_id: Id) -> Status[None]:
    """Make an invitation useless."""
    actions.withdraw_invitation(invitation_id=invitation_id, by=get_me(request), at=clock.now())
    return Status(204, None)
