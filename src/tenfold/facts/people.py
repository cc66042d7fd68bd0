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
class PurposeExplained(Fact):
    """Why the company's purpose is so was put into new words; the purpose itself stayed."""

    version: int


@dataclass(frozen=True, kw_only=True)
class PurposeTested(Fact):
    """Somebody answered the questions that test one version of the purpose, or answered anew."""

    version: int


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


@dataclass(frozen=True, kw_only=True)
class TeamMade(Fact):
    """A team was made."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Fact):
    """A team was given another name, or another sentence about what it is for."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class TeamArchived(Fact):
    """A team was taken out of use."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class TeamUnarchived(Fact):
    """An archived team was brought back."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class TeamJoined(Fact):
    """Somebody is in a team from now on. `leads`: and leads it."""

    team_id: int
    member_id: int
    leads: bool


@dataclass(frozen=True, kw_only=True)
class TeamLeft(Fact):
    """Somebody is no longer in a team."""

    team_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class TeamLeadChanged(Fact):
    """Somebody leads a team from now on, or no longer does."""

    team_id: int
    member_id: int
    leads: bool
