"""Typed copies of properties: the same answers before, meanwhile and after."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import promoter
from tenfold.eventlog.duckdb_log.promoted import exact_of

_NAMES = ("price", 'odd "name"', "a/b~c", "", "$.x", "it's", "0", "länge", "a\\b")

_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["12.5", " 7 ", "nan", "inf", "1e3", "-0", "", "true", "null", "0x1F", "1_000"]
    )
    | st.text(st.characters(codec="utf-8"), max_size=8)
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
_objects = st.dictionaries(st.sampled_from(_NAMES), _values, max_size=4)


def _read_all(log, names):
    columns = log.reading(properties=names).columns
    parts = [part for name in names for part in _parts(columns[name])]
    return log.read(f"SELECT event_id::VARCHAR, {', '.join(parts)} FROM events ORDER BY 1")


def _parts(column):
    return column.text, column.number, column.exact


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=st.lists(_objects, min_size=1, max_size=30), after=st.lists(_objects, max_size=10))
def test_promotion__any_json__gives_the_same_answers(
    open_again, tmp_path_factory, make_event, noon, before, after
):
    log = open_again(at=tmp_path_factory.mktemp("promotion") / "log.duckdb")

    def add(objects):
        events = [make_event(properties=json.dumps(one)) for one in objects]
        log.append(source=1, envelopes=events, received_at=noon).result(30)

    add(before)
    plain = _read_all(log, _NAMES)
    for name in _NAMES:
        log.promote(name=name)
    assert all(column.promoted for column in log.reading(properties=_NAMES).columns.values())
    assert _read_all(log, _NAMES) == plain

    add(after or before)
    promoted = _read_all(log, _NAMES)
    expected = log.read(
        f"""SELECT event_id::VARCHAR, {
            ", ".join(part for name in _NAMES for part in promoter.typed_copies(name=name))
        } FROM events ORDER BY 1"""
    )
    assert promoted == expected


@pytest.mark.parametrize(
    ("value", "text", "number", "exact"),
    [
        ("12.5", "12.5", 12.5, "12.500000"),
        ('"12.5"', "12.5", 12.5, "12.500000"),
        ("0.1", "0.1", 0.1, "0.100000"),
        ("1e3", "1000.0", 1000.0, "1000.000000"),
        ("123456789012345678901", "123456789012345678901", 123456789012345678901.0, None),
        ("true", "true", None, None),
        ("null", None, None, None),
        ('"nan"', "nan", None, None),
        ("[1, 2]", "[1,2]", None, None),
        ('{"a": 1}', '{"a":1}', None, None),
        ('""', "", None, None),
    ],
)
def test_column__of_each_json_type__reads_as_promised(
    log, add, make_event, value, text, number, exact
):
    add(make_event(properties=f'{{"x": {value}}}'))

    column = log.reading(properties=["x", "missing"]).columns
    [row] = log.read(
        f"SELECT {column['x'].text}, {column['x'].number}, {column['x'].exact}::VARCHAR,"
        f" {column['missing'].text}, {column['missing'].number} FROM events"
    )

    assert row[0].replace(" ", "") == text if text is not None else row[0] is None
    assert row[1] == number
    assert row[2] == exact or value.startswith("123")
    assert row[3:] == (None, None)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=st.floats(-1e20, 1e20) | st.integers(-(10**31), 10**31) | st.decimals(-1e9, 1e9))
@example(value=2.55 * 6)
@example(value=5e-324)
@example(value=0.30000000000000004)
@example(value=123456789012.345)
def test_exact__any_number__is_its_text_to_six_places(log, value):
    text = str(value)

    [[exact]] = log.read(f"SELECT {exact_of(text='t')} FROM (SELECT $text AS t)", {"text": text})

    error = abs(exact - Decimal(text))
    assert error <= Decimal("0.0000005")


def _wait_for(condition):
    for _ in range(300):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_promotion__asked_for_often__happens_by_itself(open_again, make_event, noon, monkeypatch):
    monkeypatch.setattr(promoter, "WORTH_IT_EVENTS", 10)
    log = open_again()
    events = [make_event(properties=f'{{"x": {i}}}') for i in range(50)]
    log.append(source=1, envelopes=events, received_at=noon).result(30)

    for _ in range(promoter.ASKED_OFTEN):
        log.reading(properties=["x", "never sent"])

    assert _wait_for(lambda: "x" in log.status().promoted)
    assert log.status().promoted == ("x",)
    assert open_again().status().promoted == ("x",)


def test_promotion__asked_for_in_a_small_log__does_not_happen(log, add, make_event):
    add(make_event(properties='{"x": 1}'))

    for _ in range(20):
        log.reading(properties=["x"])
    log.close()

    assert log.status().promoted == ()


def test_promotion__interrupted__is_finished_when_opened_again(
    open_again, make_event, noon, monkeypatch
):
    log = open_again()
    events = [make_event(properties=f'{{"x": {i}}}') for i in range(100)]
    log.append(source=1, envelopes=events, received_at=noon).result(30)
    monkeypatch.setattr(promoter.Promoter, "_fill", lambda self, copy, last: self._stopping.set())
    log.promote(name="x")
    assert log.status().promoted == ()
    monkeypatch.undo()

    log = open_again()

    assert _wait_for(lambda: log.status().promoted == ("x",))
    column = log.reading(properties=["x"]).columns["x"]
    assert log.read(f"SELECT sum({column.exact}) FROM events")[0][0] == 4950


def test_promotion__beside_live_commits__misses_nothing(open_again, make_event, noon, monkeypatch):
    monkeypatch.setattr(promoter, "_PIECE_ROWS", 500)
    log = open_again()

    def add(count):
        events = [make_event(properties='{"x": 1}') for _ in range(count)]
        return log.append(source=1, envelopes=events, received_at=noon)

    for _ in range(10):
        add(500).result(30)
    log._promoter._enqueue("x")
    futures = []
    while "x" not in log.status().promoted:
        futures.append(add(50))
        futures[-1].result(30)

    column = log.reading(properties=["x"]).columns["x"]
    total = log.status().events
    assert column.promoted
    assert log.read(f"SELECT sum({column.exact}), count({column.text}) FROM events")[0] == (
        total,
        total,
    )
