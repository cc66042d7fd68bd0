"""A company with one member of each kind, for tests of any room that stands above `people`.

A conftest imports the fixtures that its tests need.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.core.cache import cache
from django.test import Client

from tenfold.people import actions, models
from tenfold.people.permissions import Role

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSWORD = "quiet harbour lantern"
KINDS = {
    "owner": (Role.OWNER, False, False),
    "administrator": (Role.ADMINISTRATOR, False, False),
    "member": (Role.MEMBER, False, False),
    "member who sees persons": (Role.MEMBER, True, False),
    "member who sees money": (Role.MEMBER, False, True),
    "guest": (Role.GUEST, False, False),
}


@pytest.fixture(autouse=True)
def nothing_was_tried_too_often():
    """Rate limits of one test are not those of the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Argon2 as it is, but not as slow as it has to be against thieves."""
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)
    monkeypatch.setattr(Argon2PasswordHasher, "parallelism", 1)


@pytest.fixture
def owner_id(db) -> int:
    """The company, and its owner."""
    return actions.found_company(
        name="Nordlys Gifts",
        timezone="Europe/Oslo",
        currency="NOK",
        week_starts="monday",
        purpose="Every celebration leaves nothing behind but the memory.",
        owner_email="Ingrid@Nordlys.example",
        password=PASSWORD,
        at=AT,
    ).owner_id


@pytest.fixture
def add(owner_id) -> Callable[[str], models.Account]:
    """Return a member of that kind; the owner is there already."""

    def make(kind: str) -> models.Account:
        if kind == "owner":
            return models.Account.objects.get(id=owner_id)
        role, sees_persons, sees_money = KINDS[kind]
        return models.Account.objects.create(
            email=f"{kind.replace(' ', '-')}@nordlys.example",
            name=kind.title(),
            role=role,
            sees_persons=sees_persons,
            sees_money=sees_money,
            password=make_password(PASSWORD),
            joined_at=AT,
        )

    return make


@pytest.fixture
def sign_in(add) -> Callable[[str], Client]:
    """Return a browser in which a member of that kind is signed in."""

    def make(kind: str) -> Client:
        client = Client()
        client.force_login(add(kind), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
