"""What a member without the grants cannot read off an answer, whatever way it is asked for."""

import pytest

from tenfold.metrics.tests.world import Event, fill
from tests.members import AT

JSON = {"content_type": "application/json"}
NOK = [{"property": "currency", "is": "NOK"}]
PAID = {"kind": "sum", "event": "order", "property": "value"}


@pytest.fixture
def shop(log):
    fill(
        log,
        [
            Event(AT, name="view", actor="ann"),
            Event(AT, actor="ann", value=10.1, currency="NOK", properties={"note": "ann@x.org"}),
            Event(AT, actor="bob", value=5, currency="EUR", properties={"phone": 4790000000}),
        ],
    )
    return log


@pytest.mark.parametrize(
    "asked",
    [
        {"spec": {"kind": "ratio", "of": {"kind": "count"}, "per": PAID | {"where": NOK}}},
        {
            "spec": {"kind": "sum", "event": "order", "where": NOK},
            "from": "2026-11-25",
            "to": "2026-11-26",
            "compare": "before",
        },
    ],
    ids=["the value by its name", "an amount of the time before"],
)
def test_amounts__asked_for_in_a_roundabout_way__are_for_those_who_may_see_money(
    sign_in, shop, asked
):
    assert sign_in("owner").post("/api/metrics/answer", asked, **JSON).status_code == 200
    refused = sign_in("member").post("/api/metrics/answer", asked, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "money_hidden")


@pytest.mark.parametrize(
    "asked",
    [
        {"spec": {"kind": "count", "event": "order"}, "breakdown": "properties.note"},
        {"spec": {"kind": "count", "event": "view"}, "breakdown": "person.note"},
        {"spec": {"kind": "max", "event": "order", "property": "phone"}},
    ],
    ids=["under its full name", "said with another event", "the largest"],
)
def test_personal_values__asked_for_in_a_roundabout_way__are_for_those_who_may_see_persons(
    sign_in, shop, asked
):
    assert sign_in("owner").post("/api/metrics/answer", asked, **JSON).status_code == 200
    refused = sign_in("member").post("/api/metrics/answer", asked, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "persons_hidden")
