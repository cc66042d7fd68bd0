"""Every address with every kind of person, against the one table in config/permissions/."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.views.generic import TemplateView

from tenfold.config import permissions
from tenfold.config.permissions import ANYONE, OUTSIDE_DJANGO, SIGNED_IN, TABLE, By
from tenfold.people import queries
from tenfold.people.permissions import Permission
from tests.members import KINDS

pytestmark = pytest.mark.usefixtures("log")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAMPLES = {"int": "987654", "str": "sample", "uuid": "0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3",
           "slug": "sample", "path": "sample"}  # fmt: skip
REFUSED = {"sign_in_needed", "not_allowed"}
JSON = {"HTTP_ACCEPT": "application/json"}
MANAGERS = {"owner", "administrator"}
EVERYBODY = {*KINDS, "anonymous"}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, and a path that it matches."""

    name: str
    path: str


def walk(resolver: URLResolver, *, prefix: str = "/", namespace: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = prefix + sample(str(entry.pattern))
        if isinstance(entry, URLResolver):
            below = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, prefix=here, namespace=below)
        elif isinstance(entry, URLPattern):
            yield Address(name=f"{namespace}{entry.name}", path=here)


def sample(pattern: str) -> str:
    """Return a text that a pattern matches, whether it is written as a path or as an expression."""
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], pattern) \
        if "(?P" not in pattern else re.sub(r"\(\?P<\w+>[^)]*\)", "sample", pattern)  # fmt: skip
    return filled.lstrip("^").rstrip("$")


ADDRESSES = sorted(set(walk(get_resolver())), key=lambda address: address.path)


def expected(*, who, kind: str) -> bool:
    if who is ANYONE:
        return True
    if kind == "anonymous":
        return False
    if who is SIGNED_IN:
        return True
    role, sees_persons, sees_money = KINDS[kind]
    from tenfold.people.permissions import permissions_of

    held = permissions_of(role=role, sees_persons=sees_persons, sees_money=sees_money)
    return who in held


def ends_sessions(address: Address, method: str) -> bool:
    return method == "POST" and address.name.startswith(("account_", "mfa_", "people:"))


def enter(account) -> Client:
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(account, backend=BACKEND)
    return client


def try_it(client: Client, method: str, address: Address):
    cache.clear()
    answer = client.generic(method, address.path, **JSON)
    refusal = (answer.status_code, code_of(answer))
    assert answer.status_code != 500, f"{method} {address.path}"
    return refusal


def code_of(answer) -> str:
    if "json" not in answer.get("Content-Type", ""):
        return ""
    said = answer.json()
    return said.get("code", "") if isinstance(said, dict) else ""


def test_walk__of_the_house__finds_addresses_of_every_kind():
    names = {address.name for address in ADDRESSES}
    assert {"account_login", "people:member", "api:me", "mfa_index"} <= names
    assert all(get_resolver().resolve(address.path) for address in ADDRESSES)


def test_table__and_the_addresses_of_the_house__are_the_same_set():
    assert {address.name for address in ADDRESSES} == set(TABLE)


def test_table__of_doors_before_django__names_no_address_of_django():
    reached = {address.path for address in ADDRESSES}
    assert not reached & set(OUTSIDE_DJANGO)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", sorted(EVERYBODY))
def test_every_address__tried_by_everybody__opens_as_the_table_says(kind, method, add, owner_id):
    account = None if kind == "anonymous" else add(kind)
    wrong = []
    client = None
    for address in ADDRESSES:
        client = client or enter(account)
        who = permissions.who_may(name=address.name, method=method)
        status, code = try_it(client, method, address)
        client = None if ends_sessions(address, method) else client
        if (code not in REFUSED) != expected(who=who, kind=kind):
            wrong.append((address, who, status, code))
    assert not wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address__in_the_demo_before_the_click__opens_as_for_anybody(
    method, owner_id, settings
):
    settings.DEMO = True
    wrong = []
    for address in ADDRESSES:
        client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
        who = permissions.who_may(name=address.name, method=method)
        _, code = try_it(client, method, address)
        if (code not in REFUSED) != (who is ANYONE):
            wrong.append(address)
    assert not wrong


@pytest.mark.parametrize(
    ("name", "opens_for"),
    [
        ("account_login", EVERYBODY),
        ("people:account", set(KINDS)),
        ("people:members", MANAGERS),
        ("people:make_reset_link", MANAGERS),
        ("people:company", MANAGERS),
        ("people:keys", set(KINDS) - {"guest"}),
        ("api:me", set(KINDS)),
        ("api:members", MANAGERS),
    ],
)
def test_table__read_by_a_person__lets_in_whom_one_would_expect(name, opens_for):
    who = permissions.who_may(name=name, method="GET")
    assert {kind for kind in EVERYBODY if expected(who=who, kind=kind)} == opens_for


def test_company__for_members__can_be_read_but_not_changed(sign_in):
    client = sign_in("member")
    assert client.get("/api/company").status_code == 200
    answer = client.patch("/api/company", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert isinstance(TABLE["api:company"], By)


def test_erasing__is_for_owners_and_for_administrators_who_see_persons(add):
    viewers = [queries.view_account(account=add(kind)) for kind in KINDS]
    assert {viewer.role for viewer in viewers if viewer.allows(Permission.ERASE)} == {"owner"}


class Forgotten:
    """A house in which somebody forgot to put an address into the table."""

    urlpatterns = [
        path("forgotten/", TemplateView.as_view(template_name="429.html"), name="forgotten"),
        *get_resolver().url_patterns,
    ]
    handler403 = "tenfold.config.problems.forbidden"


@pytest.mark.parametrize("kind", ["anonymous", "owner"])
def test_address__missing_from_the_table__opens_for_nobody(kind, sign_in, settings, owner_id):
    settings.ROOT_URLCONF = Forgotten
    client = Client() if kind == "anonymous" else sign_in(kind)
    answer = client.get("/forgotten/", **JSON)
    assert answer.status_code == (401 if kind == "anonymous" else 403)
    assert code_of(answer) in REFUSED


def test_page__closed_to_somebody_who_is_signed_in__says_whom_to_ask(sign_in):
    answer = sign_in("member").get("/members/")
    assert answer.status_code == 403
    assert "Ask an owner or an administrator" in answer.content.decode()


def test_page__opened_before_signing_in__leads_there_and_back(client, owner_id):
    answer = client.get("/members/?page=2")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/sign-in/?next=%2Fmembers%2F%3Fpage%3D2",
    )


def test_part_of_a_page__asked_for_after_the_session_ended__takes_the_whole_page_to_sign_in(
    client, owner_id
):
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/company/"}
    answer = client.get("/members/", **asked)
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/sign-in/?next=")


def test_program__without_a_key__is_told_to_bring_one(client, owner_id):
    answer = client.get("/api/members")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")
    assert answer["WWW-Authenticate"].startswith("Bearer")
