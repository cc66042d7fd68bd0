"""Signing in: password, second step, passkeys, links, and the demo's one click."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from tenfold.people import actions, models
from tests.members import AT, PASSWORD

HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
NEW_PASSWORD = "seven wooden umbrellas"


def enter(client: Client, *, login="ingrid@nordlys.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def is_signed_in(client: Client) -> bool:
    return client.get("/api/me").status_code == 200


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_sign_in__with_the_right_password__leads_to_the_first_page(client, owner_id):
    answer = enter(client, login="Ingrid@Nordlys.EXAMPLE")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_sign_in_page__its_fields__are_called_as_everywhere_else(client, owner_id):
    page = client.get(reverse("account_login")).content.decode()
    assert "E-mail address" in page
    assert "placeholder" not in page


def test_sign_in__with_a_wrong_password__does_not_say_whether_the_address_is_known(
    client, owner_id
):
    known = enter(client, password="wrong wrong wrong").content.decode()
    unknown = enter(client, login="nobody@nordlys.example", password="wrong").content.decode()
    complaint = re.compile(r'role="alert"><p>(.*?)</p>')
    assert complaint.findall(known) == complaint.findall(unknown) != []
    assert not is_signed_in(client)


def test_sign_in__tried_too_often__is_refused_even_with_the_right_password(client, owner_id):
    for _ in range(5):
        enter(client, password="wrong wrong wrong")
    page = enter(client).content.decode()
    assert not is_signed_in(client)
    assert "Wait five minutes, then try again" in page


def test_sign_in__tried_from_one_address_for_many_accounts__is_throttled(client, owner_id):
    answers = [enter(client, login=f"a{i}@example.com", password="x") for i in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_sign_in__of_a_closed_account__says_so(client, add, owner_id):
    member = add("member")
    member.set_password(PASSWORD)
    member.save()
    actions.deactivate_member(member_id=member.id, by=owner_id, at=AT)
    answer = enter(client, login=member.email)
    assert not is_signed_in(client)
    assert answer.status_code == 200 or answer["Location"] == reverse("account_inactive")


def test_session__of_a_member_whose_account_is_closed__ends_at_once(add, sign_in, owner_id):
    client = sign_in("member")
    assert is_signed_in(client)
    member = models.Account.objects.get(email="member@nordlys.example")
    actions.deactivate_member(member_id=member.id, by=owner_id, at=AT)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/sign-up/", "/signup/", "/sign-in/signup/"]
)
def test_sign_up__for_everybody__does_not_exist(client, owner_id, address):
    assert client.get(address).status_code == 404


def test_sign_out__asked_for__ends_the_session(sign_in):
    client = sign_in("member")
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_second_step__set_up__is_asked_for_and_its_secret_is_encrypted(client, owner_id):
    enter(client)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<pre id="authenticator_secret"[^>]*>([A-Z2-7]+)</pre>', page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    row = Authenticator.objects.get(type="totp")
    assert secret not in json.dumps(row.data)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    other = Client()
    answer = enter(other)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert other.get(answer["Location"]).status_code == 200
    assert not is_signed_in(other)


def test_second_step__passed_with_a_recovery_code__signs_in_once(client, owner_id):
    owner = models.Account.objects.get(id=owner_id)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(owner).get_unused_codes()[0]
    enter(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    again = Client()
    enter(again)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(again)


def test_second_step__lost__can_be_removed_by_an_owner(add, sign_in):
    member = add("member")
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    client = sign_in("owner")
    client.post(reverse("people:remove_second_factor", args=[member.id]))
    assert not Authenticator.objects.filter(user=member).exists()


def test_passkeys__offered_for_sign_in__start_with_a_challenge(client, owner_id):
    answer = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")
    options = answer.json()["request_options"]["publicKey"]
    assert options["challenge"]


def test_passkeys__about_to_be_added__ask_for_the_password_first(client, owner_id):
    enter(client)
    asked = client.get(reverse("mfa_add_webauthn"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    confirm(client)
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert '"creation_options"' in page.content.decode()


def test_reset_link__made_by_an_owner__lets_choose_a_password_once(add, sign_in):
    member = add("member")
    page = sign_in("owner").post(reverse("people:make_reset_link", args=[member.id]))
    link = re.search(r"http://testserver(/password/new/\S+?/)<", page.content.decode())[1]
    client = Client()
    form = client.get(link, follow=True)
    chosen = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(form.request["PATH_INFO"], chosen)
    assert models.Account.objects.get(id=member.id).check_password(NEW_PASSWORD)
    used = Client().get(link, follow=True).content.decode()
    assert "does not work any more" in used


def test_reset_link__after_a_day__does_not_work(add, owner_id, client, settings):
    made = actions.make_reset_link(member_id=add("member").id, by=owner_id, at=AT)
    assert made.expires_at - AT == timedelta(days=1)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work any more" in client.get(made.path, follow=True).content.decode()


def test_forgotten_password__without_a_mail_server__says_who_can_help(client, owner_id):
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "tenfold reset-password" in page


def test_forgotten_password__with_a_mail_server__sends_a_link(client, owner_id, settings):
    settings.EMAIL_HOST = "mail.nordlys.example"
    client.post(reverse("account_reset_password"), {"email": "ingrid@nordlys.example"})
    assert len(mail.outbox) == 1
    link = re.search(r"http://\S+", mail.outbox[0].body)[0]
    assert urlsplit(link).path.startswith("/password/new/")


def test_forgotten_password__of_nobody__sends_nothing_and_says_the_same(client, owner_id, settings):
    settings.EMAIL_HOST = "mail.nordlys.example"
    known, unknown = (
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("ingrid@nordlys.example", "nobody@nordlys.example")
    )
    assert len(mail.outbox) == 1
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_command__reset_password__makes_a_link_that_works(add, client):
    from tenfold.kit.operations import Call
    from tenfold.people.commands.passwords import reset_password

    member = add("member")
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    made = reset_password.run(Call(log=None), email=member.email, remove_second_step=True)
    page = client.get(urlsplit(made["link"]).path, follow=True).content.decode()
    assert "Choose a new password" in page
    assert made["second_steps_removed"] == 1


def test_demo__in_its_home_on_this_machine__signs_in_with_one_click(client, owner_id, settings):
    settings.DEMO = True
    assert "This is a demo." in client.get(reverse("account_login"), **HERE).content.decode()
    client.post(reverse("people:demo_sign_in"), **HERE)
    assert client.get("/api/me", **HERE).json()["role"] == "owner"


@pytest.mark.parametrize(
    "changed",
    [
        {"demo": False},
        {"REMOTE_ADDR": "192.168.1.7"},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
    ],
)
def test_demo__anywhere_else__refuses_one_click(client, owner_id, settings, changed):
    settings.DEMO = changed.pop("demo", True)
    there = HERE | changed
    assert "This is a demo." not in client.get(reverse("account_login"), **there).content.decode()
    answer = client.post(reverse("people:demo_sign_in"), **there)
    assert answer.status_code == 403
    assert client.get("/api/me", **HERE).status_code == 401
