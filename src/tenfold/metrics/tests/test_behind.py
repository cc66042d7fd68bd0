"""Who is behind a point or a group of a measure, against plain Python."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics import queries
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.tests.world import Event, fill

CALENDAR = Calendar("Europe/Copenhagen", "monday", "EUR")
MONDAY = datetime(2024, 3, 25, tzinfo=UTC)
COUNTRIES = ("Norway", "Denmark", None, "Sweden", "Norway")
EVENTS = [
    Event(
        MONDAY + timedelta(hours=7 * number),
        name="order" if number % 4 else "visit",
        actor=None if number % 11 == 0 else f"person-{number % 7}",
        value=float(number),
        properties={"n": number, **({"country": land} if (land := COUNTRIES[number % 5]) else {})},
    )
    for number in range(80)
]
ORDERS = {"kind": "count", "event": "order"}


def persons_of(events):
    """Count each person's events; the most first, of equally many by id."""
    counted = Counter(event.actor for event in events if event.actor is not None)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def ask(log, spec=ORDERS, *, limit=100, start=None, labels=None, other=False, **rest):
    return queries.list_behind(
        question=Question(definition=from_spec(spec), **rest),
        selection=Selection(start=start, labels=labels, other=other),
        calendar=CALENDAR,
        limit=limit,
        log=log,
    )


def told(behind):
    return [(one.person, one.events) for one in behind.persons]


@pytest.fixture
def week(log):
    fill(log, EVENTS)
    return log


def test_persons__of_all_events__are_those_with_the_most_first(week):
    orders = [one for one in EVENTS if one.name == "order"]
    behind = ask(week)
    assert told(behind) == persons_of(orders)
    assert behind.total == len(persons_of(orders))
    newest = max(one.at for one in orders if one.actor == behind.persons[0].person)
    assert behind.persons[0].last_at == newest


def test_persons__limited__are_the_first_of_them_and_all_are_counted(week):
    behind = ask(week, limit=2)
    assert told(behind) == told(ask(week))[:2]
    assert behind.total == 7


@pytest.mark.parametrize(
    "spec",
    [
        {**ORDERS, "where": {"property": "n", "above": 20}},
        {"kind": "sum", "event": "order", "where": {"property": "n", "above": 20}},
        {"kind": "per_person", "of": ORDERS, "where": {"property": "n", "above": 20}},
        {"kind": "ratio", "of": ORDERS, "per": {"kind": "count"},
         "where": {"property": "n", "above": 20}},
    ],
)  # fmt: skip
def test_persons__of_any_measure__pass_its_filters(week, spec):
    chosen = [one for one in EVENTS if one.name == "order" and one.properties["n"] > 20]
    assert told(ask(week, spec)) == persons_of(chosen)


def test_persons__of_one_day__are_those_of_that_day_in_the_companys_zone(week):
    start = CALENDAR.instant_of_day(day=(MONDAY + timedelta(days=6)).date())  # 23 hours long
    end = CALENDAR.instant_of_day(day=(MONDAY + timedelta(days=7)).date())
    chosen = [one for one in EVENTS if one.name == "order" and start <= one.at < end]
    assert chosen
    assert told(ask(week, start=start, grain=Grain.DAY)) == persons_of(chosen)


def test_persons__of_a_period_that_the_question_cuts__are_not_from_beyond_it(week):
    since = MONDAY + timedelta(hours=40)
    start = CALENDAR.instant_of_day(day=since.date())
    found = ask(week, start=start, grain=Grain.DAY, end=MONDAY + timedelta(days=9))
    cut = queries.list_behind(
        question=Question(
            definition=from_spec(ORDERS),
            grain=Grain.DAY,
            start=since,
            end=MONDAY + timedelta(days=9),
        ),
        selection=Selection(start=start),
        calendar=CALENDAR,
        log=week,
    )
    assert sum(one.events for one in cut.persons) < sum(one.events for one in found.persons)


@pytest.mark.parametrize("label", ["Norway", "Sweden", None])
def test_persons__of_a_group__have_its_value(week, label):
    chosen = [
        one for one in EVENTS if one.name == "order" and one.properties.get("country") == label
    ]
    assert told(ask(week, labels=(label,), breakdown=("country",))) == persons_of(chosen)


def test_persons__of_the_group_of_all_others__have_none_of_the_values_shown(week):
    chosen = [
        one for one in EVENTS if one.name == "order" and one.properties.get("country") != "Norway"
    ]
    assert told(ask(week, other=True, breakdown=("country",), top=1)) == persons_of(chosen)


def test_persons__of_a_pair_of_values__have_both(week):
    chosen = [one for one in EVENTS if one.name == "order" and one.properties["n"] == 6]
    found = ask(week, labels=("Denmark", "6"), breakdown=("country", "n"))
    assert told(found) == persons_of(chosen)


def test_persons__with_several_ids__are_one(week):
    week.identify(known="person-1", alias="person-2", source=1, at=MONDAY)
    merged = [
        one for one in EVENTS if one.name == "order" and one.actor in ("person-1", "person-2")
    ]
    found = ask(week)
    assert found.total == 6
    assert found.persons[0].person == "person-1"
    assert found.persons[0].events == len(merged)
    of_one = ask(week, {**ORDERS, "where": {"property": "person", "is": "person-1"}})
    assert told(of_one) == [("person-1", len(merged))]


def test_persons__of_nothing__are_none(week):
    behind = ask(week, {"kind": "count", "event": "nothing"})
    assert (behind.persons, behind.total) == ((), 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": MONDAY + timedelta(minutes=1), "grain": Grain.DAY},
        {"start": MONDAY},
        {"labels": ("Norway",)},
        {"labels": ("Norway", "x"), "breakdown": ("country",)},
    ],
)
def test_part__that_the_answer_does_not_have__is_refused(week, wrong):
    with pytest.raises(InvalidQuestion):
        ask(week, **wrong)
