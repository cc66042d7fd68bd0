"""Whoever may not see persons or money does not see them in any number either."""

import json
from uuid import uuid4

import pytest

from tenfold.eventlog.envelope import Envelope
from tests.members import AT

ORDERS = {"kind": "count", "event": "order"}
REVENUE = {"kind": "sum", "event": "order"}
READINGS = {"kind": "count", "event": "reading"}


@pytest.fixture(autouse=True)
def filled(log, owner_id):
    at = int(AT.timestamp() * 1_000_000)
    orders = [
        Envelope(
            event_id=uuid4().bytes, at=at, name="order", actor=f"ada-{number}", value=777.25,
            currency="NOK", properties=json.dumps(
                {"email": "ada@x.example", "who": f"ada-{number}@x.example", "UnitPrice": 777.25,
                 "country": "Norway"}
            ),
        )
        for number in range(3)
    ]  # fmt: skip
    reading = Envelope(event_id=uuid4().bytes, at=at, name="reading", value=21.5)
    log.append(source=1, envelopes=[*orders, reading], received_at=AT).result(30)


def _ask(client, spec, **question):
    return client.post(
        "/api/metrics/answer",
        json.dumps({"spec": spec, **question}),
        content_type="application/json",
    )


@pytest.mark.parametrize(
    ("spec", "question", "code"),
    [
        (ORDERS, {"breakdown": "email"}, "persons_hidden"),
        (ORDERS, {"breakdown": "who"}, "persons_hidden"),
        (ORDERS, {"where": 'email = "ada@x.example"'}, "persons_hidden"),
        (ORDERS, {"breakdown": "UnitPrice"}, "money_hidden"),
        (ORDERS, {"breakdown": "value"}, "money_hidden"),
        (ORDERS, {"where": "value > 700"}, "money_hidden"),
        (ORDERS, {"where": "UnitPrice > 700"}, "money_hidden"),
        ({"kind": "max", "event": "order", "property": "UnitPrice"}, {}, "money_hidden"),
        ({"kind": "ratio", "of": ORDERS, "per": REVENUE}, {}, "money_hidden"),
        ({"kind": "ratio", "of": REVENUE, "per": ORDERS}, {}, "money_hidden"),
    ],
)
def test_question__that_would_tell_it_by_the_way__is_refused(sign_in, spec, question, code):
    answer = _ask(sign_in("member"), spec, **question)
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert _ask(sign_in("owner"), spec, **question).status_code == 200


@pytest.mark.parametrize(
    ("spec", "question"),
    [
        (ORDERS, {"breakdown": "country"}),
        (ORDERS, {"where": 'country = "Norway"'}),
        (READINGS, {"where": "value > 20"}),
        (READINGS, {"breakdown": "value"}),
        ({"kind": "ratio", "of": REVENUE, "per": REVENUE}, {}),
    ],
)
def test_question__that_tells_nothing_hidden__is_answered(sign_in, spec, question):
    assert _ask(sign_in("member"), spec, **question).status_code == 200
