"""Segments and persons' properties from a real log against the slow twin, on generated logs."""

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import compute
from tenfold.metrics.context import Context
from tenfold.metrics.definitions import Count, InSegment, Not, condition_from_spec, from_spec
from tenfold.metrics.expanding import expand
from tenfold.metrics.questions import Question
from tenfold.metrics.segments.looking import (
    count_members,
    count_over_time,
    list_members,
    page_members,
)
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.reference_segments import People
from tenfold.metrics.tests.test_against_reference import (
    CHANGES,
    FILTER,
    FIRST_WEEKDAY,
    VALUES,
    an_event,
)
from tenfold.metrics.tests.world import RECEIVED_AT, fill

LISTS = {1: {"a", "b"}, 2: {"c", "z"}}
OTHER = {"did": {"event": "visit", "within": "2h"}}
EVENT_FILTER = FILTER.filter(lambda one: "person" not in str(one))


@st.composite
def a_world(draw):
    zone, around = draw(st.sampled_from(CHANGES))
    currencies = draw(st.sampled_from([[None], ["EUR"], ["EUR", None]]))
    return (
        Calendar(zone, draw(st.sampled_from(sorted(FIRST_WEEKDAY))), "EUR"),
        around,
        draw(st.lists(an_event(around, currencies), min_size=5, max_size=16)),
        draw(st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}, {"a": "d", "c": "b"}])),
    )


@st.composite
def a_test(draw):
    op = draw(st.sampled_from(sorted(VALUES)))
    name = draw(st.sampled_from(["field", "country", "person.country"]))
    return {"property": name, op: draw(VALUES[op])}


@st.composite
def a_deed(draw):
    spec = {"event": draw(st.sampled_from(["order", "visit", None]))}
    spec["where"] = draw(st.lists(EVENT_FILTER, max_size=1))
    spec["at_least"] = draw(st.sampled_from([1, 1, 2, 3]))
    spec["within"] = draw(st.sampled_from([None, "30m", "3h", "1d", "2d", "1w", "1mo", "1y"]))
    if spec["within"] not in ("30m", "3h") and draw(st.booleans()):
        spec["before"] = draw(st.sampled_from(["45m", "2h", "12h"]))
    if draw(st.booleans()):
        spec["at_most"] = spec["at_least"] + draw(st.integers(0, 2))
    if draw(st.integers(0, 2)) == 0:
        spec["different"] = draw(st.sampled_from(["field", "country"]))
    if draw(st.integers(0, 3)) == 0:
        spec["property"] = draw(st.sampled_from(["field", None]))
        spec[draw(st.sampled_from(["least_sum", "most_sum"]))] = draw(st.sampled_from([-1, 0, 2.5]))
    return {"did": spec}


CONDITION = st.recursive(
    st.one_of(
        a_deed(),
        a_deed(),
        a_test(),
        st.sampled_from([{"members": 1}, {"members": 2}, {"segment": "other"}]),
    ),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, inner),
    ),
    max_leaves=4,
)


@contextmanager
def a_log(events, aliases):
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            for event in events:
                fill(log, [event])
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            for number, persons in LISTS.items():
                log.put_members(list_id=number, persons=sorted(persons))
            yield log
        finally:
            log.close()


def twin(world, until, segments):
    calendar, _around, events, aliases = world
    reference = Reference(events, aliases, calendar.currency)
    zone = ZoneInfo(calendar.timezone)
    return People(reference, until, zone, lists=LISTS, segments=segments)


def moment(data, around):
    return around + timedelta(
        minutes=data.draw(st.one_of(st.integers(-200, 400), st.just(60 * 24 * 20)))
    )


def in_context(log, calendar, until, segments):
    expanded = {name: expand(one, segments=segments) for name, one in segments.items()}
    return Access(log=log, context=Context(until=until, calendar=calendar, segments=expanded))


settle = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@settle
@given(world=a_world(), data=st.data())
def test_segment__any_log_any_condition__has_the_members_of_the_slow_twin(world, data):
    calendar, around, events, aliases = world
    with a_log(events, aliases) as log:
        for _ in range(4):
            spec, until = data.draw(CONDITION), moment(data, around)
            segments = {"other": condition_from_spec(OTHER), "it": condition_from_spec(spec)}
            access = in_context(log, calendar, until, segments)
            found = list_members(condition=access.context.segments["it"], access=access)
            assert set(found) == twin(world, until, segments).members(segments["it"]), spec
            assert len(found) == len(set(found))
            assert count_members(condition=access.context.segments["it"], access=access) == len(
                found
            )


@settle
@given(world=a_world(), data=st.data())
def test_segment__over_time__has_the_sizes_of_each_moment(world, data):
    calendar, around, events, aliases = world
    with a_log(events, aliases) as log:
        for _ in range(3):
            spec = data.draw(CONDITION)
            segments = {"other": condition_from_spec(OTHER), "it": condition_from_spec(spec)}
            moments = sorted({moment(data, around) for _ in range(data.draw(st.integers(1, 4)))})
            access = in_context(log, calendar, None, segments)
            condition = access.context.segments["it"]
            found = count_over_time(condition=condition, moments=moments, access=access)
            first = min(
                (event.at for event in events if event.source),
                default=datetime.max.replace(tzinfo=UTC),
            )
            for at, size in zip(moments, found, strict=True):
                members = twin(world, at, segments).members(segments["it"]) if at > first else ()
                assert size == len(members), (spec, at)


@settle
@given(world=a_world(), data=st.data())
def test_segment__page_by_page__names_everybody_once_the_last_seen_first(world, data):
    calendar, around, events, aliases = world
    with a_log(events, aliases) as log:
        segments = {"it": condition_from_spec(data.draw(a_deed()))}
        until = moment(data, around)
        access = in_context(log, calendar, until, segments)
        pages = [
            page_members(condition=segments["it"], access=access, offset=offset, limit=2)
            for offset in (0, 2, 4)
        ]
        people = twin(world, until, segments)
        found = [one for page in pages for one in page.persons]
        assert {one.person for one in found} == people.members(segments["it"])
        for one in found:
            own = people.events[one.person]
            assert (one.events, one.last_at) == (len(own), max(event.at for event in own))
        assert found == sorted(found, key=lambda one: one.last_at, reverse=True)


QUESTIONS = [
    ({"kind": "count"}, ()),
    ({"kind": "persons", "event": "order"}, ()),
    ({"kind": "count"}, ("segment:it",)),
    ({"kind": "persons"}, ("person.country",)),
    ({"kind": "count", "event": "order"}, ("person.field",)),
    ({"kind": "persons"}, ("segment:it", "person.country")),
]
NARROWING = [
    lambda test: {"segment": "it"},
    lambda test: {"not": {"segment": "it"}},
    lambda test: {"any": [{"segment": "it"}, {"property": "country", "is": "NO"}]},
    lambda test: {**test, "property": "person." + test["property"].removeprefix("person.")},
    lambda test: {
        "not": {**test, "property": "person." + test["property"].removeprefix("person.")}
    },
]


@settle
@given(world=a_world(), data=st.data())
def test_question__with_segments_and_persons_properties__equals_the_slow_twin(world, data):
    calendar, around, events, aliases = world
    with a_log(events, aliases) as log:
        for _ in range(4):
            until = moment(data, around)
            segments = {"it": condition_from_spec(data.draw(a_deed()))}
            spec, breakdown = data.draw(st.sampled_from(QUESTIONS))
            narrowing = data.draw(st.sampled_from(NARROWING))(data.draw(a_test()))
            definition = from_spec({**spec, "where": [narrowing]})
            question = Question(definition=definition, end=until, breakdown=breakdown)
            access = in_context(log, calendar, until, segments)
            found = compute(question=question, calendar=calendar, access=access)
            people = twin(world, until, segments)
            compare(found, question, people)


def compare(found, question, people):
    chosen = [e for e in people.reference.events if e.at < people.until]
    chosen = [e for e in chosen if question.definition.event in (None, e.name)]
    chosen = [e for e in chosen if all(passes(people, e, one) for one in question.definition.where)]
    assert found.figure.value == value(people, question.definition, chosen)
    groups = {}
    for event in chosen:
        key = tuple(label(people, event, name) for name in question.breakdown)
        groups.setdefault(key, []).append(event)
    expected = {key: value(people, question.definition, own) for key, own in groups.items()}
    if question.breakdown:
        assert {group.labels: group.value for group in found.groups} == expected


def passes(people, event, one):
    person = people.reference.person(event)
    if isinstance(one, Not):
        return not passes(people, event, one.of)
    if isinstance(one, InSegment):
        return person is not None and people.meets(person, people.segments[one.segment])
    if getattr(one, "property", "").startswith("person."):
        name = one.property.removeprefix("person.")
        held = replace(event, properties={name: people.newest(person, name)})
        return people.reference.passes(held, replace(one, property=name))
    if hasattr(one, "of"):
        return any(passes(people, event, part) for part in one.of)
    return people.reference.passes(event, one)


def label(people, event, name):
    person = people.reference.person(event)
    if name.startswith("segment:"):
        inside = person is not None and people.meets(person, people.segments["it"])
        return "in" if inside else "not in"
    name = name.removeprefix("person.")
    held = replace(event, properties={name: people.newest(person, name)})
    return people.reference.text(held, name)


def value(people, definition, events):
    if isinstance(definition, Count):
        return len(events)
    return len({people.reference.person(event) for event in events} - {None})
