"""Stickiness and lifecycle from a real log against the slow twin, on generated logs."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.metrics import queries
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.reference_presence import (
    Wall,
    active,
    acts_within,
    lifecycle,
    stickiness,
)
from tenfold.metrics.tests.test_against_reference import FILTER
from tenfold.metrics.tests.world import RECEIVED_AT
from tenfold.metrics.tests.worlds import GRAINS, a_dense_world, a_time, logged, start_of, twin_of

MOMENT = timedelta(microseconds=1)
STATUSES = ["new", "returning", "resurrecting", "dormant"]
# Without shrinking: each example opens a log, and the questions of a failure are short anyway.
THOROUGHLY = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@st.composite
def a_question(draw, kind, around):
    spec = {
        "kind": kind,
        "event": draw(st.sampled_from([None, "order", "visit"])),
        "grain": draw(st.sampled_from(GRAINS)),
        "where": draw(st.lists(FILTER, max_size=1)),
    }
    return Question(
        definition=from_spec(spec),
        breakdown=draw(st.sampled_from([(), ("country",), ("country", "field"), ("person",)])),
        grain=draw(st.sampled_from([None, Grain.WEEK, Grain.MONTH])),
        top=draw(st.sampled_from([1, 2, 10])),
        **draw(a_time(around)),
    )


@THOROUGHLY
@given(world=a_dense_world(), data=st.data())
def test_stickiness__any_log_any_question__equals_the_slow_twin(world, data):
    calendar, around, *_ = world
    with logged(world) as (log, reference):
        for _ in range(5):
            question = data.draw(a_question("stickiness", around))
            found = queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
            twin = twin_of(reference, calendar, question)
            if twin is None:
                assert (found.value, found.sample) == (None, 0)
                continue
            definition = question.definition
            compare_spread(found, found.detail.spread, stickiness(twin, definition))
            compare_months(found.points, question, calendar, twin)
            for group, labels in groups_with_labels(found.groups, question, twin):
                compare_spread(group, group.detail, stickiness(twin, definition, labels))
            compare_persons_by_days(data, question, calendar, log, twin)


def compare_spread(found, spread, expected):
    assert dict(spread.persons) == expected
    persons = sum(expected.values())
    assert found.sample == persons
    assert (found.value is None) is (persons == 0)
    if persons:
        mean = sum(days * own for days, own in expected.items()) / persons
        assert float(found.value) == pytest.approx(mean)


def compare_months(points, question, calendar, twin):
    """A period belongs to the longer one in which it begins; the first one to the first."""
    order = list(Grain)
    if question.grain is None or order.index(question.grain) <= order.index(
        question.definition.grain
    ):
        assert points == ()
        return
    longer = Wall(calendar, question.grain, twin.known[0], twin.within[-1])
    since = max(twin.start, twin.known[0])
    own = calendar.periods(
        grain=question.definition.grain, start=since, end=twin.within[-1] + MOMENT
    )
    spread = defaultdict(lambda: defaultdict(int))
    for numbers in active(twin, question.definition).values():
        tally = defaultdict(int)
        for number in numbers:
            begins = max(since, own.starts[number - twin.wall.number(since)])
            tally[longer.number(begins)] += 1
        for month, days in tally.items():
            spread[month][days] += 1
    for point in points:
        expected = mean_of(spread[longer.number(max(since, point.start))])
        found = None if point.value is None else float(point.value)
        assert found == (None if expected is None else pytest.approx(expected))


def mean_of(spread):
    persons = sum(spread.values())
    return sum(days * own for days, own in spread.items()) / persons if persons else None


def groups_with_labels(groups, question, twin):
    """Each group with what its events say, after checking which groups there are."""
    if not question.breakdown:
        assert groups == ()
        return []
    persons = defaultdict(set)
    for person, events in shown(twin, question).items():
        for event in events:
            persons[twin.labels(event, question.breakdown)].add(person)
    ordered = sorted(persons, key=lambda labels: (-len(persons[labels]), labels))
    named = ordered[: question.top]
    assert [labels_of(group) for group in groups if not group.other] == named
    assert [group.other for group in groups] == [False] * len(named) + [True] * bool(
        ordered[question.top :]
    )
    others = every_label(twin, question) - set(named)
    return [
        (group, (question.breakdown, others if group.other else {labels_of(group)}))
        for group in groups
    ]


def shown(twin, question):
    """The events that make a group worth showing."""
    if question.definition.kind == "stickiness":
        return acts_within(twin, question.definition)
    since = twin.wall.number(max(twin.start, twin.known[0])) - 1
    return {
        person: [event for event in events if twin.wall.number(event.at) >= since]
        for person, events in twin.acts(question.definition).items()
    }


def every_label(twin, question):
    return {
        twin.labels(event, question.breakdown)
        for events in twin.acts(question.definition).values()
        for event in events
    }


def labels_of(group):
    return tuple((label is None, label or "") for label in group.labels)


def compare_persons_by_days(data, question, calendar, log, twin):
    did = acts_within(twin, question.definition)
    numbers = active(twin, question.definition)
    days = data.draw(st.sampled_from([1, 2, 3]))
    behind = queries.list_behind(
        question=question, selection=Selection(days=days), calendar=calendar, log=log
    )
    expected = {
        (person, len(did[person]), max(event.at for event in did[person]))
        for person in did
        if len(numbers[person]) == days
    }
    assert {(one.person, one.events, one.last_at) for one in behind.persons} == expected
    assert behind.total == len(expected)


@THOROUGHLY
@given(world=a_dense_world(), data=st.data())
def test_lifecycle__any_log_any_question__equals_the_slow_twin(world, data):
    calendar, around, *_ = world
    with logged(world) as (log, reference):
        for _ in range(5):
            question = data.draw(a_question("lifecycle", around))
            found = queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
            twin = twin_of(reference, calendar, question)
            if twin is None:
                assert (found.value, found.detail.periods.lives) == (None, ())
                continue
            expected = lifecycle(twin, question.definition)
            compare_lives(found.detail.periods.lives, expected, twin)
            for group, labels in groups_with_labels(found.groups, question, twin):
                own = lifecycle(twin, question.definition, labels)
                compare_lives(group.detail.lives, own, twin)
            compare_persons_by_status(data, question, calendar, log, (twin, expected))


def compare_lives(lives, expected, twin):
    since = max(twin.start, twin.known[0])
    assert len(lives) == len(expected)
    for one, (number, own) in zip(lives, sorted(expected.items()), strict=True):
        assert twin.wall.number(max(since, one.start)) == number
        assert [getattr(one, status) for status in STATUSES] == [
            len(own[status]) for status in STATUSES
        ]


def compare_persons_by_status(data, question, calendar, log, expected):
    twin, lives = expected
    number = twin.wall.number(data.draw(st.sampled_from(twin.within)))
    status = data.draw(st.sampled_from([None, *STATUSES]))
    behind = queries.list_behind(
        question=question,
        selection=Selection(start=start_of(question, calendar, twin, number), status=status),
        calendar=calendar,
        log=log,
    )
    wanted = STATUSES[:3] if status is None else [status]
    persons = set().union(*(lives[number][one] for one in wanted))
    assert {one.person for one in behind.persons} == persons
    assert behind.total == len(persons)
