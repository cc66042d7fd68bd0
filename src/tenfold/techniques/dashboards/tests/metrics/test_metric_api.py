"""Metrics for programs."""

import pytest

from tenfold.metrics.tests.world import Event, fill
from tests.members import AT

JSON = {"content_type": "application/json"}
REVENUE = {"title": "Revenue", "spec": {"kind": "sum", "event": "order"}, "headline": 1}


@pytest.fixture
def shop(log):
    fill(
        log,
        [
            Event(AT, actor="ann", value=10.1, currency="NOK", properties={"country": "Norway"}),
            Event(AT, actor="bob", value=5, currency="NOK", properties={"country": "Denmark"}),
        ],
    )
    return log


def test_metric__defined_and_asked_for__answers_the_value(sign_in, shop):
    owner = sign_in("owner")
    made = owner.put("/api/metrics/revenue", REVENUE, **JSON)
    assert (made.status_code, made.json()["version"]) == (200, 1)
    answer = owner.get("/api/metrics/revenue?by=day&breakdown=country&from=2026-11-24").json()
    assert (answer["value"], answer["unit"], answer["exact"]) == (15.1, "NOK", "15.1")
    assert answer["points"] == [{"start": "2026-11-24T00:00:00+01:00", "value": 15.1}]
    assert [(one["label"], one["value"]) for one in answer["groups"]] == [
        ("Norway", 10.1),
        ("Denmark", 5),
    ]
    assert answer["lineage"]["from"] == "2026-11-24T00:00:00+01:00"


def test_spec__asked_about__is_answered_without_a_name(sign_in, shop):
    asked = {"spec": {"kind": "persons"}, "where": 'country = "Norway"'}
    answer = sign_in("member").post("/api/metrics/answer", asked, **JSON).json()
    assert (answer["value"], answer["unit"]) == (1, "persons")


def test_metrics__listed__begin_with_the_headlines(sign_in):
    owner = sign_in("owner")
    owner.put("/api/metrics/revenue", REVENUE, **JSON)
    assert [one["name"] for one in owner.get("/api/metrics").json()] == [
        "revenue",
        "events",
        "persons",
    ]


@pytest.mark.parametrize(
    ("kind", "status"), [("member", 403), ("administrator", 403), ("member who sees money", 200)]
)
def test_money__asked_for__is_for_those_who_may_see_it(sign_in, shop, kind, status):
    asked = {"spec": REVENUE["spec"]}
    answer = sign_in(kind).post("/api/metrics/answer", asked, **JSON)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "money_hidden"
        assert "15.1" not in answer.content.decode()


@pytest.mark.parametrize(
    "asked", [{"breakdown": "person"}, {"where": 'actor = "ann"'}, {"breakdown": "actor"}]
)
def test_persons__asked_about_one_by_one__are_for_those_who_may_see_them(sign_in, shop, asked):
    asked |= {"spec": {"kind": "count"}}
    refused = sign_in("member").post("/api/metrics/answer", asked, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "persons_hidden")
    shown = sign_in("member who sees persons").post("/api/metrics/answer", asked, **JSON)
    assert shown.status_code == 200


def test_metric__defined_by_a_member__is_refused(sign_in):
    assert sign_in("member").put("/api/metrics/revenue", REVENUE, **JSON).status_code == 403


@pytest.mark.parametrize(
    ("address", "status", "code", "field"),
    [
        ("nosuch", 404, "unknown_metric", "name"),
        ("events?where=country+%3D", 422, "invalid_expression", "where"),
        ("events?from=yesterday", 422, "invalid_question", "from"),
        ("events?from=2026-11-24&to=2026-11-24", 422, "invalid_question", "to"),
        ("events?by=fortnight", 422, "invalid_input", "by"),
        ("events?compare=before", 422, "invalid_question", "compare"),
        ("events?by=minute&from=2020-01-01&to=2026-01-01", 422, "too_many_periods", "by"),
    ],
)
def test_question__that_cannot_be_answered__is_refused_as_problem_details(
    sign_in, shop, address, status, code, field
):
    answer = sign_in("owner").get(f"/api/metrics/{address}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["field"].endswith(field)


def test_spec__that_means_nothing__is_refused_naming_the_place(sign_in, shop):
    asked = {"spec": {"kind": "count", "where": [{"property": "a"}]}}
    answer = sign_in("owner").post("/api/metrics/answer", asked, **JSON)
    assert (answer.status_code, answer.json()["field"]) == (422, "spec.where[0]")
