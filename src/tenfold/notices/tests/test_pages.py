"""The inbox, the choices, the ways: what people see and do, and what programs do."""

import json

import pytest
from django.db import transaction

from tenfold.notices import models, queries
from tenfold.notices.actions import tell
from tenfold.notices.notice import Audience, Kind, Notice
from tenfold.people.models import Account
from tests.members import AT

JSON = "application/json"


@pytest.fixture
def member(sign_in):
    """A browser of a member who was told something about money."""
    client = sign_in("member")
    client.id = Account.objects.get(email="member@nordlys.example").id
    notice = Notice(
        kind=Kind.ALERT,
        key="a",
        subject="Revenue fell to 1200 kr",
        subject_without_money="Revenue fell",
        lines=("It was 1800 kr <b>.",),
        path="/account/",
        verb="Look into it",
    )
    with transaction.atomic():
        tell(notice=notice, to=Audience(accounts=(client.id,)), at=AT)
    return client


def notice_id() -> int:
    return models.Told.objects.get().id


def text(client, path, **more) -> str:
    return client.get(path, **more).content.decode()


# The inbox


def test_inbox__of_somebody_who_may_not_see_money__shows_none(member):
    page = text(member, "/notices/")
    assert "Revenue fell" in page
    assert "1200" not in page
    assert "&lt;b&gt;" in page


def test_inbox__with_something_new__is_counted_in_the_navigation(member):
    counted = '<span class="tf-nav-count">1<span class="visually-hidden"> not read</span></span>'
    assert counted in text(member, "/account/")
    member.post("/notices/read/")
    assert "tf-nav-count" not in text(member, "/account/")


def test_notice__opened__is_read_and_leads_where_it_is_dealt_with(member):
    answer = member.get(f"/notices/{notice_id()}/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert queries.count_unread(account_id=member.id) == 0


def test_notice__marked_and_marked_back__is_read_and_not_read(member):
    member.post(f"/notices/{notice_id()}/read/")
    assert queries.count_unread(account_id=member.id) == 0
    member.post(f"/notices/{notice_id()}/unread/")
    assert queries.count_unread(account_id=member.id) == 1


def test_notice__of_somebody_else__is_not_there(member, sign_in):
    other = sign_in("administrator")
    assert other.get(f"/notices/{notice_id()}/").status_code == 404
    assert other.post(f"/notices/{notice_id()}/unread/").status_code == 404
    other.post(f"/notices/{notice_id()}/read/")
    assert queries.count_unread(account_id=member.id) == 1


def test_inbox__that_is_empty__says_what_will_be_there(sign_in):
    assert "Nothing was told to you yet" in text(sign_in("guest"), "/notices/")


# Choosing


def test_choices__saved__are_those_with_a_tick(member):
    sent = {"quiet_from": "20:00", "quiet_until": "07:00", "timezone": "", "most_a_day": "5",
            "hear-alert-app": "on", "hear-alert-email": "on"}  # fmt: skip
    assert member.post("/notices/choose/", sent).status_code == 302
    found = queries.get_hearing(account_id=member.id)
    wanted = [cell.name for kind in found.kinds for cell in kind.cells if cell.wanted]
    assert wanted == ["hear-alert-app", "hear-alert-email"]
    assert found.most_a_day == 5


def test_choices__half_of_quiet_hours__are_refused_beside_the_field(member):
    sent = {"quiet_from": "20:00", "quiet_until": "", "timezone": "", "most_a_day": "5"}
    page = member.post("/notices/choose/", sent).content.decode()
    assert "Say from when until when" in page
    assert 'id="id_quiet_until-wrong"' in page


# Ways


def test_way__added_by_an_administrator__shows_its_secret_once(sign_in):
    client = sign_in("administrator")
    sent = {"name": "Program", "address": "https://hooks.example.com/deep/path", "most_a_day": "10"}
    page = client.post("/ways/new/webhook/", sent).content.decode()
    way = queries.list_ways()[0]
    assert "whsec_" in page
    for again in (f"/ways/{way.id}/", "/ways/"):
        assert "whsec_" not in text(client, again)
        assert "deep/path" not in text(client, again)
    assert "whsec_" in client.post(f"/ways/{way.id}/secret/").content.decode()


def test_way__that_leads_inside__is_refused_with_what_to_do(sign_in):
    sent = {"name": "Program", "address": "https://127.0.0.1/", "most_a_day": "10"}
    page = sign_in("administrator").post("/ways/new/webhook/", sent).content.decode()
    assert "inside of your own network" in page
    assert not models.Way.objects.exists()


def test_way__changed_tested_and_removed__says_each_time_what_became_of_it(sign_in, receiver):
    client = sign_in("owner")
    sent = {"name": "Program", "address": receiver.url, "most_a_day": "10"}
    client.post("/ways/new/webhook/", sent)
    way = queries.list_ways()[0]
    page = client.post(f"/ways/{way.id}/test/", follow=True).content.decode()
    assert "The test was taken" in page
    receiver.answers = [500]
    page = client.post(f"/ways/{way.id}/test/", follow=True).content.decode()
    assert "The receiver answered with 500." in page
    changed = {"name": "Renamed", "address": "", "most_a_day": "7", "hears_money": "on"}
    assert "Saved" in client.post(f"/ways/{way.id}/", changed, follow=True).content.decode()
    assert queries.get_way(way_id=way.id).hears_money
    page = client.post(f"/ways/{way.id}/remove/", follow=True).content.decode()
    assert "Nothing leads out of the house yet" in page


def test_failed_message__on_the_page_of_ways__can_be_tried_again(sign_in, hands, receiver):
    client = sign_in("owner")
    client.post(
        "/ways/new/webhook/", {"name": "Program", "address": receiver.url, "most_a_day": "9"}
    )
    receiver.answers = [410]
    way = queries.list_ways()[0]
    with transaction.atomic():
        tell(
            notice=Notice(kind=Kind.ALERT, key="a", subject="secret subject"),
            to=Audience(ways=(way.id,)),
            at=hands.at,
        )
    hands.work()
    page = text(client, "/ways/")
    assert "1 notice to Program" in page
    assert "secret subject" not in page
    (failed,) = queries.list_failed()
    client.post(f"/ways/messages/{failed.id}/again/")
    hands.work()
    assert queries.list_failed() == ()
    assert len(receiver.received) == 2


# Programs


def test_api__of_notices__gives_ones_own_and_marks_them(member):
    (one,) = member.get("/api/notices").json()
    assert (one["subject"], one["is_read"]) == ("Revenue fell", False)
    sent = json.dumps({"ids": [one["id"]]})
    assert member.post("/api/notices/read", sent, content_type=JSON).json() == {"marked": 1}
    assert member.get("/api/notices?unread=true").json() == []


def test_api__of_ways__sets_up_tests_and_removes(sign_in, receiver):
    client = sign_in("administrator")
    sent = {"name": "Program", "kind": "webhook", "address": receiver.url}
    made = client.post("/api/ways", json.dumps(sent), content_type=JSON)
    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    here = f"/api/ways/{made.json()['id']}"
    (listed,) = client.get("/api/ways").json()
    assert "secret" not in listed
    assert client.post(f"{here}/test").json()["problem"] == ""
    assert client.post(f"{here}/secret").json()["secret"] != made.json()["secret"]
    assert client.delete(here).status_code == 204
    assert client.get(here).json()["code"] == "unknown_way"


@pytest.mark.parametrize("kind", ["member who sees money", "guest"])
def test_api__of_ways__is_closed_to_whoever_does_not_manage_the_company(sign_in, kind):
    assert sign_in(kind).get("/api/ways").json()["code"] == "not_allowed"
