"""A kept answer that is brought up to date is the answer that is computed anew."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.store import Changes
from tenfold.metrics import queries
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Count, from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.renewing import Worth, judge, steady
from tenfold.metrics.tests.test_against_reference import CHANGES, an_event
from tenfold.metrics.tests.test_together import a_definition, anew, kept
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def test_answers__renewed_after_each_batch__are_those_computed_anew():
    renewed = []

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(data=st.data())
    def check(data):
        zone, around = data.draw(st.sampled_from(CHANGES))
        calendar = Calendar(zone, "monday", "EUR")
        questions = data.draw(st.lists(a_question(around), min_size=1, max_size=3))
        batches = data.draw(
            st.lists(st.lists(an_event(around, [None, "EUR"]), max_size=5), min_size=2, max_size=4)
        )
        with tempfile.TemporaryDirectory() as folder:
            log = open_log(path=Path(folder, "log.duckdb"), erasure_key=b"test")
            try:
                for place, batch in enumerate(batches):
                    fill(log, batch)
                    if place == data.draw(st.integers(0, 4)):
                        log.identify(known="a", alias="b", source=1, at=RECEIVED_AT)
                    for question in questions:
                        found = kept(question, calendar, log)
                        assert found == anew(question, calendar, log)
                        renewed.append(place and found)
            finally:
                log.close()

    check()
    assert any(renewed)


@st.composite
def a_question(draw, around):
    days = st.one_of(st.none(), st.integers(1, 20).map(lambda days: timedelta(days=days)))
    before, after = draw(days), draw(days)
    return Question(
        definition=draw(a_definition()),
        grain=draw(st.sampled_from([None, Grain.DAY, Grain.WEEK, Grain.HOUR, Grain.MONTH])),
        start=None if before is None else around - before,
        end=None if after is None else around + after,
        breakdown=draw(st.sampled_from([(), (), ("country",), ("country", "name")])),
        top=draw(st.sampled_from([2, 10])),
    )


@pytest.fixture
def reads(log, monkeypatch):
    """The statements that were read."""
    found = []
    read = log.read
    monkeypatch.setattr(log, "read", lambda sql, *a, **k: found.append(sql) or read(sql, *a, **k))
    return found


def ask(log, spec, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=Calendar(), at=NOON, log=log)


@pytest.mark.parametrize(
    "spec", [{"kind": "count", "event": "order"}, {"kind": "sum", "event": "order"}]
)
def test_answer__after_new_events__reads_only_their_commits(log, reads, spec):
    fill(log, [Event(NOON - timedelta(days=9), value=1), Event(NOON, value=2)])
    ask(log, spec, grain=Grain.DAY)
    fill(log, [Event(NOON - timedelta(days=3), value=4)])
    reads.clear()
    found = ask(log, spec, grain=Grain.DAY)
    assert (len(found.points), sum(point.value for point in found.points)) == (10, found.value)
    assert len(reads) == 1
    assert '"batch" > ' in reads[0]


def test_answer__after_events_of_another_name__is_not_read_again(log, reads):
    days = {"start": NOON - timedelta(days=9), "end": NOON}
    fill(log, [Event(NOON - timedelta(days=2))])
    ask(log, {"kind": "persons", "event": "order"}, grain=Grain.DAY, **days)
    fill(log, [Event(NOON - timedelta(days=1), name="visit")])
    reads.clear()
    ask(log, {"kind": "persons", "event": "order"}, grain=Grain.DAY, **days)
    assert reads == []


def test_answer__about_persons__reads_the_touched_days_and_remembers_who_was_seen(log, reads):
    persons, start = {"kind": "persons", "event": "order"}, NOON - timedelta(days=30)
    month = {"grain": Grain.DAY, "start": start, "end": NOON}
    fill(log, [Event(start + timedelta(days=day), actor=f"p{day % 7}") for day in range(30)])
    ask(log, persons, **month)
    fill(log, [Event(NOON - timedelta(hours=2), actor=one) for one in ("p1", "new", "newer")])
    assert (ask(log, persons, **month).value, len(reads)) == (9, 5)
    fill(log, [Event(NOON - timedelta(hours=1), actor=one) for one in ("new", "newest", None)])
    reads.clear()
    found = ask(log, persons, **month)
    assert (found.value, found.points[-1].value, len(reads)) == (10, 4, 3)
    assert all('"batch" > ' in sql or '"happened_at" >= ' in sql for sql in reads)


def test_question__until_now__is_the_same_until_something_happens(log):
    fill(log, [Event(NOON)])
    access = Access(log=log)
    asked = [
        steady(
            question=Question(
                definition=Count(), grain=Grain.DAY, start=NOON, end=NOON + timedelta(minutes=later)
            ),
            calendar=Calendar("Asia/Kolkata"),
            access=access,
        )
        for later in (1, 2)
    ]
    assert asked[0] == asked[1]
    assert asked[0].end == datetime(2024, 3, 4, 18, 30, tzinfo=UTC)
    late = Question(definition=Count(), end=NOON)
    assert steady(question=late, calendar=Calendar(), access=access) == late


CAME = Changes(
    names=frozenset({"order"}),
    spans=((NOON, NOON + timedelta(hours=1)),),
    persons=False,
    everything=False,
)


@pytest.mark.parametrize(
    ("spec", "changes", "worth"),
    [
        ({"kind": "count"}, replace(CAME, names=frozenset(), spans=()), Worth.ALL),
        ({"kind": "count"}, CAME, Worth.PART),
        ({"kind": "count", "event": "visit"}, CAME, Worth.ALL),
        ({"kind": "count"}, replace(CAME, everything=True), Worth.NOTHING),
        ({"kind": "count"}, replace(CAME, persons=True), Worth.PART),
        ({"kind": "persons"}, replace(CAME, persons=True), Worth.NOTHING),
        ({"kind": "count", "event": "visit", "where": [{"segment": "s"}]}, CAME, Worth.NOTHING),
        ({"kind": "lifecycle", "event": "visit"}, CAME, Worth.NOTHING),
    ],
)
def test_judge__of_what_changed__says_what_is_left(spec, changes, worth):
    question = Question(definition=from_spec(spec), end=NOON + timedelta(days=1))
    assert judge(question=question, changes=changes) is worth


def test_judge__of_what_came_after_the_questions_time__leaves_all_but_what_steps_may_still_take():
    at_once = {"kind": "conversion", "steps": [{}, {}], "within": "1h"}
    next_things = {"kind": "paths", "steps": 2, "gap": "30m"}
    changes = replace(CAME, spans=((NOON + timedelta(hours=1), NOON + timedelta(hours=2)),))
    for spec in (at_once, next_things):
        question = Question(definition=from_spec(spec), end=NOON)
        assert judge(question=question, changes=changes) is Worth.ALL
        assert judge(question=question, changes=CAME) is Worth.NOTHING
    before = {"kind": "paths", "before": {"event": "order"}}
    for spec in ({"kind": "count"}, {"kind": "lifecycle"}, before):
        question = Question(definition=from_spec(spec), end=NOON)
        assert judge(question=question, changes=CAME) is Worth.ALL


def order(days, actor="a", name="order", **properties):
    return Event(NOON + timedelta(days=days), name=name, actor=actor, properties=properties)


TWO_STEPS = {"kind": "conversion", "steps": [{"event": "visit"}, {"event": "order"}]}


@pytest.mark.parametrize(
    ("spec", "came", "answers"),
    [
        (
            {"kind": "unique", "event": "order", "property": "person"},
            [],
            ("value", [2, 1]),
        ),
        (
            {"kind": "unique", "event": "order", "property": "person.plan"},
            [order(-1, name="visit", plan="gold")],
            ("value", [0, 1]),
        ),
        (
            {"kind": "max", "event": "order", "property": "person.age"},
            [order(-1, name="visit", age=30)],
            ("value", [None, 30]),
        ),
        (TWO_STEPS, [order(1)], ("value", [0, 1])),
        (TWO_STEPS, [order(30, name="other", actor="c")], ("open", [1, 0])),
        (
            {"kind": "retention", "grain": "day"},
            [order(30, name="other", actor="c")],
            ("complete", [False, True]),
        ),
    ],
    ids=[
        "persons, by their ids joined",
        "a person's property, said with another event",
        "a number of persons",
        "a step after the end of the time",
        "the last step can no longer come",
        "the last period is over",
    ],
)
def test_answer__that_is_kept__follows_whatever_can_change_it(log, spec, came, answers):
    what, expected = answers
    fill(log, [order(-3, actor="b"), order(-2), order(-1, name="visit")])
    days = {"start": NOON - timedelta(days=4), "end": NOON}
    found = [told(ask(log, spec, **days), what)]
    if came:
        fill(log, came)
    else:
        log.identify(known="a", alias="b", source=1, at=RECEIVED_AT)
    found.append(told(ask(log, spec, **days), what))
    assert found == expected


def told(answer, what):
    """One number of an answer."""
    if what == "value":
        return answer.value
    detail = answer.detail.to_json()
    return detail["cohorts"][-1]["complete"] if what == "complete" else detail[what]
