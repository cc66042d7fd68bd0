"""Every name and property is discovered, with its types, counts, times and samples."""

import threading
from datetime import timedelta

import pytest

from tenfold.eventlog.duckdb_log import catalogue, rollup
from tenfold.eventlog.duckdb_log.journal import NOTHING


def _properties(log, name):
    [entry] = [entry for entry in log.catalogue(internal=True) if entry.name == name]
    return {found.name: found for found in entry.properties}


def test_catalogue__of_an_empty_log__is_empty(log):
    assert log.catalogue() == []


def test_catalogue__names__are_counted_most_frequent_first(log, add, make_event, noon):
    earlier = int((noon - timedelta(days=3)).timestamp()) * 1_000_000
    add(
        make_event(name="order", actor="ada", value=3, currency="EUR", at=earlier),
        make_event(name="order", value=4, currency="GBP"),
        make_event(name="visit"),
    )
    add(make_event(name="order"), source=2)

    order, visit = log.catalogue()

    assert (order.name, order.events, order.with_actor, order.with_value) == ("order", 3, 1, 2)
    assert (order.currencies, order.sources) == (("EUR", "GBP"), (1, 2))
    assert (order.first_seen_at, order.last_seen_at) == (noon - timedelta(days=3), noon)
    assert (visit.name, visit.events) == ("visit", 1)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ('"x"', "text"),
        ("1", "number"),
        ("-1", "number"),
        ("1.5", "number"),
        ("123456789012345678901234567890", "number"),
        ("true", "boolean"),
        ("null", "null"),
        ("[]", "list"),
        ('[1, "a"]', "list"),
        ("{}", "object"),
        ('{"a": 1}', "object"),
    ],
)
def test_catalogue__json_type__is_discovered(log, add, make_event, value, kind):
    add(make_event(properties=f'{{"x": {value}}}'))

    assert _properties(log, "visit")["x"].types == {kind: 1}


def test_catalogue__type_that_changes__is_a_warning(log, add, make_event):
    add(make_event(properties='{"a": 1, "b": 1, "c": 1}'))
    add(make_event(properties='{"a": "1", "b": 2.5, "c": null}'))

    found = _properties(log, "visit")

    assert found["a"].type_changed
    assert found["a"].types == {"number": 1, "text": 1}
    assert not found["b"].type_changed
    assert not found["c"].type_changed


def test_catalogue__samples__are_few_and_short(log, add, make_event):
    for number in range(20):
        add(make_event(properties=f'{{"x": "{"long " * 50}{number}", "y": {number}}}'))

    found = _properties(log, "visit")

    assert len(found["y"].samples) == 2
    assert "19" in found["y"].samples
    assert all(len(sample) <= 60 for sample in found["x"].samples)


def test_catalogue__internal_events__are_shown_only_when_asked_for(log, add, make_event):
    add(make_event(name="ImportFinished", properties='{"secret": 1}'), source=0)
    add(make_event(name="visit"))

    assert [entry.name for entry in log.catalogue()] == ["visit"]
    [fact] = [entry for entry in log.catalogue(internal=True) if entry.internal]
    assert fact.name == "ImportFinished"


def test_catalogue__rolled_up_in_pieces__counts_the_same(open_again, make_event, noon, monkeypatch):
    monkeypatch.setattr(catalogue, "PIECE_ROWS", 60)
    log = open_again()
    for number in range(20):
        events = [
            make_event(name="ab"[i % 2], properties=f'{{"x": {i}, "k{i % 3}": "v{number}"}}')
            for i in range(25)
        ]
        log.append(source=1, envelopes=events, received_at=noon).result(30)
    before = [(e.name, e.events, {p.name: p.types for p in e.properties}) for e in log.catalogue()]

    pieces = 0
    while log._writer.run(lambda: _take_in(log), changes=NOTHING):
        pieces += 1
    rolled = log.catalogue()
    after = [(e.name, e.events, {p.name: p.types for p in e.properties}) for e in rolled]

    assert pieces >= 5
    assert after == before
    assert sum(entry.events for entry in rolled) == 500
    assert open_again().catalogue() == rolled


def _take_in(log):
    with log._state.transaction() as connection:
        return catalogue.take_in_piece(connection=connection)


def test_catalogue__sender_that_makes_up_names__does_not_fill_memory(log, add, make_event):
    add(
        *[
            make_event(properties=f'{{"a{i}": 1, "b{i}": 2, "c": 3}}')
            for i in range(rollup.MOST_PROPERTIES)
        ]
    )

    assert len(_properties(log, "visit")) == rollup.MOST_PROPERTIES


def test_catalogue__millions_behind__counts_properties_of_the_newest(
    log, add, make_event, monkeypatch
):
    monkeypatch.setattr(catalogue, "MOST_ROWS_AT_ONCE", 10)
    for number in range(5):
        add(*[make_event(properties=f'{{"k{number}": 1}}') for _ in range(10)])

    [entry] = log.catalogue()

    assert entry.events == 50
    assert entry.properties[-1].name == "k4"
    assert len(entry.properties) < 5


def test_catalogue__that_fails_in_a_silence__keeps_no_event_out(log, add, make_event, monkeypatch):
    failed = threading.Event()

    def fail(**_given):
        failed.set()
        raise KeyError(7)

    monkeypatch.setattr(catalogue, "take_in_piece", fail)
    add(make_event(name="order"))
    assert failed.wait(timeout=20)
    add(make_event(name="order"))
    assert log.status().events == 2
