"""Answers from a real log against the slow twin, on generated logs."""

import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics import queries
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import PerPerson, Persons, Ratio, canonical, from_spec
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.reference import Mixed, Reference, period_of
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

# A zone, and a moment near which its clocks change.
CHANGES = [
    ("Europe/Copenhagen", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ("Europe/Copenhagen", datetime(2024, 10, 27, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 4, 6, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 10, 5, 15, 30, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("America/Havana", datetime(2024, 11, 3, 5, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2024, 1, 1, tzinfo=UTC)),
    ("UTC", datetime(2024, 2, 29, tzinfo=UTC)),
]
FIRST_WEEKDAY = {"monday": 0, "saturday": 5, "sunday": 6}
FIELD = st.sampled_from(
    [
        1,
        2.5,
        -3,
        0,
        1000.0,
        0.1,
        "5",
        " 7 ",
        "x",
        "",
        "NaN",
        "inf",
        "-2.25",
        "1e400",
        True,
        None,
        [1],
    ]
)
MEASURES = [
    {"kind": "count"},
    {"kind": "count", "event": "order"},
    {"kind": "persons", "event": "order"},
    {"kind": "persons"},
    {"kind": "unique", "property": "field"},
    {"kind": "unique", "event": "visit", "property": "actor"},
    {"kind": "unique", "property": "person"},
    {"kind": "sum", "event": "order"},
    {"kind": "mean"},
    {"kind": "min", "event": "order"},
    {"kind": "max"},
    {"kind": "sum", "property": "field"},
    {"kind": "mean", "property": "field"},
    {"kind": "min", "property": "field"},
    {"kind": "max", "event": "visit", "property": "field"},
    {"kind": "quantile", "event": "order"},
    {"kind": "quantile", "q": 0.9},
    {"kind": "quantile", "property": "field", "q": 0.25},
]
VALUES = {
    "is": st.one_of(FIELD.filter(lambda v: isinstance(v, str | int | float)), st.just("NO")),
    "in": st.lists(st.sampled_from(["NO", "DK", 1, 5, True, "x"]), min_size=1, max_size=3),
    "above": st.sampled_from([-1, 0, 0.1, 2.5, 5]),
    "contains": st.sampled_from(["N", "5", "O"]),
    "exists": st.booleans(),
}
VALUES |= {"is_not": VALUES["is"], "not_in": VALUES["in"], "not_contains": VALUES["contains"]}
VALUES |= {"at_least": VALUES["above"], "below": VALUES["above"], "at_most": VALUES["above"]}
VALUES |= {"starts_with": VALUES["contains"], "is_missing": VALUES["exists"]}


@st.composite
def a_test(draw):
    op = draw(st.sampled_from(sorted(VALUES)))
    name = draw(st.sampled_from(["field", "country", "name", "actor", "person"]))
    return {"property": name, op: draw(VALUES[op])}


FILTER = st.recursive(
    a_test(),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda one: {"not": one}, inner),
    ),
    max_leaves=4,
)


@st.composite
def a_measure(draw):
    spec = dict(draw(st.sampled_from(MEASURES)))
    filters = draw(st.lists(FILTER, max_size=1))
    return {**spec, "where": filters} if filters else spec


@st.composite
def an_event(draw, around: datetime, currencies: list):
    away = draw(st.one_of(st.integers(-180, 180), st.integers(-60 * 24 * 40, 60 * 24 * 40)))
    properties = draw(
        st.fixed_dictionaries(
            {}, optional={"field": FIELD, "country": st.sampled_from(["NO", "DK", "SE", None, ""])}
        )
    )
    return Event(
        at=around + timedelta(minutes=away),
        name=draw(st.sampled_from(["order", "visit"])),
        actor=draw(st.sampled_from([None, "a", "b", "c", "d"])),
        value=draw(st.one_of(st.none(), st.integers(-99_999, 99_999).map(lambda n: n / 1000))),
        currency=draw(st.sampled_from(currencies)),
        properties=properties,
        source=draw(st.sampled_from([1, 1, 1, 2, 0])),
    )


@st.composite
def a_world(draw):
    zone, around = draw(st.sampled_from(CHANGES))
    currencies = draw(
        st.sampled_from([[None], ["EUR"], ["EUR", None], ["DKK", None], ["DKK", "EUR"]])
    )
    return (
        Calendar(zone, draw(st.sampled_from(sorted(FIRST_WEEKDAY))), "EUR"),
        around,
        draw(st.lists(an_event(around, currencies), max_size=14)),
        draw(st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}, {"a": "d", "c": "b"}])),
    )


def per(reference, definition, events):
    """The value of a definition over those of `events` that it is about."""
    if isinstance(definition, PerPerson):
        persons = [event for event in events if event.actor]
        return per(
            reference,
            Ratio(
                of=definition.of, per=Persons(event=definition.of.event, where=definition.of.where)
            ),
            persons,
        )
    if isinstance(definition, Ratio):
        of, by = (per(reference, part, events) for part in (definition.of, definition.per))
        return Decimal(str(of)) / Decimal(str(by)) if of is not None and by else None
    chosen = {id(event) for event in reference.counting(definition)}
    return reference.value(definition, [event for event in events if id(event) in chosen])


def same(found, expected, definition) -> bool:
    apart = 1e-12
    if "quantile" in canonical(definition):  # of amounts it has six decimals; the least is 0.001
        apart = 2e-3 if isinstance(definition, Ratio) else 2e-6
    if found is None or expected is None:
        return found is None and expected is None
    return float(found) == pytest.approx(float(expected), rel=1e-12, abs=apart)


def chosen(reference, definition, question):
    parts = question.measures
    about = {id(event) for part in parts for event in reference.counting(part)}
    return [
        event
        for event in reference.events
        if id(event) in about
        and (question.start is None or question.start <= event.at < question.end)
    ]


# Without shrinking: each example opens a log, and the questions of a failure are short anyway.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(world=a_world(), data=st.data())
def test_answer__any_log_any_question__equals_the_slow_twin(world, data):
    calendar, around, events, aliases = world
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            for event in events:
                fill(log, [event])
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            reference = Reference(events, aliases, calendar.currency)
            for _ in range(4):
                question = data.draw(a_question(around))
                compare_with_twin(question, calendar, log, reference)
        finally:
            log.close()


@st.composite
def a_question(draw, around: datetime):
    measure = a_measure()
    spec = draw(
        st.one_of(
            measure,
            measure,
            st.builds(lambda of, by: {"kind": "ratio", "of": of, "per": by}, measure, measure),
            st.builds(
                lambda of: {"kind": "per_person", "of": of},
                measure.filter(lambda spec: spec["kind"] in ("count", "sum")),
            ),
        )
    )
    bounds = draw(st.one_of(st.none(), st.tuples(st.integers(-900, 0), st.integers(1, 900))))
    start, end = (None, None) if bounds is None else (around + timedelta(minutes=m) for m in bounds)
    return Question(
        definition=from_spec(spec),
        grain=draw(st.one_of(st.none(), st.sampled_from(list(Grain)[1:]))),
        start=start,
        end=end,
        breakdown=tuple(
            draw(st.lists(st.sampled_from(["field", "country", "person"]), max_size=2, unique=True))
        ),
        top=draw(st.sampled_from([1, 2, 10])),
    )


def compare_with_twin(question, calendar, log, reference):
    events = chosen(reference, question.definition, question)
    try:
        expected = per(reference, question.definition, events)
    except Mixed:
        with pytest.raises(MixedCurrencies):
            queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
        return
    answer = queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
    assert same(answer.value, expected, question.definition), (answer.value, expected)
    compare_points(answer.points, events, question, calendar, reference)
    if question.breakdown:
        compare_groups(answer.groups, events, question, calendar, reference)


def compare_points(points, events, question, calendar, reference):
    if question.grain is None:
        return
    zone, first = ZoneInfo(calendar.timezone), FIRST_WEEKDAY[calendar.week_starts]

    def label(at):
        return period_of(at=at, grain=question.grain, zone=zone, first_weekday=first)

    parts = defaultdict(list)
    for event in events:
        parts[label(event.at)].append(event)
    found = {label(point.start): point.value for point in points}
    assert len(found) == len(points)
    assert set(parts) <= set(found)
    for name, value in found.items():
        expected = per(reference, question.definition, parts[name])
        assert same(value, expected, question.definition), (name, value, expected)


def compare_groups(groups, events, question, calendar, reference):
    parts = defaultdict(list)
    for event in events:
        parts[tuple(reference.text(event, name) for name in question.breakdown)].append(event)
    named = [group for group in groups if not group.other]
    assert len(named) == min(question.top, len(parts))
    shown = {group.labels for group in named}
    rest = [e for labels, own in parts.items() if labels not in shown for e in own]
    assert [group.other for group in groups] == [False] * len(named) + [True] * bool(
        len(parts) > len(named)
    )
    for group in groups:
        own = rest if group.other else parts[group.labels]
        expected = per(reference, question.definition, own)
        assert same(group.value, expected, question.definition), (group, expected)
        compare_points(group.points, own, question, calendar, reference)
    compare_order(named, parts, question, reference)


def compare_order(named, parts, question, reference):
    kind = question.definition.kind

    def size(labels):
        if kind in ("count", "persons", "unique", "sum"):
            return per(reference, question.definition, parts[labels])
        return len(parts[labels])

    def place(labels):
        return -size(labels), [(label is None, label or "") for label in labels]

    assert [group.labels for group in named] == sorted(parts, key=place)[: len(named)]
