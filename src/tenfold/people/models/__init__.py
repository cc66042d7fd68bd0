"""The company, its members and their keys, its teams, and what it is for."""

from tenfold.people.models.accounts import (
    WEEK_STARTS,
    Account,
    Accounts,
    Company,
    Invitation,
    SecretKey,
    WriteKey,
)
from tenfold.people.models.purpose import PurposeAnswer, PurposeVersion
from tenfold.people.models.teams import Membership, Team

__all__ = [
    "WEEK_STARTS",
    "Account",
    "Accounts",
    "Company",
    "Invitation",
    "Membership",
    "PurposeAnswer",
    "PurposeVersion",
    "SecretKey",
    "Team",
    "WriteKey",
]
