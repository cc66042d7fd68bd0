"""Deciding over members: role, what they may see, whether they may sign in."""

from datetime import datetime

from django.db import transaction

from tenfold import outbox
from tenfold.facts.people import MemberDeactivated, MemberReactivated, RoleChanged
from tenfold.people import models, rules
from tenfold.people.actions.authority import (
    count_other_owners,
    get_actor,
    get_subject,
    require_grantable,
)
from tenfold.people.permissions import Role


@transaction.atomic
def change_member(
    *,
    member_id: int,
    role: str,
    sees_persons: bool,
    sees_money: bool,
    by: int,
    at: datetime,
) -> None:
    """Give a member another role, or let them see persons or money, or no longer.

    Raises `UnknownMember`, `UnknownRole`, `BeyondAuthority`, `LastOwner`.
    """
    wanted = rules.require_role(role=role)
    actor = get_actor(account_id=by)
    account = get_subject(member_id=member_id, by=actor)
    require_grantable(by=actor, role=wanted, sees_persons=sees_persons, sees_money=sees_money)
    if account.role == Role.OWNER and wanted is not Role.OWNER and account.is_active:
        rules.require_other_owner(owners_left=count_other_owners(member_id=member_id))
    before = (account.role, account.sees_persons, account.sees_money)
    if before == (wanted, sees_persons, sees_money):
        return
    account.role, account.sees_persons, account.sees_money = wanted, sees_persons, sees_money
    account.save(update_fields=["role", "sees_persons", "sees_money"])
    outbox.tell(
        fact=RoleChanged(
            member_id=member_id,
            role=wanted.value,
            sees_persons=sees_persons,
            sees_money=sees_money,
        ),
        actor_id=by,
        at=at,
    )


@transaction.atomic
def deactivate_member(*, member_id: int, by: int, at: datetime) -> None:
    """Stop a member's sign-in, sessions and secret keys at once. What they did stays.

    Raises `UnknownMember`, `BeyondAuthority`, `LastOwner`.
    """
    account = get_subject(member_id=member_id, by=get_actor(account_id=by))
    if not account.is_active:
        return
    if account.role == Role.OWNER:
        rules.require_other_owner(owners_left=count_other_owners(member_id=member_id))
    _set_active(account, False)
    outbox.tell(fact=MemberDeactivated(member_id=member_id), actor_id=by, at=at)


@transaction.atomic
def reactivate_member(*, member_id: int, by: int, at: datetime) -> None:
    """Let a member sign in again, as who they were. Raises `UnknownMember`, `BeyondAuthority`."""
    account = get_subject(member_id=member_id, by=get_actor(account_id=by))
    if account.is_active:
        return
    _set_active(account, True)
    outbox.tell(fact=MemberReactivated(member_id=member_id), actor_id=by, at=at)


@transaction.atomic
def rename_account(*, account_id: int, name: str) -> None:
    """Change how somebody is called. Raises `BlankName`."""
    shown = rules.require_name(name=name)
    models.Account.objects.filter(id=account_id).update(name=shown)


def _set_active(account: models.Account, active: bool) -> None:
    account.is_active = active
    account.save(update_fields=["is_active"])
