"""What every answer carries, what cookies are like, and what the log does not say."""

import logging
import re

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.test import Client
from django.urls import path, resolve, reverse

from tenfold.config.errors import Discreet
from tenfold.config.middleware import CONTENT_SECURITY_POLICY
from tenfold.kit.refusal import Refusal
from tenfold.people import actions
from tests.members import AT

PAGES = ["/sign-in/", "/members/", "/account/", "/nothing/", "/api/me", "/api/openapi.json"]


@pytest.mark.parametrize("address", PAGES)
def test_answer__of_any_kind__carries_the_headers_of_the_house(sign_in, address):
    answer = sign_in("owner").get(address)
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "private" in answer["Cache-Control"]


def test_policy__of_the_house__lets_nothing_inline_run():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_reset_password", "people:members", "people:invite",
        "people:company", "people:account", "people:keys", "mfa_index", "mfa_list_webauthn",
        "account_change_password",
    ],
)  # fmt: skip
def test_page__as_it_is_sent__has_nothing_that_the_policy_would_stop(sign_in, client, name):
    asking = client if name == "account_login" else sign_in("owner")
    page = asking.get(reverse(name)).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_cookies__of_a_session__are_not_for_scripts_or_other_sites(client, owner_id):
    client.get("/sign-in/")
    client.post(
        "/sign-in/",
        {"login": "ingrid@nordlys.example", "password": "quiet harbour lantern"},
    )
    session = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies[django_settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


def test_cookies__where_the_public_url_is_https__travel_over_https_only(client, owner_id, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/sign-in/")
    assert client.cookies[django_settings.CSRF_COOKIE_NAME]["secure"]


def test_hsts__where_the_public_url_is_https__is_said(client, owner_id, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert "max-age=31536000" in client.get("/sign-in/", secure=True)["Strict-Transport-Security"]


@pytest.mark.parametrize("address", ["/sign-in/", "/members/invite/", "/demo/sign-in"])
def test_form__without_the_token_of_its_page__is_refused_with_the_next_step(sign_in, address):
    client = sign_in("owner")
    client.handler.enforce_csrf_checks = True
    answer = client.post(address, {})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_sign_out__by_a_link__only_asks(sign_in):
    client = sign_in("owner")
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/api/me").status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_sign_in__with_a_way_back_to_elsewhere__stays_here(client, owner_id, address):
    typed = {"login": "ingrid@nordlys.example", "password": "quiet harbour lantern"}
    assert client.post("/sign-in/", {**typed, "next": address})["Location"] == "/"


def test_host__that_is_not_ours__is_refused_with_the_next_step(client, owner_id):
    answer = client.get("/sign-in/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "tenfold.toml" in answer.content.decode()
    assert DisallowedHost.__name__ not in answer.content.decode()


def test_hosts__allowed__are_never_all_of_them():
    assert not [host for host in django_settings.ALLOWED_HOSTS if "*" in host]


# Front-end files


def test_front_end_file__asked_for__is_served_and_may_be_kept_for_ever(client):
    from django.templatetags.static import static

    address = static("ui/app.css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")
    assert answer["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer


def test_front_end_file__that_the_browser_has__is_not_sent_again(client):
    from django.templatetags.static import static

    first = client.get(static("ui/app.css"))
    again = client.get(static("ui/app.css"), HTTP_IF_NONE_MATCH=first["ETag"])
    part = client.get(static("ui/app.css"), HTTP_RANGE="bytes=0-9")
    assert (again.status_code, again.content) == (304, b"")
    assert (part.status_code, part.content) == (206, first.content[:10])


def test_front_end_files__when_one_changes__have_another_address(tmp_path):
    from tenfold.config.static_edition import static_edition

    file = tmp_path / "room" / "static" / "room" / "x.js"
    file.parent.mkdir(parents=True)
    file.write_text("1")
    first = static_edition(roots=(tmp_path,))
    file.write_text("2")
    assert static_edition(roots=(tmp_path,)) != first


def test_front_end_file__outside_of_the_static_folders__is_not_served(client, owner_id):
    answer = client.get(f"{django_settings.STATIC_URL}../config/settings.py")
    assert answer.status_code == 404


# Unexpected errors


def fail(request, token=""):
    raise ZeroDivisionError("the secret is in the address")


class FullDisk(Refusal):
    """The disk is full."""

    code = "full_disk"
    status = 503


def refuse(request):
    raise FullDisk("The disk is full.", next_step="Make room.")


class Failing:
    """A house with addresses that fail."""

    urlpatterns = [
        path("sign-in/", fail, name="account_login"),
        path("account/", fail, name="people:account"),
        path("join/<str:token>/", fail, name="account_logout"),
        path("api/me", fail, name="account_inactive"),
        path("refused/", refuse, name="mfa_authenticate"),
        path("api/refused", refuse, name="mfa_login_webauthn"),
    ]
    handler500 = "tenfold.config.problems.unexpected"
    handler404 = "tenfold.config.problems.not_found"


@pytest.fixture
def failing(settings, owner_id):
    settings.ROOT_URLCONF = Failing
    return Client(raise_request_exception=False)


@pytest.fixture
def logged(caplog):
    """What the log says, through the filter that its handler has."""
    caplog.handler.addFilter(Discreet())
    caplog.set_level(logging.WARNING)
    return lambda: "\n".join(caplog.handler.format(record) for record in caplog.records)


def test_unexpected_error__on_a_page__quotes_the_reference_that_the_log_has(failing, logged):
    answer = failing.get("/sign-in/")
    page = answer.content.decode()
    reference = re.search(r"report the reference (\w{8})\.", page)[1]
    assert answer.status_code == 500
    assert "Something went wrong on our side." in page
    assert f"[{reference}]" in logged()
    assert "ZeroDivisionError" in logged()


def test_unexpected_error__at_a_secret_address__does_not_write_it_into_the_log(failing, logged):
    failing.get("/join/topsecrettoken/?also=secret")
    assert "join/<str:token>" in logged()
    assert "topsecret" not in logged()
    assert "also=secret" not in logged()


def test_unexpected_error__for_a_program__is_problem_details(failing):
    answer = failing.get("/api/me")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unexpected"
    assert len(answer.json()["reference"]) == 8


def test_unexpected_error__in_a_part_of_a_page__says_so_where_messages_stand(failing):
    answer = failing.get("/sign-in/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Retarget"]) == (500, "#messages")
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "headers", "kind", "says"),
    [
        ("/refused/", {}, "text/html", "Make room."),
        ("/refused/", {"HTTP_HX_REQUEST": "true"}, "text/html", "Make room."),
        ("/refused/", {"HTTP_ACCEPT": "application/json"}, "application/problem+json", "full_disk"),
        ("/api/refused", {}, "application/problem+json", "full_disk"),
    ],
)
def test_refusal__whoever_asked__is_said_in_their_way(failing, address, headers, kind, says):
    answer = failing.get(address, **headers)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Content-Type"].startswith(kind)
    assert says in answer.content.decode()


def test_address__where_nothing_is__helps(client, owner_id):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "To the first page" in answer.content.decode()
    assert client.get("/api/nothing").json()["code"] == "not_found"


@pytest.mark.parametrize("address", ["/members/", "/api/me"])
def test_method__that_an_address_does_not_know__is_refused_and_names_those_that_it_does(
    sign_in, address
):
    answer = sign_in("owner").put(address)
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert "cannot be used in this way" in answer.content.decode()


def test_log__of_an_address_that_matches_nothing__has_its_first_part_only(rf):
    request: HttpRequest = rf.get("/password/new/2-abcdef/more/")
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (request.path,), None)
    record.request = request
    Discreet().filter(record)
    assert record.getMessage() == "Not Found: GET /password/…"


def test_reset_link__followed__does_not_stay_in_the_address(client, add, owner_id):
    made = actions.make_reset_link(member_id=add("member").id, by=owner_id, at=AT)
    answer = client.get(made.path)
    assert answer.status_code == 302
    assert resolve(answer["Location"]).kwargs["key"] == "set-password"
