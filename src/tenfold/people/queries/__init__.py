"""What is known about the company, its people, its teams and its purpose."""

from tenfold.people.queries.company import CompanyView, find_company, get_company
from tenfold.people.queries.members import (
    InvitationView,
    MemberView,
    find_first_owner,
    find_viewer,
    get_invitation,
    get_member,
    get_viewer,
    list_invitations,
    list_members,
    view_account,
)
from tenfold.people.queries.purpose import PurposeView, get_purpose
from tenfold.people.queries.teams import (
    MemberOfTeam,
    PastMember,
    TeamView,
    get_team,
    get_teams_of,
    list_past_members,
    list_teams,
)

__all__ = [
    "CompanyView",
    "InvitationView",
    "MemberOfTeam",
    "MemberView",
    "PastMember",
    "PurposeView",
    "TeamView",
    "find_company",
    "find_first_owner",
    "find_viewer",
    "get_company",
    "get_invitation",
    "get_member",
    "get_purpose",
    "get_team",
    "get_teams_of",
    "get_viewer",
    "list_invitations",
    "list_members",
    "list_past_members",
    "list_teams",
    "view_account",
]
