"""How often persons come and what becomes of them: answers, who is behind them, refusals."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold.metrics import queries
from tenfold.metrics.answers import to_json
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

COPENHAGEN = Calendar("Europe/Copenhagen", "monday", "DKK")
DAYS = {"kind": "stickiness"}
LIVES = {"kind": "lifecycle", "grain": "day"}


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def came(person, *days, **rest):
    return [Event(at=day(on), actor=person, **rest) for on in days]


FIVE_DAYS = [
    *came("ann", 2, 2, 3, 4, 6, properties={"country": "NO"}),
    *came("bob", 2, 4, properties={"country": "DK"}),
    *came("cat", 6),
    Event(at=day(3)),
]


def ask(log, spec, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=COPENHAGEN, at=RECEIVED_AT, log=log)


def who(log, spec, *, grain=None, breakdown=(), top=10, **selection):
    definition = from_spec(spec)
    return queries.list_behind(
        question=Question(definition=definition, grain=grain, breakdown=breakdown, top=top),
        selection=Selection(**selection),
        calendar=COPENHAGEN,
        log=log,
    )


def test_stickiness__answers_how_many_persons_came_on_so_many_days(log):
    fill(log, FIVE_DAYS)
    said = json.loads(json.dumps(to_json(answer=ask(log, DAYS))))
    assert said["days"] == [
        {"days": 1, "persons": 1, "at_least": 3},
        {"days": 2, "persons": 1, "at_least": 2},
        {"days": 3, "persons": 0, "at_least": 1},
        {"days": 4, "persons": 1, "at_least": 1},
    ]
    assert (said["value"], said["sample"]) == (pytest.approx(7 / 3), 3)
    assert said["interval"] == pytest.approx([0.605, 4.062], abs=1e-3)
    assert said["sentence"] == (
        "A person did it on 2.33 different days on average (3 persons). Only once: 1 person."
    )
    assert said["lineage"]["events"] == 8


def test_stickiness__by_longer_periods__has_the_mean_of_each(log):
    fill(log, [*FIVE_DAYS, *came("ann", 9)])
    answer = ask(log, DAYS, grain=Grain.WEEK)
    assert [float(point.value) for point in answer.points] == [pytest.approx(7 / 3), 1]
    assert ask(log, DAYS, grain=Grain.DAY).points == ()


def test_stickiness__by_a_property__counts_days_in_each_group(log):
    fill(log, [*FIVE_DAYS, *came("ann", 3, 9, properties={"country": "DK"})])
    groups = to_json(answer=ask(log, DAYS, breakdown=("country",), top=1))["groups"]
    assert [(one["label"], one["other"], one["sample"]) for one in groups] == [
        ("DK", False, 2),
        (None, True, 2),
    ]
    assert [one["persons"] for one in groups[0]["days"]] == [0, 2]


def test_stickiness__ids_of_one_person_on_one_day__are_one_day(log):
    fill(log, [*came("ann", 2), *came("cookie", 2, 3)])
    log.identify(known="ann", alias="cookie", source=1, at=RECEIVED_AT)
    assert ask(log, DAYS).detail.spread.persons == {2: 1}


def test_who__did_it_on_so_many_days__is_listed_with_all_they_did(log):
    fill(log, FIVE_DAYS)
    found = who(log, DAYS, days=4)
    assert [(one.person, one.events, one.last_at) for one in found.persons] == [("ann", 5, day(6))]
    assert {one.person for one in who(log, DAYS, days=1).persons} == {"cat"}
    assert who(log, DAYS).total == 3
    by = {"breakdown": ("country",)}
    assert [one.person for one in who(log, DAYS, **by, labels=("DK",), days=2).persons] == ["bob"]
    assert {one.person for one in who(log, DAYS, **by, top=1, other=True).persons} == {"ann", "cat"}


def test_who__of_a_longer_period__did_it_on_so_many_days_of_that_alone(log):
    fill(log, [*FIVE_DAYS, *came("ann", 9)])
    week = {"grain": Grain.WEEK, "start": day(8, 23)}
    assert [one.person for one in who(log, DAYS, **week, days=1).persons] == ["ann"]
    assert who(log, DAYS, **week, days=2).total == 0


def test_lifecycle__answers_who_is_what_in_each_period(log):
    fill(log, FIVE_DAYS)
    said = json.loads(json.dumps(to_json(answer=ask(log, LIVES))))
    assert [
        (one["new"], one["returning"], one["resurrecting"], one["dormant"], one["complete"])
        for one in said["periods"]
    ] == [
        (2, 0, 0, 0, True),
        (0, 1, 0, 1, True),
        (0, 1, 1, 0, True),
        (0, 0, 0, 2, True),
        (1, 0, 1, 0, False),
    ]
    assert said["periods"][0]["start"] == "2026-03-02T00:00:00+01:00"
    assert [point["value"] for point in said["points"]] == [2, 1, 2, 0, 2]


def test_lifecycle__as_one_number__is_the_newest_period_that_is_over(log):
    fill(log, FIVE_DAYS)
    answer = ask(log, LIVES, end=day(4, 13))
    assert (answer.value, answer.unit) == (1, "persons")
    assert answer.detail.periods.change == -0.5
    assert answer.sentence == (
        "On 3 Mar 2026: 1 person. 0 new, 1 from the period before, 0 back after a break;"
        " 1 stayed away."
    )


def test_lifecycle__of_a_single_unfinished_period__is_what_there_is_so_far(log):
    fill(log, FIVE_DAYS)
    answer = ask(log, {"kind": "lifecycle", "grain": "month"})
    assert (answer.value, answer.detail.periods.change) == (3, None)
    assert "In Mar 2026: 3 persons" in answer.sentence


def test_lifecycle__what_happened_before_the_time_asked_for__is_not_forgotten(log):
    fill(log, FIVE_DAYS)
    lives = ask(log, LIVES, start=day(4, 0)).detail.periods.lives
    assert (lives[0].new, lives[0].returning, lives[0].resurrecting) == (0, 1, 1)
    assert (lives[2].new, lives[2].resurrecting) == (1, 1)


def test_lifecycle__from_the_middle_of_a_period__looks_at_it_whole(log):
    fill(log, [*came("ann", 2), Event(at=day(4, 8), actor="bob"), *came("bob", 4)])
    first = ask(log, LIVES, start=day(4, 10)).detail.periods.lives[0]
    assert (first.start, first.new) == (day(3, 23), 1)


def test_lifecycle__by_a_property__gives_each_group_lives_of_its_own(log):
    fill(log, [*FIVE_DAYS, *came("ann", 7, properties={"country": "DK"})])
    answer = ask(log, LIVES, breakdown=("country",), top=1)
    assert [(one.labels, one.other) for one in answer.groups] == [(("DK",), False), ((), True)]
    assert [one.new for one in answer.groups[0].detail.lives] == [1, 0, 0, 0, 0, 1]
    assert to_json(answer=answer)["groups"][0]["periods"][5]["new"] == 1


@pytest.mark.parametrize(
    ("start", "status", "persons"),
    [
        (day(1, 23), "new", {"ann", "bob"}),
        (day(2, 23), "returning", {"ann"}),
        (day(3, 23), "resurrecting", {"bob"}),
        (day(4, 23), "dormant", {"ann", "bob"}),
        (day(3, 23), None, {"ann", "bob"}),
    ],
)
def test_who__of_a_status__are_its_persons(log, start, status, persons):
    fill(log, FIVE_DAYS)
    found = who(log, LIVES, start=start, status=status)
    assert {one.person for one in found.persons} == persons
    assert found.total == len(persons)


def test_who__is_dormant__is_listed_with_what_they_did_last(log):
    fill(log, FIVE_DAYS)
    found = who(log, LIVES, start=day(2, 23), status="dormant")
    assert [(one.person, one.events, one.last_at) for one in found.persons] == [("bob", 1, day(2))]


@pytest.mark.parametrize("spec", [DAYS, LIVES])
def test_activity__of_nothing__has_no_number_and_says_so(log, spec):
    answer = ask(log, spec)
    assert (answer.value, answer.points, answer.groups) == (None, (), ())
    assert answer.sentence == "Nothing to tell: nobody did it."
    with pytest.raises(InvalidQuestion, match="no such part"):
        who(log, spec, start=day(2))


@pytest.mark.parametrize(
    ("spec", "selection"),
    [
        (LIVES, {"status": "new"}),
        (LIVES, {"start": day(2, 5), "status": "new"}),
        (LIVES, {"start": day(1, 23), "status": "gone"}),
        (LIVES, {"start": day(1, 23), "other": True}),
        (DAYS, {"start": day(1, 23)}),
        (DAYS, {"labels": ("NO",)}),
    ],
)
def test_who__of_a_part_that_the_answer_does_not_have__is_refused(log, spec, selection):
    fill(log, FIVE_DAYS)
    with pytest.raises(InvalidQuestion, match="no such part"):
        who(log, spec, **selection)


def test_mean__of_everybody_on_as_many_days__is_sure(log):
    fill(log, [*came("ann", 2, 3), *came("bob", 2, 3)])
    answer = ask(log, DAYS)
    assert (answer.value, answer.interval) == (Decimal(2), (2, 2))
