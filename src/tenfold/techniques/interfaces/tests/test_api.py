"""The interface of programs: sources, events, the catalogue, imports."""

import pytest

from tenfold.techniques.interfaces import actions

pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture
def shop(owner_id, at) -> actions.SourceAdded:
    return actions.add_source(name="Web shop", kind="web", by=owner_id, at=at)


@pytest.fixture
def order(shop, happen) -> str:
    return happen("order", source=shop.id, actor="anna", value=48.5, currency="EUR")


def test_sources__asked_by_an_owner__come_with_their_keys(sign_in, shop, order):
    (source,) = sign_in("owner").get("/api/sources").json()
    assert source["write_key"] == shop.write_key
    assert (source["health"], source["events"]) in {("receiving", 1), ("quiet", 1)}


def test_sources__asked_by_a_member__come_without_keys(sign_in, shop):
    (source,) = sign_in("member").get("/api/sources").json()
    assert source["write_key"] is None


def test_source__added__is_answered_with_its_key(sign_in):
    answer = sign_in("owner").post(
        "/api/sources", {"name": "Till", "kind": "device"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert answer.json()["write_key"].startswith("tfw_")


def test_source__of_a_taken_name__is_a_problem_with_a_code(sign_in, shop):
    answer = sign_in("owner").post(
        "/api/sources", {"name": "WEB SHOP"}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "source_name_taken"


def test_source__added_by_a_member__is_not_allowed(sign_in):
    answer = sign_in("member").post(
        "/api/sources", {"name": "Till"}, content_type="application/json"
    )
    assert answer.status_code == 403


def test_events__asked_by_an_owner__are_whole(sign_in, order):
    (event,) = sign_in("owner").get("/api/events").json()
    assert (event["id"], event["person"], event["value"]) == (order, "anna", 48.5)
    assert event["hidden"] == []


def test_events__asked_by_a_member__say_what_is_hidden(sign_in, order):
    (event,) = sign_in("member").get("/api/events").json()
    assert (event["person"], event["value"]) == (None, None)
    assert event["hidden"] == ["value", "actor"]


def test_events__of_a_person_asked_by_a_member__are_not_allowed(sign_in, order):
    answer = sign_in("member").get("/api/events", {"person": "anna"})
    assert answer.json()["code"] == "persons_hidden"


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"name": "order"}, 1), ({"name": "visit"}, 0), ({"before": "2026-01-01T00:00:00"}, 0)],
)
def test_events__filtered__are_those(sign_in, order, asked, count):
    assert len(sign_in("owner").get("/api/events", asked).json()) == count


def test_event__by_its_id__is_found_or_not(sign_in, order):
    browser = sign_in("owner")
    assert browser.get(f"/api/events/{order}").json()["name"] == "order"
    missing = browser.get("/api/events/nonsense")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_event")


def test_catalogue__asked__lists_names_with_properties(sign_in, happen):
    happen("visit", properties={"page": "/cups"})
    (name,) = sign_in("owner").get("/api/catalogue").json()
    assert name["name"] == "visit"
    assert name["properties"][0]["samples"] == ["/cups"]


def test_imports__without_any__are_an_empty_list_and_unknown_ones_a_problem(sign_in):
    browser = sign_in("owner")
    assert browser.get("/api/imports").json() == []
    assert browser.get("/api/imports/9").json()["code"] == "unknown_import"
    assert browser.post("/api/imports/9/undo").json()["code"] == "unknown_import"
