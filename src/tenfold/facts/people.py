"""Facts of the room `people`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class CompanyFounded(Fact):
    """The company was set up in Tenfold."""

    company_id: int


@dataclass(frozen=True, kw_only=True)
class PurposeChanged(Fact):
    """The company's purpose was put into new words."""

    company_id: int


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Fact):
    """Somebody was invited. `role` is owner, administrator, member or guest."""

    invitation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """An invitation was accepted."""

    member_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Fact):
    """A member got another role, or was allowed (or no longer allowed) to see persons and money."""

    member_id: int
    role: str
    sees_persons: bool
    sees_money: bool


@dataclass(frozen=True, kw_only=True)
class MemberDeactivated(Fact):
    """A member can no longer sign in; what they did stays."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class MemberReactivated(Fact):
    """A member can sign in again."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation can no longer be used."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ResetLinkMade(Fact):
    """A link was made with which a member can set a new password."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Fact):
    """A member who had lost their second factor signs in with the password alone again."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class SecretKeyMade(Fact):
    """A member made a secret key for a program."""

    key_id: int


@dataclass(frozen=True, kw_only=True)
class SecretKeyRevoked(Fact):
    """A secret key no longer works."""

    key_id: int
