"""Who may do what: one pure rule. `config/permissions/` says which address needs what."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the company."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    GUEST = "guest"


class Permission(StrEnum):
    """What somebody may do."""

    SEE_NUMBERS = "see_numbers"
    SEE_PERSONS = "see_persons"
    SEE_MONEY = "see_money"
    MANAGE_SOURCES = "manage_sources"
    IMPORT = "import"
    DEFINE_METRICS = "define_metrics"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_COMPANY = "manage_company"
    ERASE = "erase"


_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_NUMBERS,
            Permission.MANAGE_SOURCES,
            Permission.IMPORT,
            Permission.DEFINE_METRICS,
            Permission.MANAGE_MEMBERS,
            Permission.MANAGE_COMPANY,
        }
    ),
    Role.MEMBER: frozenset({Permission.SEE_NUMBERS}),
    Role.GUEST: frozenset(),
}


def permissions_of(*, role: str, sees_persons: bool, sees_money: bool) -> frozenset[Permission]:
    """Return all that somebody may do.

    To see persons and to see money are granted one by one, to members and administrators alike; an
    owner sees both, a guest neither. Whoever may configure and may see persons may also erase one.
    """
    held = _OF_ROLE[Role(role)]
    if role == Role.GUEST:
        return held
    granted = set()
    if sees_persons:
        granted.add(Permission.SEE_PERSONS)
    if sees_money:
        granted.add(Permission.SEE_MONEY)
    if sees_persons and role == Role.ADMINISTRATOR:
        granted.add(Permission.ERASE)
    return held | granted


def allows(*, role: str, sees_persons: bool, sees_money: bool, permission: Permission) -> bool:
    """Return whether somebody with this role and these grants has the permission."""
    held = permissions_of(role=role, sees_persons=sees_persons, sees_money=sees_money)
    return permission in held


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, as every room may know them."""

    account_id: int
    name: str
    email: str
    role: Role
    sees_persons: bool
    sees_money: bool

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that this person may do."""
        return permissions_of(
            role=self.role, sees_persons=self.sees_persons, sees_money=self.sees_money
        )

    def allows(self, permission: Permission) -> bool:
        """Return whether this person has the permission."""
        return permission in self.permissions
