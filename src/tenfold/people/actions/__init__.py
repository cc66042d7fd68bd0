"""What can be done with the company and its people. Each function is one transaction."""

from tenfold.people.actions.company import Founded, change_company, found_company
from tenfold.people.actions.invitations import (
    Invited,
    accept_invitation,
    invite_member,
    withdraw_invitation,
)
from tenfold.people.actions.members import (
    change_member,
    deactivate_member,
    reactivate_member,
    rename_account,
)
from tenfold.people.actions.purpose import adopt_purpose, answer_purpose
from tenfold.people.actions.resets import ResetLink, make_reset_link, remove_second_factor
from tenfold.people.actions.teams import (
    add_to_team,
    archive_team,
    change_team,
    make_team,
    set_lead,
    take_from_team,
    unarchive_team,
)

__all__ = [
    "Founded",
    "Invited",
    "ResetLink",
    "accept_invitation",
    "add_to_team",
    "adopt_purpose",
    "answer_purpose",
    "archive_team",
    "change_company",
    "change_member",
    "change_team",
    "deactivate_member",
    "found_company",
    "invite_member",
    "make_reset_link",
    "make_team",
    "reactivate_member",
    "remove_second_factor",
    "rename_account",
    "set_lead",
    "take_from_team",
    "unarchive_team",
    "withdraw_invitation",
]
