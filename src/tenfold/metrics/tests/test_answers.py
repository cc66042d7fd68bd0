"""Whole answers from a real log, by hand."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold.eventlog.store import EventLog
from tenfold.metrics import queries
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Compare, Question
from tenfold.metrics.tests.world import Event, fill

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)
DANISH = Calendar("Europe/Copenhagen", "monday", "DKK")


def ask(log: EventLog, spec: dict, **rest) -> Answer:
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=DANISH, at=NOON, log=log)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def shop(log: EventLog) -> EventLog:
    fill(
        log,
        [
            Event(at(1), actor="ann", value=10.1, properties={"country": "NO", "no": "A1"}),
            Event(at(1), actor="ann", value=10.2, properties={"country": "NO", "no": "A1"}),
            Event(at(2), actor="bob", value=-5.0, properties={"country": "DK", "no": "A2"}),
            Event(at(4), value=0.001, properties={"no": "A3"}),
            Event(at(4), name="visit", actor="eve"),
            Event(at(4), name="Internal", source=0),
        ],
    )
    return log


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ({"kind": "count"}, 5),
        ({"kind": "count", "event": "order"}, 4),
        ({"kind": "persons"}, 3),
        ({"kind": "unique", "event": "order", "property": "no"}, 3),
        ({"kind": "sum", "event": "order"}, Decimal("15.301")),
        ({"kind": "mean", "event": "order"}, Decimal("3.82525")),
        ({"kind": "min", "event": "order"}, -5.0),
        ({"kind": "max", "event": "order"}, 10.2),
        ({"kind": "mean", "event": "nothing"}, None),
        ({"kind": "sum", "event": "nothing"}, 0),
        (
            {
                "kind": "ratio",
                "of": {"kind": "count", "event": "order"},
                "per": {"kind": "persons"},
            },
            Decimal(4) / 3,
        ),
        (
            {"kind": "count", "where": [{"property": "country", "is_not": "NO"}]},
            3,
        ),
    ],
)
def test_answer__each_kind__has_the_value_counted_by_hand(shop, spec, value):
    found = ask(shop, spec).value
    assert found == (pytest.approx(value) if spec["kind"] == "ratio" else value)


def test_answer__by_day__has_a_point_for_every_day_also_the_empty_ones(shop):
    points = ask(shop, {"kind": "count", "event": "order"}, grain=Grain.DAY).points
    assert [(point.start.isoformat(), point.value) for point in points] == [
        ("2024-03-01T00:00:00+01:00", 2),
        ("2024-03-02T00:00:00+01:00", 1),
        ("2024-03-03T00:00:00+01:00", 0),
        ("2024-03-04T00:00:00+01:00", 1),
    ]


def test_answer__broken_down__names_the_largest_first_and_the_missing_as_none(shop):
    groups = ask(shop, {"kind": "sum", "event": "order"}, breakdown="country").groups
    assert [(group.label, group.value) for group in groups] == [
        ("NO", Decimal("20.3")),
        (None, Decimal("0.001")),
        ("DK", Decimal(-5)),
    ]


def test_answer__more_labels_than_asked_for__puts_the_rest_together(shop):
    found = ask(
        shop, {"kind": "persons"}, breakdown="country", top=1, grain=Grain.DAY, start=at(1, 0)
    )
    assert [(group.label, group.other, group.value) for group in found.groups] == [
        ("DK", False, 1),
        (None, True, 2),
    ]
    assert [point.value for point in found.groups[1].points] == [1, 0, 0, 1]


def test_answer__compared__says_the_change_in_words(shop):
    found = ask(
        shop,
        {"kind": "count", "event": "order"},
        start=datetime(2024, 3, 1, 23, tzinfo=UTC),
        end=datetime(2024, 3, 2, 23, tzinfo=UTC),
        compare=Compare.BEFORE,
    )
    assert found.previous is not None
    assert (found.value, found.previous.value, found.previous.change) == (1, 2, -0.5)
    assert found.sentence == "50% less than the day before."
