"""Who may be told anything at all."""

from dataclasses import dataclass
from datetime import timedelta

from tenfold.people.permissions import Permission, permissions_of

MOST_MAILS_A_DAY = 12
"""How many messages a day somebody gets by one way who has chosen nothing."""

GATHERS_FOR = timedelta(minutes=1)
"""How long the first notice of a group waits for the others, unless it is urgent."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member, as far as telling them something needs it."""

    account_id: int
    email: str
    role: str
    sees_persons: bool
    sees_money: bool
    is_active: bool


def may_hear(*, person: Person) -> bool:
    """Return whether somebody may be told about the company's numbers: not when their account is
    closed, and not as a guest.
    """
    return person.is_active and Permission.SEE_NUMBERS in _permissions(person)


def may_hear_money(*, person: Person) -> bool:
    """Return whether somebody may be told amounts of money."""
    return Permission.SEE_MONEY in _permissions(person)


def _permissions(person: Person) -> frozenset[Permission]:
    return permissions_of(
        role=person.role, sees_persons=person.sees_persons, sees_money=person.sees_money
    )
