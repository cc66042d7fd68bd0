"""The pages of the company, its members, accounts and keys."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tenfold.people import actions, keys, models, queries
from tests.members import AT, PASSWORD

COMPANY = {
    "name": "Nordlys",
    "purpose": "Nothing wasted.",
    "timezone": "Europe/Copenhagen",
    "currency": "DKK",
    "week_starts": "sunday",
    "language": "da",
}


@pytest.mark.parametrize(
    "name",
    [
        "people:company",
        "people:members",
        "people:invite",
        "people:account",
        "people:keys",
        "mfa_index",
    ],
)
def test_page__opened_by_an_owner__is_drawn(sign_in, name):
    page = sign_in("owner").get(reverse(name))
    assert page.status_code == 200
    assert "<h1>" in page.content.decode()


def test_company_page__sent__changes_the_company(sign_in):
    answer = sign_in("administrator").post(reverse("people:company"), COMPANY)
    assert answer.status_code == 302
    company = queries.get_company()
    assert {name: getattr(company, name) for name in COMPANY} == COMPANY


def test_company_page__sent_with_nonsense__says_which_field_and_keeps_what_was_typed(sign_in):
    page = sign_in("owner").post(reverse("people:company"), COMPANY | {"currency": "QQQ"})
    assert page.status_code == 200
    assert "id_currency-wrong" in page.content.decode()
    assert queries.get_company().currency == "NOK"


def test_invitation__from_page_to_page__lets_somebody_join(sign_in):
    wanted = {"email": "kari@nordlys.example", "role": "member", "sees_money": "on"}
    page = sign_in("owner").post(reverse("people:invite"), wanted).content.decode()
    path = re.search(r"http://testserver(/join/[^<]+)<", page)[1]
    client = Client()
    assert "kari@nordlys.example" in client.get(path).content.decode()
    answer = client.post(path, {"name": "Kari", "password": PASSWORD})
    assert answer["Location"] == "/"
    me = client.get("/api/me").json()
    assert (me["name"], me["permissions"]) == ("Kari", ["see_money", "see_numbers"])
    assert Client().get(path).status_code == 404


def test_invitation__joined_with_a_weak_password__says_so_beside_the_field(sign_in, owner_id):
    invited = actions.invite_member(
        email="kari@nordlys.example", role="member", sees_persons=False, sees_money=False,
        by=owner_id, at=AT,
    )  # fmt: skip
    models.Invitation.objects.update(expires_at="2100-01-01T00:00:00Z")
    path = reverse("people:join", args=[invited.token])
    page = Client().post(path, {"name": "Kari", "password": "short"})
    assert page.status_code == 200
    assert "id_password-wrong" in page.content.decode()


def test_invitation__of_somebody_known__says_so_beside_the_address(sign_in):
    wanted = {"email": "ingrid@nordlys.example", "role": "member"}
    page = sign_in("owner").post(reverse("people:invite"), wanted).content.decode()
    assert "signs in here already" in page


def test_invitation__withdrawn_on_the_page__is_gone_from_it(sign_in, owner_id):
    client = sign_in("owner")
    client.post(reverse("people:invite"), {"email": "kari@nordlys.example", "role": "member"})
    invitation = models.Invitation.objects.get()
    assert "kari@" in client.get(reverse("people:members")).content.decode()
    client.post(reverse("people:withdraw_invitation", args=[invitation.id]))
    assert "kari@" not in client.get(reverse("people:members")).content.decode()


def test_member_page__of_the_last_owner__explains_why_not(sign_in, owner_id):
    client = sign_in("owner")
    path = reverse("people:member", args=[owner_id])
    page = client.post(path, {"role": "member"}).content.decode()
    assert "only owner" in page
    refused = client.post(reverse("people:deactivate_member", args=[owner_id]))
    assert refused.status_code == 409
    assert "Make somebody else an owner first." in refused.content.decode()


def test_member_page__closed_and_opened__says_what_happened(sign_in, add):
    member = add("member")
    client = sign_in("owner")
    for verb, active in (("deactivate_member", False), ("reactivate_member", True)):
        page = client.post(reverse(f"people:{verb}", args=[member.id]), follow=True)
        assert page.status_code == 200
        assert queries.get_member(member_id=member.id).is_active is active


def test_key__made_on_the_page__is_shown_once_and_works(sign_in):
    client = sign_in("member")
    page = client.post(reverse("people:keys"), {"name": "monthly report"}).content.decode()
    key = re.search(r"tfs_[\w-]{40,}", page)[0]
    assert key not in client.get(reverse("people:keys")).content.decode()
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    assert Client().get("/api/me", **bearer).json()["role"] == "member"
    client.post(reverse("people:revoke_key", args=[models.SecretKey.objects.get().id]))
    refused = Client().get("/api/me", **bearer)
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_key")


def test_account_page__renamed__shows_the_new_name(sign_in):
    client = sign_in("guest")
    page = client.post(reverse("people:account"), {"name": "Gudrun"}, follow=True)
    assert "Gudrun" in page.content.decode()


def test_link__copied_behind_a_public_url__carries_that_url(sign_in, settings):
    settings.PUBLIC_URL = "https://numbers.nordlys.example"
    wanted = {"email": "kari@nordlys.example", "role": "member"}
    page = sign_in("owner").post(reverse("people:invite"), wanted).content.decode()
    assert "https://numbers.nordlys.example/join/" in page


def test_navigation__of_a_member__offers_no_page_that_they_may_not_open(sign_in):
    own = reverse("people:account")
    assert reverse("people:members") in sign_in("administrator").get(own).content.decode()
    assert reverse("people:members") not in sign_in("member").get(own).content.decode()


def test_api__with_a_secret_key__needs_no_csrf_token_and_ignores_the_cookie(add, sign_in):
    member = add("guest")
    key = keys.add_secret_key(account_id=member.id, name="x", at=AT).key
    client = sign_in("owner")
    answer = client.get("/api/me", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert answer.json()["role"] == "guest"
