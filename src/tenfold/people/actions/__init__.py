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
from tenfold.people.actions.resets import ResetLink, make_reset_link, remove_second_factor

__all__ = [
    "Founded",
    "Invited",
    "ResetLink",
    "accept_invitation",
    "change_company",
    "change_member",
    "deactivate_member",
    "found_company",
    "invite_member",
    "make_reset_link",
    "reactivate_member",
    "remove_second_factor",
    "rename_account",
    "withdraw_invitation",
]
