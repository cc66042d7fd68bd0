"""The members that notices speak to, and what each does not want to hear."""

from collections.abc import Collection

from tenfold.notices.models import Unwanted
from tenfold.notices.rules.hearers import Person, may_hear
from tenfold.people.models import Account
from tenfold.people.queries import list_teams

IN_THE_APP = "app"
BY_EMAIL = "email"


def find_persons(*, account_ids: Collection[int]) -> dict[int, Person]:
    """Return the members of these ids, whether or not they may hear anything."""
    rows = Account.objects.filter(id__in=account_ids)
    return {
        row.id: Person(
            account_id=row.id,
            email=row.email,
            role=row.role,
            sees_persons=row.sees_persons,
            sees_money=row.sees_money,
            is_active=row.is_active,
        )
        for row in rows
    }


def find_hearers(*, account_ids: Collection[int]) -> tuple[Person, ...]:
    """Return those of these members who may be told something."""
    found = find_persons(account_ids=account_ids)
    return tuple(person for person in found.values() if may_hear(person=person))


def find_members_of(*, team_ids: Collection[int]) -> frozenset[int]:
    """Return who is in any of these teams that are in use."""
    if not team_ids:
        return frozenset()
    teams = [team for team in list_teams() if team.id in team_ids]
    return frozenset(member.account_id for team in teams for member in team.members)


def find_deaf(*, account_ids: Collection[int], kind: str, by: str) -> frozenset[int]:
    """Return who of these members does not want to hear this kind in the app, or by e-mail."""
    rows = Unwanted.objects.filter(account_id__in=account_ids, kind=kind, by=by)
    return frozenset(rows.values_list("account_id", flat=True))


def find_unwanted_ways(*, kind: str) -> frozenset[int]:
    """Return the members' own ways by which they do not want to hear this kind."""
    rows = Unwanted.objects.filter(kind=kind, way__isnull=False)
    return frozenset(way_id for way_id in rows.values_list("way_id", flat=True) if way_id)
