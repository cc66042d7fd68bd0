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


def test_answer__of_every_question__keeps_the_members_that_programs_rely_on(sign_in, shop):
    day = "from=2026-11-24&to=2026-11-25&by=day&breakdown=country&compare=before"
    answer = sign_in("owner").get(f"/api/metrics/events?{day}").json()
    assert {
        "value",
        "exact",
        "unit",
        "sentence",
        "points",
        "groups",
        "previous",
        "freshness",
        "lineage",
    } <= answer.keys()
    assert answer["groups"][0].keys() >= {"label", "other", "value", "unit", "points"}
    assert answer["previous"].keys() >= {"start", "end", "unit", "value", "change"}


def test_breakdown__by_two_properties__answers_pairs(sign_in, shop):
    member = sign_in("member")
    by_address = member.get("/api/metrics/events?breakdown=country&breakdown=source").json()
    pairs = [(one["labels"], one["label"], one["value"]) for one in by_address["groups"]]
    assert pairs == [(["Denmark", "1"], None, 1), (["Norway", "1"], None, 1)]
    asked = {"spec": {"kind": "count"}, "breakdown": ["country", "source"]}
    by_body = member.post("/api/metrics/answer", asked, **JSON).json()
    assert by_body["groups"] == by_address["groups"]
    alone = {"spec": {"kind": "count"}, "breakdown": "country"}
    assert len(member.post("/api/metrics/answer", alone, **JSON).json()["groups"]) == 2


def test_time_zone__asked_for__is_reckoned_in(sign_in, shop):
    member = sign_in("member")
    asked = "/api/metrics/events?by=day&from=2026-11-24&timezone=Asia/Kolkata"
    answer = member.get(asked).json()
    assert answer["points"][0]["start"] == "2026-11-24T00:00:00+05:30"
    assert answer["lineage"]["timezone"] == "Asia/Kolkata"
    refused = member.get("/api/metrics/events?timezone=Oslo")
    assert (refused.status_code, refused.json()["field"]) == (422, "timezone")


def test_spec__asked_about__is_answered_without_a_name(sign_in, shop):
    asked = {"spec": {"kind": "persons"}, "where": 'country = "Norway"'}
    answer = sign_in("member").post("/api/metrics/answer", asked, **JSON).json()
    assert (answer["value"], answer["unit"]) == (1, "persons")


def test_metrics__listed__begin_with_the_headlines(sign_in):
    owner = sign_in("owner")
    owner.put("/api/metrics/revenue", REVENUE, **JSON)
    names = [one["name"] for one in owner.get("/api/metrics").json()]
    assert names[:3] == ["revenue", "events", "persons"]


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
    "spec",
    [
        {"kind": "formula", "text": "a / b", "of": {"a": REVENUE["spec"], "b": {"kind": "count"}}},
        {"kind": "formula", "text": "b / a", "of": {"a": REVENUE["spec"], "b": {"kind": "count"}}},
        {"kind": "rolling", "of": REVENUE["spec"], "over": "7d"},
        {"kind": "per_person", "of": REVENUE["spec"]},
        {"kind": "quantile", "event": "order"},
    ],
)
def test_money__in_numbers_made_of_it__is_for_those_who_may_see_it(sign_in, shop, spec):
    refused = sign_in("member").post("/api/metrics/answer", {"spec": spec}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "money_hidden")
    seeing = sign_in("member who sees money")
    assert seeing.post("/api/metrics/answer", {"spec": spec}, **JSON).status_code == 200


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
        ("events?breakdown=a&breakdown=a", 422, "invalid_question", "breakdown"),
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


def test_answers__to_several_questions__come_in_order_and_one_refusal_is_its_own(sign_in, shop):
    specs = [
        {"kind": "count"},
        {"kind": "sum"},
        {"kind": "nonsense"},
        {"kind": "persons", "where": [{"property": "person", "is": "ann"}]},
    ]
    asked = {"questions": [{"spec": spec} for spec in specs]}
    found = sign_in("owner").post("/api/metrics/answers", asked, **JSON).json()
    assert [one["answer"] and one["answer"]["value"] for one in found] == [2, 15.1, None, 1]
    assert found[2]["refused"]["field"] == "spec.kind"
    found = sign_in("member").post("/api/metrics/answers", asked, **JSON).json()
    assert [one["refused"] and one["refused"]["code"] for one in found] == [
        None,
        "money_hidden",
        "invalid_definition",
        "persons_hidden",
    ]


EXPENSIVE = {"event": "order", "where": [{"property": "value", "above": 7}]}


@pytest.mark.parametrize(
    "spec",
    [
        {"kind": "retention", "start": EXPENSIVE},
        {"kind": "retention", "return": EXPENSIVE},
        {"kind": "stickiness", **EXPENSIVE},
        {"kind": "lifecycle", **EXPENSIVE},
    ],
)
def test_persons__who_paid_more_than_an_amount__are_for_those_who_may_see_money(
    sign_in, shop, spec
):
    given = {"spec": spec}
    assert sign_in("owner").post("/api/metrics/answer", given, **JSON).status_code == 200
    refused = sign_in("member").post("/api/metrics/answer", given, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "money_hidden")


def test_answer__of_a_kind_that_says_more__keeps_its_members_for_programs(sign_in, shop):
    given = {"spec": {"kind": "lifecycle"}, "breakdown": ["country"]}
    answer = sign_in("owner").post("/api/metrics/answer", given, **JSON).json()
    assert [one["new"] for one in answer["periods"]] == [2]
    assert [one["periods"][0]["new"] for one in answer["groups"]] == [1, 1]


def test_versions__of_a_metric__can_be_listed_and_asked_for(sign_in, shop):
    owner = sign_in("owner")
    owner.put("/api/metrics/orders", {"title": "Orders", "spec": {"kind": "count"}}, **JSON)
    anew = {"title": "Buyers", "spec": {"kind": "persons", "where": []}}
    owner.put("/api/metrics/orders", anew, **JSON)
    found = owner.get("/api/metrics/orders/versions").json()
    assert [(one["version"], one["title"], one["spec"]["kind"]) for one in found] == [
        (2, "Buyers", "persons"),
        (1, "Orders", "count"),
    ]
    old = owner.get("/api/metrics/orders?version=1").json()
    assert (old["unit"], old["lineage"]["metrics"]) == (
        "events",
        [{"name": "orders", "version": 1}],
    )
    assert owner.get("/api/metrics/orders?version=9").json()["field"] == "version"


def test_metric__removed__is_gone_unless_others_are_made_of_it(sign_in, shop):
    owner = sign_in("owner")
    owner.put("/api/metrics/orders", {"title": "Orders", "spec": {"kind": "count"}}, **JSON)
    twice = {"kind": "formula", "text": "a * 2", "of": {"a": {"kind": "metric", "name": "orders"}}}
    owner.put("/api/metrics/twice", {"title": "Twice", "spec": twice}, **JSON)
    assert owner.get("/api/metrics/twice").json()["parts"][0]["value"] == 2
    refused = owner.delete("/api/metrics/orders")
    assert (refused.status_code, refused.json()["code"]) == (409, "metric_in_use")
    assert "twice" in refused.json()["title"]
    assert sign_in("member").delete("/api/metrics/twice").status_code == 403
    assert owner.delete("/api/metrics/twice").status_code == 204
    assert owner.delete("/api/metrics/orders").status_code == 204
    assert owner.get("/api/metrics/orders").status_code == 404


def test_schema__of_definitions__is_served(sign_in):
    found = sign_in("member").get("/api/metrics/schema").json()
    assert found["$defs"]["count"]["properties"]["kind"] == {"const": "count"}


def test_metric__that_a_technique_brings__is_listed_after_the_others_and_answered(sign_in, shop):
    member = sign_in("member")
    listed = [(one["name"], one["technique"]) for one in member.get("/api/metrics").json()]
    assert listed == [
        ("events", ""),
        ("persons", ""),
        ("known-actors", "interfaces"),
        ("sources-heard", "interfaces"),
    ]
    assert member.get("/api/metrics/known-actors").json()["value"] == 1
