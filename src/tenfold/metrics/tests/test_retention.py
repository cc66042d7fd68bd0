"""Who comes back: what an answer looks like, and what is refused."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.metrics import queries
from tenfold.metrics.answers import to_json
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, TooManyPeriods
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Compare, InvalidQuestion, Question
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

COPENHAGEN = Calendar("Europe/Copenhagen", "monday", "DKK")
ANY = {"kind": "retention", "start": None, "return": None, "grain": "day", "of": "first"}


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


THREE_DAYS = [
    Event(at=day(2), name="visit", actor="ann", properties={"country": "NO"}),
    Event(at=day(2), name="visit", actor="bob", properties={"country": "DK"}),
    Event(at=day(3), name="order", actor="ann"),
    Event(at=day(3), name="visit", actor="cat"),
    Event(at=day(4, 23), name="visit", actor="bob"),  # the 5th in Copenhagen
    Event(at=day(5), name="order", actor="cat"),
    Event(at=day(5), name="visit"),
]


def ask(log, spec=None, *, calendar=COPENHAGEN, **rest):
    question = Question(definition=from_spec({**ANY, **(spec or {})}), **rest)
    return queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)


def who(log, spec=None, *, breakdown=(), top=10, **selection):
    definition = from_spec({**ANY, **(spec or {})})
    return queries.list_behind(
        question=Question(definition=definition, breakdown=breakdown, top=top),
        selection=Selection(**selection),
        calendar=COPENHAGEN,
        log=log,
    )


def test_retention__by_day__answers_cohorts_and_all_of_them_together(log):
    fill(log, THREE_DAYS)
    said = json.loads(json.dumps(to_json(answer=ask(log))))
    assert [(one["start"], one["size"], one["returned"]) for one in said["cohorts"]] == [
        ("2026-03-02T00:00:00+01:00", 2, [2, 1, 0, 1]),
        ("2026-03-03T00:00:00+01:00", 1, [1, 0, 1]),
    ]
    assert [(one["offset"], one["eligible"], one["returned"]) for one in said["overall"]] == [
        (0, 3, 3),
        (1, 3, 1),
        (2, 3, 1),
        (3, 2, 1),
    ]
    assert said["overall"][1]["share"] == pytest.approx(1 / 3)
    assert said["overall"][1]["interval"] == pytest.approx([0.0615, 0.7923], abs=1e-4)
    assert (said["unit"], said["sample"], said["value"]) == ("%", 3, pytest.approx(1 / 3))


def test_retention__of_the_last_period__is_marked_as_unfinished(log):
    fill(log, THREE_DAYS)
    assert [one.complete for one in ask(log).detail.cohorts] == [False, False]
    assert [one.complete for one in ask(log, {"periods": 2}).detail.cohorts] == [True, False]


def test_retention__up_to_a_moment_that_the_log_reaches_beyond__has_finished_periods(log):
    fill(log, THREE_DAYS)
    until = COPENHAGEN.instant_of_day(day=datetime(2026, 3, 4).date())  # noqa: DTZ001
    answer = ask(log, end=until)
    assert [(one.returned, one.complete) for one in answer.detail.cohorts] == [
        ((2, 1), True),
        ((1,), True),
    ]


def test_retention__a_person_who_began_before_the_time_asked_for__is_in_no_cohort(log):
    fill(log, THREE_DAYS)
    for mode in ("exact", "rolling"):
        answer = ask(log, {"mode": mode}, start=day(3, 0))
        assert [one.size for one in answer.detail.cohorts] == [1]
    recurring = ask(log, {"of": "recurring"}, start=day(3, 0)).detail.cohorts
    assert [one.size for one in recurring] == [2, 2]


def test_retention__a_late_event_of_long_ago__moves_its_person_to_an_earlier_cohort(log):
    fill(log, THREE_DAYS)
    assert [one.size for one in ask(log).detail.cohorts] == [2, 1]
    fill(log, [Event(at=day(2), name="visit", actor="cat")])
    assert [one.size for one in ask(log).detail.cohorts] == [3]


def test_retention__ids_of_one_person__are_one_person_in_the_earliest_cohort(log):
    fill(log, THREE_DAYS)
    log.identify(known="cat", alias="bob", source=1, at=RECEIVED_AT)
    assert [one.returned for one in ask(log).detail.cohorts] == [(2, 2, 0, 1)]


def test_retention__rolling__counts_whoever_came_back_then_or_later(log):
    fill(log, THREE_DAYS)
    assert [one.returned for one in ask(log, {"mode": "rolling"}).detail.cohorts] == [
        (2, 2, 1, 1),
        (1, 1, 1),
    ]


def test_retention__with_a_start_and_a_return__follows_those_events_alone(log):
    fill(log, THREE_DAYS)
    answer = ask(log, {"start": {"event": "visit"}, "return": {"event": "order"}})
    assert [one.returned for one in answer.detail.cohorts] == [(2, 1, 0, 0), (1, 0, 1)]


def test_retention__by_a_property__tells_persons_apart_by_their_first_start(log):
    fill(log, THREE_DAYS)
    answer = ask(log, breakdown=("country",), top=2)
    assert [(one.labels, one.other, one.sample) for one in answer.groups] == [
        (("DK",), False, 1),
        (("NO",), False, 1),
        ((), True, 1),
    ]
    overall = to_json(answer=answer)["groups"][1]["overall"]
    assert [one["returned"] for one in overall] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ({}, "33.3% of 3 persons came back in the day after they began."),
        ({"grain": "week"}, "Nothing to tell yet"),
        ({"mode": "rolling"}, "100% of 3 persons came back in the day after they began, or later."),
        (
            {"of": "recurring"},
            "Of 4 times that a person began, 25% were followed by a return in the day after.",
        ),
    ],
)
def test_retention__in_words__says_which_period_is_meant(log, spec, sentence):
    fill(log, THREE_DAYS)
    assert ask(log, spec).sentence.startswith(sentence)


def test_retention__of_recurring_cohorts__claims_no_interval(log):
    fill(log, THREE_DAYS)
    answer = ask(log, {"of": "recurring"})
    assert answer.interval is None
    assert all(one.interval is None for one in answer.detail.offsets.overall)
    assert ask(log).interval is not None


def test_retention__compared_with_the_time_before__says_the_change(log):
    came = [("ann", 3), ("bob", 3), ("ann", 4), ("ann", 5), ("ann", 6)]
    fill(log, [Event(at=day(on), actor=actor) for actor, on in came])
    answer = ask(log, {"of": "recurring"}, start=day(4, 23), end=day(6, 23), compare=Compare.BEFORE)
    assert (answer.value, answer.previous.value) == (1, Decimal("0.5"))
    assert answer.sentence.endswith("100% more than the time before.")


@pytest.mark.parametrize("time", [{}, {"start": day(20), "end": day(21)}, {"end": day(1)}])
def test_retention__of_nothing__has_no_cohorts_and_says_so(log, time):
    if time:
        fill(log, THREE_DAYS)
    answer = ask(log, **time)
    assert (answer.value, answer.detail.cohorts, answer.points) == (None, (), ())
    assert to_json(answer=answer)["overall"] == []
    assert answer.sentence.startswith("Nothing to tell yet")


def test_retention__from_a_day_on_which_nothing_had_happened__is_as_from_the_first(log):
    fill(log, THREE_DAYS)
    assert ask(log, start=datetime(1990, 1, 1, tzinfo=UTC)).detail == ask(log).detail


def test_retention__of_more_cohorts_than_anybody_can_look_at__is_refused_with_a_way_out(log):
    fill(log, [Event(at=day(1), actor="ann"), Event(at=day(1) - timedelta(3000), actor="ann")])
    with pytest.raises(TooManyPeriods, match=r"3001 cohorts by day") as refused:
        ask(log)
    assert "fewer periods" in refused.value.next_step
    assert len(ask(log, {"periods": 30}).detail.cohorts) == 1
    assert len(ask(log, {"grain": "week"}).detail.cohorts) == 1


def test_who__of_a_cell__are_those_who_came_back_with_what_they_did_then(log):
    fill(log, THREE_DAYS)
    first = day(1, 23)
    came = who(log, start=first, offset=3)
    assert [(one.person, one.events, one.last_at) for one in came.persons] == [
        ("bob", 1, day(4, 23))
    ]
    stayed_away = who(log, start=first, offset=3, dropped=True)
    assert [(one.person, one.last_at) for one in stayed_away.persons] == [("ann", day(2))]
    assert {one.person for one in who(log, start=first).persons} == {"ann", "bob"}
    assert who(log, start=first, offset=0, dropped=True).total == 0


def test_who__of_all_cohorts__are_everybody_who_has_that_period(log):
    fill(log, THREE_DAYS)
    assert {one.person for one in who(log, offset=2).persons} == {"cat"}
    assert {one.person for one in who(log, offset=2, dropped=True).persons} == {"ann", "bob"}
    assert {one.person for one in who(log, offset=3, dropped=True).persons} == {"ann"}


def test_who__of_a_group__are_those_whose_first_start_says_so(log):
    fill(log, THREE_DAYS)
    by = {"breakdown": ("country",)}
    assert [one.person for one in who(log, **by, labels=("NO",)).persons] == ["ann"]
    assert [one.person for one in who(log, **by, labels=(None,)).persons] == ["cat"]
    assert [one.person for one in who(log, **by, top=2, other=True).persons] == ["cat"]
    assert who(log, **by, other=True).total == 0


@pytest.mark.parametrize(
    "selection",
    [
        {"start": day(2, 5)},
        {"offset": 4},
        {"start": day(2, 23), "offset": 3},
        {"labels": ("NO",)},
        {"other": True},
    ],
)
def test_who__of_a_part_that_the_answer_does_not_have__is_refused(log, selection):
    fill(log, THREE_DAYS)
    with pytest.raises(InvalidQuestion, match="no such part"):
        who(log, **selection)
