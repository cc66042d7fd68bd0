"""Questions of a page that are read together have the answers that each has alone."""

import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.kit.refusal import Refusal
from tenfold.metrics import queries
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.compute import compute
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.questions import Compare, Question
from tenfold.metrics.tests.test_against_reference import CHANGES, a_measure, an_event
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def values(found):
    """All numbers of an answer or of what was computed; how it was read does not matter."""
    points = [(point.start, point.value) for point in found.points]
    groups = [
        (group.labels, group.other, group.value, [point.value for point in group.points])
        for group in found.groups
    ]
    return points, groups


def anew(question, calendar, log):
    """What a question comes to when nothing is kept and nobody else asks."""
    try:
        found = compute(question=question, calendar=calendar, access=Access(log=log))
    except Refusal as refusal:
        return type(refusal)
    figure = found.figure
    return figure.value, figure.unit, figure.events, figure.left_out, *values(found)


def of_answer(found):
    """The same of an answer."""
    if isinstance(found, Refusal):
        return type(found)
    lineage = found.lineage
    return found.value, found.unit, lineage.events, lineage.left_out, *values(found)


def kept(question, calendar, log):
    """What a question is answered with, from whatever is kept."""
    return of_answer(*ask_all(log, calendar, question))


def ask_all(log, calendar, *questions):
    return queries.answer_all(questions=questions, calendar=calendar, at=NOON, log=log)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_page__of_any_questions__answers_each_as_if_it_were_alone(data):
    zone, around = data.draw(st.sampled_from(CHANGES))
    calendar = Calendar(zone, "monday", "EUR")
    currencies = data.draw(st.sampled_from([[None], ["EUR", None], ["DKK", "EUR"]]))
    events = data.draw(st.lists(an_event(around, currencies), max_size=12))
    grain = data.draw(st.sampled_from([None, Grain.DAY, Grain.WEEK, Grain.HOUR]))
    start = data.draw(st.sampled_from([None, around - timedelta(days=9)]))
    definitions = data.draw(st.lists(a_definition(), min_size=2, max_size=6))
    questions = [Question(definition=one, grain=grain, start=start) for one in definitions]
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder, "log.duckdb"), erasure_key=b"test")
        try:
            fill(log, events)
            log.identify(known="a", alias="b", source=1, at=RECEIVED_AT)
            found = ask_all(log, calendar, *questions)
            assert list(map(of_answer, found)) == [anew(one, calendar, log) for one in questions]
        finally:
            log.close()


def an_amount():
    """A measure of which there can be so much for each person."""
    return a_measure().filter(lambda spec: spec["kind"] in ("count", "sum"))


@st.composite
def a_definition(draw):
    measure = a_measure()
    spec = draw(
        st.one_of(
            measure,
            st.builds(lambda of, per: {"kind": "ratio", "of": of, "per": per}, measure, measure),
            st.builds(lambda of: {"kind": "per_person", "of": of}, an_amount()),
        )
    )
    return from_spec(spec)


@pytest.fixture
def reads(log, monkeypatch):
    """The statements that were read."""
    found = []
    read = log.read
    monkeypatch.setattr(log, "read", lambda sql, *a, **k: found.append(sql) or read(sql, *a, **k))
    return found


ORDER = {"event": "order"}
SPECS = [
    {"kind": "count", **ORDER},
    {"kind": "sum", **ORDER},
    {"kind": "mean", **ORDER},
    {"kind": "persons", **ORDER},
    {"kind": "persons", "event": "visit"},
    {"kind": "persons"},
    {"kind": "ratio", "of": {"kind": "sum", **ORDER}, "per": {"kind": "persons", **ORDER}},
    {"kind": "count", **ORDER, "where": [{"property": "country", "is": "NO"}]},
]


def test_page__of_eight_numbers__is_read_in_two_scans(log, reads):
    fill(log, [Event(NOON, actor=f"p{n % 3}", value=n) for n in range(9)])
    questions = [Question(definition=from_spec(spec), grain=Grain.DAY) for spec in SPECS]
    found = ask_all(log, Calendar(), *questions)
    assert [one.value for one in found] == [9, 36, 4, 3, 0, 3, 12, 0]
    assert len(reads) == 2
    reads.clear()
    assert ask_all(log, Calendar(), *questions) == found
    assert reads == []


def test_page__with_a_number_that_is_refused__answers_the_others(log):
    fill(log, [Event(NOON, value=1, currency="EUR"), Event(NOON, value=1, currency="NOK")])
    specs = [{"kind": "sum"}, {"kind": "max"}, {"kind": "count"}, {"kind": "persons"}]
    found = ask_all(log, Calendar(), *[Question(definition=from_spec(one)) for one in specs])
    assert [type(one) for one in found[:2]] == [MixedCurrencies, MixedCurrencies]
    assert [one.value for one in found[2:]] == [2, 0]


def test_answer__that_was_read_in_company__is_brought_up_to_date(log, reads):
    fill(log, [Event(NOON, actor="a", value=1)])
    questions = [Question(definition=from_spec(spec), grain=Grain.DAY) for spec in SPECS]
    ask_all(log, Calendar(), *questions)
    fill(log, [Event(NOON + timedelta(hours=1), actor="b", value=2)])
    reads.clear()
    (found,) = ask_all(log, Calendar(), questions[1])
    assert (found.value, len(reads)) == (3, 1)
    assert '"batch" > ' in reads[0]


def test_page__while_events_keep_coming__has_an_answer_to_each_question(log):
    fill(log, [Event(NOON)])
    question = Question(
        definition=from_spec({"kind": "count"}),
        grain=Grain.DAY,
        start=NOON,
        end=NOON + timedelta(hours=2),
        compare=Compare.DAY,
    )
    stop = threading.Event()

    def keep_coming():
        for minute in range(119):
            if not stop.is_set():
                fill(log, [Event(NOON + timedelta(minutes=minute))])

    coming = threading.Thread(target=keep_coming)
    coming.start()
    counts = [ask_all(log, Calendar(), question)[0].value for _ in range(60)]
    stop.set()
    coming.join()
    assert counts == sorted(counts)


def test_page__of_more_counts_of_persons_than_one_statement_tells_apart__answers_all(log):
    fill(log, [Event(NOON, actor=f"p{n}", properties={"n": n}) for n in range(4)])
    above = [{"kind": "persons", "where": [{"property": "n", "above": n}]} for n in range(40)]
    specs = [{"kind": "ratio", "of": one, "per": {"kind": "persons"}} for one in above]
    specs += [{"kind": "ratio", "of": {"kind": "persons"}, "per": one} for one in above]
    found = ask_all(log, Calendar(), *[Question(definition=from_spec(one)) for one in specs])
    assert [float(one.value or 0) for one in found[:4]] == [0.75, 0.5, 0.25, 0]
    assert [float(one.value or 0) for one in found[40:44]] == [4 / 3, 2, 4, 0]


@pytest.mark.parametrize("kind", ["count", "persons"])
def test_page__that_asks_for_one_and_for_true__tells_them_apart(log, kind):
    events = [Event(NOON, actor=str(n), properties={"paid": n == 0 or 1}) for n in range(3)]
    fill(log, events)
    specs = [{"kind": kind, "where": [{"property": "paid", "is": one}]} for one in (1, True)]
    found = ask_all(log, Calendar(), *[Question(definition=from_spec(one)) for one in specs])
    assert [one.value for one in found] == [2, 1]
    ratio = {"kind": "ratio", "of": specs[0], "per": specs[1]}
    (found,) = ask_all(log, Calendar(), Question(definition=from_spec(ratio)))
    assert (found.value, found.lineage.events) == (2, 3)
