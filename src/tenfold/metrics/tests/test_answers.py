"""Whole answers from a real log, by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.eventlog.store import EventLog
from tenfold.metrics import measured, queries
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
        ({"kind": "quantile", "event": "order"}, Decimal("5.0505")),
        ({"kind": "quantile", "event": "order", "q": 0}, Decimal(-5)),
        ({"kind": "quantile", "event": "order", "q": 0.9}, Decimal("10.17")),
        ({"kind": "quantile", "event": "order", "property": "no"}, None),
        ({"kind": "per_person", "of": {"kind": "count", "event": "order"}}, Decimal("1.5")),
        ({"kind": "per_person", "of": {"kind": "sum", "event": "order"}}, Decimal("7.65")),
        ({"kind": "per_person", "of": {"kind": "count", "event": "nothing"}}, None),
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


def test_quantile__by_day_and_group__is_of_the_numbers_in_each(shop):
    median = {"kind": "quantile", "event": "order"}
    found = ask(shop, median, grain=Grain.DAY, breakdown=("country",), top=1)
    assert [point.value for point in found.points] == [
        Decimal("10.15"),
        Decimal(-5),
        None,
        Decimal("0.001"),
    ]
    assert [(group.label, group.other, group.value) for group in found.groups] == [
        ("NO", False, Decimal("10.15")),
        (None, True, Decimal("-2.4995")),
    ]


def test_quantile__of_a_property__says_how_many_events_had_a_text_instead(log):
    numbers = [1, 2.5, "3", "many", None]
    fill(log, [Event(at(1), properties={"rounds": one}) for one in numbers])
    found = ask(log, {"kind": "quantile", "property": "rounds", "q": 0.25})
    assert (found.value, found.lineage.left_out, found.lineage.events) == (1.75, 1, 5)


def test_per_person__with_events_of_nobody__leaves_them_out(log):
    fill(log, [Event(at(1), actor=who, value=2) for who in ("ann", "ann", "bob", None)])
    log.identify(known="ann", alias="bob", source=1, at=at(2))
    found = ask(log, {"kind": "per_person", "of": {"kind": "sum"}}, grain=Grain.DAY)
    assert (found.value, found.points[0].value, found.lineage.events) == (6, 6, 3)


def test_answer__broken_down__names_the_largest_first_and_the_missing_as_none(shop):
    groups = ask(shop, {"kind": "sum", "event": "order"}, breakdown=("country",)).groups
    assert [(group.label, group.value) for group in groups] == [
        ("NO", Decimal("20.3")),
        (None, Decimal("0.001")),
        ("DK", Decimal(-5)),
    ]


def test_answer__more_labels_than_asked_for__puts_the_rest_together(shop):
    found = ask(
        shop, {"kind": "persons"}, breakdown=("country",), top=1, grain=Grain.DAY, start=at(1, 0)
    )
    assert [(group.label, group.other, group.value) for group in found.groups] == [
        ("DK", False, 1),
        (None, True, 2),
    ]
    assert [point.value for point in found.groups[1].points] == [1, 0, 0, 1]


def test_answer__broken_down_by_two__has_a_group_for_each_pair_and_one_for_all_others(shop):
    found = ask(shop, {"kind": "count"}, breakdown=("country", "no"), top=2)
    assert [(group.labels, group.label, group.value) for group in found.groups] == [
        (("NO", "A1"), None, 2),
        (("DK", "A2"), None, 1),
        ((), None, 2),
    ]
    assert found.groups[-1].other
    by_actor = ask(shop, {"kind": "count"}, breakdown=("country", "actor")).groups
    assert {group.labels: group.value for group in by_actor} == {
        ("NO", "ann"): 2,
        ("DK", "bob"): 1,
        (None, "eve"): 1,
        (None, None): 1,
    }


def test_answer__compared__has_the_points_of_the_time_before_beside_its_own(shop):
    day = datetime(2024, 3, 2, 23, tzinfo=UTC)
    found = ask(
        shop,
        {"kind": "count", "event": "order"},
        start=day,
        end=day + timedelta(days=2),
        grain=Grain.DAY,
        compare=Compare.BEFORE,
    )
    assert [(point.start.day, point.value) for point in found.points] == [(3, 0), (4, 1)]
    assert found.previous is not None
    before = [(point.start.day, point.value) for point in found.previous.points]
    assert before == [(1, 2), (2, 1)]


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


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("over", [None, "2d"])
def test_quantile__counted_or_looked_at_one_by_one__is_the_same(shop, monkeypatch, counted, over):
    monkeypatch.setattr(measured, "REPEATS", 2 if counted else -1)
    spec = {"kind": "quantile", "event": "order", "q": 0.75}
    if over:
        spec = {"kind": "rolling", "of": spec, "over": over}
    found = ask(shop, spec, grain=Grain.DAY, breakdown=("country", "actor"), top=1)
    assert ("upto" in found.lineage.sql) is counted
    assert found.value == (Decimal("0.001") if over else Decimal("10.125"))
    days = [Decimal("10.175"), Decimal("10.15"), Decimal(-5), Decimal("0.001")]
    alone = [Decimal("10.175"), Decimal(-5), None, Decimal("0.001")]
    assert [point.value for point in found.points] == (days if over else alone)
    assert [point.value for group in found.groups for point in group.points] == (
        [None, None, None, Decimal("0.001"), *days[:3], None]
        if over
        else [*alone[:1], None, None, None, None, *alone[1:]]
    )
