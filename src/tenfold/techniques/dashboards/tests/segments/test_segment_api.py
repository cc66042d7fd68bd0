"""Segments for programs."""

import pytest

from tenfold.techniques.dashboards.tests.segments.conftest import LAPSING

JSON = {"content_type": "application/json"}
GIVEN = {"title": "About to lapse", "spec": LAPSING}
MONEY = {"title": "Big", "spec": {"did": {"event": "order", "least_sum": 100}}}


@pytest.fixture
def owner(sign_in, shop):
    """An owner, in a company that knows who is about to lapse."""
    owner = sign_in("owner")
    assert owner.put("/api/segments/lapsing", GIVEN, **JSON).status_code == 200
    return owner


def test_segment__defined__answers_its_meaning_and_its_size(owner):
    found = owner.get("/api/segments/lapsing").json()
    assert (found["persons"], found["kind"], found["version"]) == (1, "live", 1)
    assert found["spec"] == LAPSING
    assert found["sentence"] == (
        "Whoever did “order” at least 2 times in the last 90 days and did not do “order” in the"
        " last 30 days."
    )
    assert [one["name"] for one in owner.get("/api/segments").json()] == ["lapsing"]


def test_segment__asked_for_persons__names_them_page_by_page(owner):
    found = owner.get("/api/segments/lapsing/persons?limit=1").json()
    assert (found["total"], [one["person"] for one in found["persons"]]) == (1, ["ann"])
    assert owner.get("/api/segments/lapsing/persons?offset=1").json()["persons"] == []


def test_segment__asked_for_sizes__answers_the_end_of_each_period(owner):
    found = owner.get("/api/segments/lapsing/sizes?by=month&periods=3").json()
    assert [one["persons"] for one in found] == [0, 0, 1]
    assert len(found) == 3


def test_segment__without_a_name__answers_its_size(owner):
    found = owner.post("/api/segments/size", {"spec": {"segment": "lapsing"}}, **JSON).json()
    assert found == {"persons": 1, "sentence": "Whoever is in “About to lapse”."}


def test_segment__frozen__is_one_of_its_own(owner):
    body = {"into": "autumn", "title": "Autumn"}
    found = owner.post("/api/segments/lapsing/freeze", body, **JSON).json()
    assert found == {"name": "autumn", "persons": 1}
    kept = owner.get("/api/segments/autumn").json()
    assert (kept["kind"], kept["origin"]) == ("frozen", LAPSING)


def test_segment__uploaded__answers_what_became_of_each_id(owner):
    body = {"title": "VIPs", "ids": ["bob", "bob", "zoe"]}
    found = owner.put("/api/segments/vips/list", body, **JSON).json()
    assert found == {
        "version": 1,
        "persons": 1,
        "duplicates": 1,
        "unknown": ["zoe"],
        "unknown_count": 1,
    }


def test_segment__removed__is_gone(owner):
    assert owner.delete("/api/segments/lapsing").status_code == 204
    assert owner.get("/api/segments/lapsing").json()["code"] == "unknown_segment"


def test_segment__that_another_is_made_of__is_not_removed(owner):
    owner.put("/api/segments/rest", {"title": "R", "spec": {"not": {"segment": "lapsing"}}}, **JSON)
    refused = owner.delete("/api/segments/lapsing")
    assert (refused.status_code, refused.json()["code"]) == (409, "segment_in_use")


def test_metric__about_a_segment__answers_for_whoever_is_in_it(owner):
    spec = {"kind": "count", "event": "order"}
    body = {"spec": spec, "where": 'in segment "lapsing"', "breakdown": ["segment:lapsing"]}
    found = owner.post("/api/metrics/answer", body, **JSON).json()
    assert found["value"] == 2
    assert [(one["label"], one["value"]) for one in found["groups"]] == [("in", 2)]


@pytest.mark.parametrize(
    ("kind", "persons"), [("member", None), ("member who sees money", 1), ("owner", 1)]
)
def test_segment__over_money__has_a_size_for_whoever_may_see_money(owner, sign_in, kind, persons):
    spec = {"did": {"event": "order", "least_sum": 97}}
    owner.put("/api/segments/big", {"title": "Big", "spec": spec}, **JSON)
    viewer = sign_in(kind)
    found = viewer.get("/api/segments/big").json()
    assert (found["persons"] is None) is (persons is None)
    refused = viewer.get("/api/segments/big/sizes")
    assert refused.status_code == (403 if persons is None else 200)
    body = {"spec": {"kind": "persons", "where": [{"segment": "big"}]}}
    answered = viewer.post("/api/metrics/answer", body, **JSON)
    assert answered.status_code == (403 if persons is None else 200)


def test_list__uploaded_by_who_may_not_see_persons__is_refused(owner, sign_in):
    administrator = sign_in("administrator")
    refused = administrator.put("/api/segments/vips/list", {"title": "V", "ids": ["bob"]}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "persons_hidden")


@pytest.mark.parametrize(
    ("kind", "status"),
    [("member", 403), ("member who sees persons", 200), ("administrator", 403), ("guest", 403)],
)
def test_persons__asked_for_by_each_role__are_for_whoever_may_see_them(
    owner, sign_in, kind, status
):
    assert sign_in(kind).get("/api/segments/lapsing/persons").status_code == status
