"""Paths from a real log against the slow twin, on generated logs."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.access import Access
from tenfold.metrics.analyses import paths
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.reference_paths import Walks
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

AROUND = datetime(2024, 3, 31, 1, tzinfo=UTC)
UTC_CALENDAR = Calendar("UTC")
ENDS = [
    {},
    {},
    {"after": {"event": "cart"}},
    {"before": {"event": "order"}},
    {"after": {}},
    {"before": {"where": [{"property": "page", "is": "/a"}]}},
]


@st.composite
def an_event(draw):
    # Many at one moment and on the edges of gaps, few far away.
    near = st.integers(-6, 6).map(lambda n: n * 10)
    minutes = draw(st.one_of(near, near, near, st.integers(-400, 400)))
    return Event(
        at=AROUND + timedelta(minutes=minutes),
        name=draw(st.sampled_from(["visit", "cart", "order", "search", "other"])),
        actor=draw(st.sampled_from([None, "a", "a", "a", "b", "c"])),
        properties=draw(
            st.fixed_dictionaries(
                {}, optional={"page": st.sampled_from(["/a", "/b", "other", "", 1, None])}
            )
        ),
        source=draw(st.sampled_from([1, 1, 1, 2, 0])),
    )


@st.composite
def a_question(draw):
    spec = {
        "kind": "paths",
        **draw(st.sampled_from(ENDS)),
        "steps": draw(st.sampled_from([1, 2, 3, 10])),
        "gap": draw(st.sampled_from(["1m", "10m", "30m", "1d"])),
        "show": draw(st.sampled_from([None, None, "page", "actor"])),
        "where": draw(st.sampled_from([[], [], [{"property": "person", "is_not": "b"}]])),
    }
    bounds = draw(st.one_of(st.none(), st.tuples(st.integers(-300, 0), st.integers(1, 300))))
    start, end = (None, None) if bounds is None else (AROUND + timedelta(minutes=m) for m in bounds)
    return Question(
        definition=from_spec(spec), start=start, end=end, top=draw(st.sampled_from([1, 2, 10]))
    )


MANY = st.lists(an_event(), min_size=10, max_size=20)


# Without shrinking: each example opens a log, and the questions of a failure are short anyway.
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    events=st.one_of(st.lists(an_event(), max_size=3), MANY, MANY, MANY),
    aliases=st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}]),
    questions=st.lists(a_question(), min_size=4, max_size=4),
    data=st.data(),
)
def test_paths__any_log_any_question__equal_the_slow_twin(events, aliases, questions, data):
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            for event in events:
                fill(log, [event])
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            for question in questions:
                compare(question, log, Reference(events, aliases, "EUR"), data)
        finally:
            log.close()


def compare(question, log, reference, data):
    asked = {"question": question, "calendar": UTC_CALENDAR, "access": Access(log=log)}
    found = paths.compute(**asked)
    times = [event.at for event in reference.events]
    start = question.start or min(times, default=AROUND)
    end = question.end or max(times, default=AROUND) + timedelta(microseconds=1)
    twin = Walks(reference, question.definition, start, end, question.top)
    walked = twin.paths()
    assert found.figure.value == len(walked)
    assert found.figure.events == sum(len(twin.lists[person]) for person in walked)
    expected = twin.edges()
    named = {
        (one.step, one.source, one.target): (one.persons, one.times) for one in found.detail.edges
    }
    assert named == {edge: (len(who), times) for edge, (who, times) in expected.items()}
    assert len(named) == len(found.detail.edges)
    everybody = paths.who(**asked, selection=Selection(), limit=100).persons
    assert {one.person: one.events for one in everybody} == {
        person: len(own) for person, own in walked.items()
    }
    if expected:
        edge = data.draw(st.sampled_from(sorted(expected, key=str)))
        compare_persons(asked, edge, expected[edge])


def compare_persons(asked, edge, expected):
    step, source, target = edge
    selection = Selection(
        step=step, source=source, target=target, dropped=source is None or target is None
    )
    found = paths.who(**asked, selection=selection, limit=100)
    assert {one.person for one in found.persons} == expected[0]
    assert (found.total, sum(one.events for one in found.persons)) == (
        len(expected[0]),
        expected[1],
    )
