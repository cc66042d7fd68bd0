"""Formulas over metrics: part by part, from a real log, against the slow twin."""

import tempfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics import queries
from tenfold.metrics.access import Access
from tenfold.metrics.answers import to_json
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.compute import compute, who
from tenfold.metrics.definitions import InvalidDefinition, from_spec
from tenfold.metrics.quantities import MixedUnits
from tenfold.metrics.questions import Compare, InvalidQuestion, Question
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.test_against_reference import (
    a_measure,
    a_world,
    per,
)
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)
ORDERS = {"kind": "count", "event": "order"}
VISITS = {"kind": "count", "event": "visit"}
REVENUE = {"kind": "sum", "event": "order"}


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 12, tzinfo=UTC)


def ask(log, text, of, **rest):
    where = rest.pop("where", [])
    spec = {"kind": "formula", "text": text, "of": of, "where": where}
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=Calendar(), at=NOON, log=log)


@pytest.fixture
def shop(log):
    rows = [
        (1, "visit", "NO", None),
        (1, "visit", "DK", None),
        (1, "order", "NO", 10),
        (2, "visit", "DK", None),
        (2, "visit", "SE", None),
        (3, "order", "NO", 30),
        (3, "order", "FI", 2),
    ]
    for day, name, country, value in rows:
        event = Event(at(day), name, actor=country, value=value, currency=value and "EUR")
        event.properties["country"] = country
        fill(log, [event])
    return log


def test_formula__by_day__is_reckoned_point_by_point_and_none_where_it_divides_by_nothing(shop):
    found = ask(shop, "a / b * 100", {"a": ORDERS, "b": VISITS}, grain=Grain.DAY)
    assert [point.value for point in found.points] == [50, 0, None]
    assert (found.value, found.unit) == (75, "")
    assert to_json(answer=found)["parts"] == [
        {"letter": "a", "value": 3, "unit": "events"},
        {"letter": "b", "value": 4, "unit": "events"},
    ]


def test_formula__broken_down__asks_every_part_about_the_groups_of_the_first(shop):
    of = {"a": ORDERS, "b": VISITS}
    found = ask(shop, "a - b", of, breakdown=("country",), top=1, grain=Grain.DAY)
    assert [(group.labels, group.other, group.value) for group in found.groups] == [
        (("NO",), False, 1),
        ((), True, -2),
    ]
    assert [point.value for point in found.groups[0].points] == [0, 0, 1]
    assert [point.value for point in found.groups[1].points] == [-1, -2, 1]


def test_formula__of_money__is_money_where_that_has_a_meaning(shop):
    found = ask(shop, "a / b", {"a": REVENUE, "b": ORDERS})
    assert (found.value, found.unit, found.is_money) == (14, "EUR", True)
    norway = {**REVENUE, "where": {"property": "country", "is": "NO"}}
    share = ask(shop, "a / b * 42", {"a": norway, "b": REVENUE})
    assert (round(share.value, 20), share.unit) == (40, "")
    with pytest.raises(MixedUnits):
        ask(shop, "a + b", {"a": REVENUE, "b": ORDERS})


def test_formula__narrowed__narrows_every_part(shop):
    norway = [{"property": "country", "is": "NO"}]
    assert ask(shop, "a + b", {"a": ORDERS, "b": VISITS}, where=norway).value == 3


def test_formula__of_a_formula__is_reckoned_from_the_inside(shop):
    inner = {"kind": "formula", "text": "x * 2", "of": {"x": ORDERS}}
    found = ask(shop, "a + b", {"a": inner, "b": VISITS}, breakdown=("country",), top=1)
    assert found.value == 10
    assert [group.value for group in found.groups] == [5, 5]


def test_formula__compared__says_by_how_much(shop):
    days = {"start": at(3).replace(hour=0), "end": at(4).replace(hour=0)}
    found = ask(shop, "a * 10", {"a": ORDERS}, compare=Compare.DAY, grain=Grain.DAY, **days)
    assert found.previous is not None
    assert (found.value, found.previous.value) == (20, 0)
    assert found.sentence == "20. Up from nothing in the day before."


def test_formula__on_a_page_with_its_parts__reads_nothing_twice(shop, monkeypatch):
    reads = []
    read = shop.read
    monkeypatch.setattr(shop, "read", lambda sql, *a, **k: reads.append(sql) or read(sql, *a, **k))
    spec = {"kind": "formula", "text": "a / b", "of": {"a": ORDERS, "b": VISITS}}
    questions = [Question(definition=from_spec(one)) for one in (spec, ORDERS, VISITS)]
    found = queries.answer_all(questions=questions, calendar=Calendar(), at=NOON, log=shop)
    assert [one.value for one in found] == [Decimal("0.75"), 3, 4]
    assert len(reads) <= 2


def test_formula__with_a_funnel__cannot_be_broken_down(shop):
    funnel = {"kind": "conversion", "steps": [{"event": "visit"}, {"event": "order"}]}
    assert float(ask(shop, "a * 100", {"a": funnel}).value) == pytest.approx(100 / 3)
    with pytest.raises(InvalidQuestion) as refused:
        ask(shop, "a * 100", {"a": funnel}, breakdown=("country",))
    assert refused.value.field == "breakdown"


def test_formula__asked_who_is_behind_it__refuses(shop):
    question = Question(definition=from_spec({"kind": "formula", "text": "a", "of": {"a": ORDERS}}))
    with pytest.raises(InvalidQuestion):
        who(
            question=question,
            selection=Selection(),
            calendar=Calendar(),
            access=Access(log=shop),
            limit=1,
        )


@pytest.mark.parametrize(
    ("text", "of", "field"),
    [
        ("a +", {"a": ORDERS}, "spec.text"),
        ("a + b", {"a": ORDERS}, "spec.text"),
        ("a", {"a": ORDERS, "b": ORDERS}, "spec.of"),
        ("a", {}, "spec.of"),
        ("a-b", {"a-b": ORDERS}, "spec.of"),
        ("a", {"a": {"kind": "retention"}}, "spec.of.a.kind"),
    ],
)
def test_formula__that_means_nothing__is_refused_naming_the_place(text, of, field):
    with pytest.raises(InvalidDefinition) as refused:
        from_spec({"kind": "formula", "text": text, "of": of})
    assert refused.value.field == field


def nested(levels: int) -> dict:
    spec = ORDERS
    for _ in range(levels):
        spec = {"kind": "formula", "text": "a", "of": {"a": spec}}
    return spec


@pytest.mark.parametrize("levels", [4, 30, 5_000])
def test_formula__too_deep__is_refused(levels):
    from_spec(nested(3))
    with pytest.raises(InvalidDefinition, match="deep"):
        from_spec(nested(levels))


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(world=a_world(), data=st.data())
def test_formula__of_any_parts_of_any_log__equals_the_slow_twin(world, data):
    calendar, around, events, aliases = world
    plain = [event for event in events if event.currency is None]
    text = data.draw(
        st.sampled_from(["a - b", "a / b", "(a - b) / a * 100", "a * b", "-a + 2 * b"])
    )
    letters = {letter: data.draw(a_measure()) for letter in "ab"}
    question = Question(
        definition=from_spec({"kind": "formula", "text": text, "of": letters}),
        grain=data.draw(st.sampled_from([None, Grain.DAY, Grain.MONTH])),
        start=around - timedelta(days=20),
        end=around + timedelta(days=20),
        breakdown=data.draw(st.sampled_from([(), ("country",)])),
        top=data.draw(st.sampled_from([1, 5])),
    )
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            fill(log, plain)
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            compare(question, text, calendar, log, Reference(plain, aliases, calendar.currency))
        finally:
            log.close()


def compare(question, text, calendar, log, reference):
    within = [e for e in reference.events if question.start <= e.at < question.end]
    definition = question.definition

    def reckon(events):
        parts = {letter: per(reference, part, events) for letter, part in definition.of}
        if None in parts.values():
            return None
        exact = {letter: Decimal(str(value)) for letter, value in parts.items()}
        try:
            return eval(text, {}, exact)
        except ArithmeticError:
            return None

    found = compute(question=question, calendar=calendar, access=Access(log=log))
    answered = queries.answer(question=question, calendar=calendar, at=RECEIVED_AT, log=log)
    assert answered.value == found.figure.value
    close(found.figure.value, reckon(within))
    first = dict(definition.of)["a"]
    about = {id(event) for event in reference.counting(first)}
    shown = [group.labels for group in found.groups if not group.other]
    for group in found.groups:
        own = [event for event in within if labels_of(event, shown, reference) == group.labels]
        close(group.value, reckon(own))
        assert group.other or any(id(event) in about for event in own)


def labels_of(event, shown, reference):
    labels = (reference.text(event, "country"),)
    return labels if labels in shown else ()


def close(found, expected):
    if found is None or expected is None:
        assert found is None
        assert expected is None
    else:
        assert float(found) == pytest.approx(float(expected), rel=1e-3, abs=1e-3)
