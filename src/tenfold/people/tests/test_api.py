"""This room's part of the interface of programs."""

import pytest

from tenfold.people import models, queries

JSON = {"content_type": "application/json"}


def test_me__asked_by_an_administrator__lists_what_they_may_do(sign_in):
    me = sign_in("administrator").get("/api/me").json()
    assert me["role"] == "administrator"
    assert "manage_members" in me["permissions"]
    assert "see_money" not in me["permissions"]


def test_company__changed_in_part__keeps_the_rest(sign_in):
    answer = sign_in("owner").patch("/api/company", {"purpose": "Nothing wasted."}, **JSON)
    assert answer.status_code == 200
    company = queries.get_company()
    assert (company.purpose, company.name) == ("Nothing wasted.", "Nordlys Gifts")


def test_company__changed_to_nonsense__is_refused_as_problem_details(sign_in):
    answer = sign_in("owner").patch("/api/company", {"timezone": "Oslo"}, **JSON)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["field"]) == ("unknown_timezone", "timezone")


@pytest.mark.parametrize("body", ['{"purpose": 3}', "[]", "{", '{"name": "' + "x" * 3000 + '"}'])
def test_company__sent_in_the_wrong_shape__is_refused_as_problem_details(sign_in, body):
    answer = sign_in("owner").patch("/api/company", body, **JSON)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("bad_request", "invalid_input")


def test_member__granted_money__sees_it(add, sign_in):
    member = add("member")
    answer = sign_in("owner").patch(f"/api/members/{member.id}", {"sees_money": True}, **JSON)
    assert answer.json()["sees_money"] is True
    assert models.Account.objects.get(id=member.id).sees_money


def test_member__unknown__is_not_found(sign_in):
    answer = sign_in("owner").get("/api/members/99999")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_member")


def test_invitation__made_and_withdrawn__lets_nobody_in(sign_in, client):
    owner = sign_in("owner")
    made = owner.post("/api/invitations", {"email": "kari@nordlys.example"}, **JSON)
    assert made.status_code == 201
    link = made.json()["link"].removeprefix("http://testserver")
    assert client.get(link).status_code == 200
    assert owner.delete(f"/api/invitations/{made.json()['id']}").status_code == 204
    assert client.get(link).status_code == 404


def test_change__by_a_session_without_csrf_token__is_refused(sign_in):
    client = sign_in("owner")
    client.handler.enforce_csrf_checks = True
    answer = client.patch("/api/company", {"purpose": "x"}, **JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "stale_page")
