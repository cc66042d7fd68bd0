"""Cohorts from a real log against the slow twin, on generated logs."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.metrics import queries
from tenfold.metrics.behind import Selection
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.reference_presence import begun, came_back, retention
from tenfold.metrics.tests.test_against_reference import FILTER
from tenfold.metrics.tests.world import RECEIVED_AT
from tenfold.metrics.tests.worlds import GRAINS, a_dense_world, a_time, logged, start_of, twin_of

OCCURRENCE = st.sampled_from([None, {"event": "order"}, {"event": "visit"}, {}])


@st.composite
def a_retention(draw, around):
    grain = draw(st.sampled_from(GRAINS))
    spec = {
        "kind": "retention",
        "start": draw(OCCURRENCE),
        "return": draw(OCCURRENCE),
        "grain": grain,
        "of": draw(st.sampled_from(["first", "recurring"])),
        "mode": draw(st.sampled_from(["exact", "rolling"])),
        "periods": draw(st.sampled_from([1, 3, 30] if grain == "hour" else [None, None, 1, 3])),
        "where": draw(st.lists(FILTER, max_size=1)),
    }
    return Question(
        definition=from_spec(spec),
        breakdown=draw(st.sampled_from([(), ("country",), ("country", "field"), ("person",)])),
        top=draw(st.sampled_from([1, 2, 10])),
        **draw(a_time(around)),
    )


# Without shrinking: each example opens a log, and the questions of a failure are short anyway.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(world=a_dense_world(), data=st.data())
def test_retention__any_log_any_question__equals_the_slow_twin(world, data):
    calendar, around, *_ = world
    with logged(world) as (log, reference):
        for _ in range(5):
            question = data.draw(a_retention(around))
            found = queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
            twin = twin_of(reference, calendar, question)
            if twin is None:
                assert (found.value, found.detail.cohorts) == (None, ())
                continue
            compare(found, retention(twin, question.definition, question.breakdown), twin, question)
            compare_persons(data, question, calendar, log, twin)


def compare(found, expected, twin, question):
    cohorts = {twin.wall.number(one.start): one for one in found.detail.cohorts}
    assert {number: [one.size, *one.returned] for number, one in cohorts.items()} == {
        number: [own[0][0], *(back for _, back in own)]
        for number, own in expected["cohorts"].items()
    }
    assert len(cohorts) == len(found.detail.cohorts)
    assert pairs(found.detail.offsets) == expected["overall"]
    compare_value(found, expected["overall"])
    compare_points(found.points, expected["cohorts"], twin)
    compare_groups(found.groups, expected["groups"], question)


def compare_value(found, overall):
    eligible, returned = overall[1] if len(overall) > 1 else (0, 0)
    assert found.sample == eligible
    assert (found.value is None) is (eligible == 0)
    assert eligible == 0 or float(found.value) == pytest.approx(returned / eligible)


def compare_points(points, cohorts, twin):
    assert twin.wall.number(points[-1].start) == twin.last
    for point in points:
        own = cohorts.get(twin.wall.number(point.start), [])
        assert (point.value is None) is (len(own) < 2)
        assert len(own) < 2 or float(point.value) == pytest.approx(own[1][1] / own[0][0])


def pairs(offsets):
    return [(one.eligible, one.returned) for one in offsets.overall]


def compare_groups(groups, expected, question):
    if not question.breakdown:
        assert groups == ()
        return
    ordered = sorted(expected, key=lambda labels: (-expected[labels][0][0], labels))
    named = [group for group in groups if not group.other]
    assert [labels_of(group) for group in named] == ordered[: question.top]
    for group in named:
        assert pairs(group.detail) == expected[labels_of(group)]
    rest = ordered[question.top :]
    assert [group.other for group in groups] == [False] * len(named) + [True] * bool(rest)
    if rest:
        together = sum(expected[labels][0][0] for labels in rest)
        assert pairs(groups[-1].detail)[0] == (together, together)


def labels_of(group):
    return tuple((label is None, label or "") for label in group.labels)


def compare_persons(data, question, calendar, log, twin):
    members = begun(twin, question.definition, question.breakdown)
    if not members:
        return
    _, period, labels = data.draw(st.sampled_from(sorted(members)))
    offset = data.draw(st.integers(0, twin.last - period))
    dropped = data.draw(st.booleans())
    expected = {
        person
        for person, began, said in members
        if (began, said) == (period, labels)
        and (offset == 0 or came_back(twin, question.definition, person, period + offset))
        is not dropped
    }
    behind = queries.list_behind(
        question=question,
        selection=Selection(
            start=start_of(question, calendar, twin, period),
            offset=offset,
            dropped=dropped,
            labels=tuple(None if missing else text for missing, text in labels) or None,
        ),
        calendar=calendar,
        log=log,
    )
    assert {one.person for one in behind.persons} == expected
    assert behind.total == len(expected)
