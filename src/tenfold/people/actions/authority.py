"""Who decides, and whether they may: looked up inside the transaction that acts on the answer."""

from tenfold.people import models, queries, rules
from tenfold.people.permissions import Role, Viewer, permissions_of


def get_actor(*, account_id: int) -> Viewer:
    """Return whoever decides, as they are now. Raises `UnknownMember`."""
    return queries.get_viewer(account_id=account_id)


def require_grantable(*, by: Viewer, role: Role, sees_persons: bool, sees_money: bool) -> None:
    """Raise `BeyondAuthority` unless `by` may make somebody this."""
    rules.require_authority(
        of=by.permissions,
        over=permissions_of(role=role, sees_persons=sees_persons, sees_money=sees_money),
        by_owner=by.role is Role.OWNER,
        over_owner=role is Role.OWNER,
    )


def get_subject(*, member_id: int, by: Viewer) -> models.Account:
    """Return the member that `by` wants to decide over, locked until the transaction ends.

    Raises `UnknownMember`, `BeyondAuthority`.
    """
    queries.get_member(member_id=member_id)
    account = models.Account.objects.select_for_update().get(id=member_id)
    require_grantable(
        by=by,
        role=Role(account.role),
        sees_persons=account.sees_persons,
        sees_money=account.sees_money,
    )
    return account


def count_other_owners(*, member_id: int) -> int:
    """Return how many other owners can sign in; their rows are locked till the transaction ends."""
    owners = models.Account.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
    return len(owners.exclude(id=member_id).values_list("id", flat=True))
