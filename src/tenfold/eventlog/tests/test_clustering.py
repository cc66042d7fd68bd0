"""Closed days are put in order slice by slice, beside everything else, and no answer changes."""

import threading
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import clustering, upkeep
from tenfold.eventlog.duckdb_log.clustering import Hour, find_slice

HOUR = timedelta(hours=1)
HOUR_MICROS = 3_600_000_000
START = datetime(2026, 1, 1)  # noqa: DTZ001  as the engine gives it


@pytest.fixture
def small(monkeypatch):
    """Make slices of some ten events, and worth it from four on."""
    monkeypatch.setattr(clustering, "SLICE_EVENTS", 10)
    monkeypatch.setattr(clustering, "WORTH_IT_EVENTS", 4)
    monkeypatch.setattr(clustering, "MOST_EVENTS", 40)


@pytest.fixture
def fill(add, make_event):
    """Return how to add events of mixed names, one for each of these hours before noon."""

    def put(hours, import_id=None, **given):
        events = [
            make_event(at=make_event().at - hour * HOUR_MICROS, name="abc"[hour % 3], **given)
            for hour in hours
        ]
        add(*events, import_id=import_id)
        return events

    return put


def _do_all(log):
    slices = 0
    while log._caretaker.do_slice():
        slices += 1
    return slices


def _stored_order(log):
    return log.read("SELECT name, happened_at FROM events ORDER BY rowid")


hour_counts = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), max_size=40)


@given(hour_counts)
def test_find_slice__any_hours__is_bounded_and_worth_it(counts):
    hours = [
        Hour(START + n * HOUR, events, min(events, fresh))
        for n, (events, fresh) in enumerate(counts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        for name, size in (("SLICE_EVENTS", 50), ("WORTH_IT_EVENTS", 25), ("MOST_EVENTS", 55)):
            patch.setattr(clustering, name, size)
        found = find_slice(hours=hours)

    if found is None:
        assert all(h.fresh < 25 or h.events > 55 for h in hours)
        return
    inside = [hour for hour in hours if found.start <= hour.start < found.end]
    assert sum(hour.fresh for hour in inside) >= 25
    assert found.events == sum(hour.events for hour in inside) < 50 + 55
    assert all(hour.events <= 55 for hour in inside)
    assert inside[0].fresh


def test_slices__of_closed_days__are_in_the_order_of_names(log, small, fill):
    fill(range(60, 90))
    fill([0])

    assert _do_all(log) == 3

    assert log.status().upkeep.ordered == 30
    assert log.status().upkeep.unordered == 0
    _newest, *old = [name for name, _ in log.read("SELECT name, 1 FROM events ORDER BY rowid")]
    assert [old[place : place + 10] for place in (0, 10, 20)] == [
        sorted(old[place : place + 10]) for place in (0, 10, 20)
    ]


def test_slices__done__change_no_answer_and_no_version(log, small, fill):
    fill(range(60, 90), properties='{"a": 1}', value=2.5, actor="ada")
    fill([0])
    digest, version, latest = log.digest(), log.version(), log.latest(limit=50)

    assert _do_all(log) > 0

    assert log.digest() == digest
    assert log.version() == version
    assert log.latest(limit=50) == latest


def test_slices__of_days_that_are_open__are_left(log, small, fill):
    fill(range(30))

    assert _do_all(log) == 0
    assert log.status().upkeep.unordered == 0


def test_slices__done_before__are_not_done_again_until_many_come_late(log, small, fill):
    fill(range(60, 90))
    fill([0])
    assert _do_all(log) > 0
    assert _do_all(log) == 0

    fill([70, 71])
    assert _do_all(log) == 0
    assert log.status().upkeep.unordered >= 2
    fill(range(66, 76))

    assert _do_all(log) > 0
    assert log.status().upkeep.unordered < 4


def test_slices__opened_again__go_on_where_they_were(log, small, fill, open_again):
    fill(range(60, 90))
    fill([0])
    assert log._caretaker.do_slice()
    left = log.status().upkeep.unordered

    again = open_again()
    _do_all(again)

    assert 0 < again.status().upkeep.ordered <= left
    assert again._caretaker.do_slice() is False


def test_slices__duplicates_of_what_was_moved__are_still_found(log, small, fill, add):
    old = [*fill(range(60, 75)), *fill(range(75, 90), sent_at=5)]
    fill([0])
    _do_all(log)

    assert add(*old).accepted == 0


def test_slices__with_promoted_properties__keep_their_columns(log, small, fill):
    log.promote(name="a")
    fill(range(60, 90), properties='{"a": "x"}')
    fill([0])
    _do_all(log)

    column = log.reading(properties=["a"]).columns["a"]
    assert column.promoted
    assert log.read(f"SELECT count(*) FROM events WHERE {column.text} = 'x'") == [(30,)]


def test_slice__that_fails__leaves_all_as_it_was(log, small, fill, monkeypatch):
    fill(range(60, 90))
    fill([0])
    digest, order = log.digest(), _stored_order(log)
    monkeypatch.setattr(clustering, "_SLICE", f"{clustering._SLICE} AND name <> error('no')")

    assert log._caretaker._try() == upkeep._LOOK_SECONDS

    assert (log.digest(), _stored_order(log)) == (digest, order)
    assert "no" in log.status().upkeep.problem
    assert log.status().upkeep.doing is None


@pytest.mark.parametrize("work", ["erase", "undo", "promote"])
def test_slice__somebody_cannot_wait__gives_way_and_is_done_later(
    log, small, fill, noon, monkeypatch, work
):
    fill(range(60, 90), actor="ada", import_id=4)
    fill([0])
    endless = "happened_at >= $start AND (SELECT sum(a.range % 7) FROM range(10000000000) a) > 0"
    monkeypatch.setattr(clustering, "_SLICE", f"{clustering._SLICE} AND {endless}")
    seconds = []
    thread = threading.Thread(target=lambda: seconds.append(log._caretaker._try()))
    thread.start()
    while log._state.turns._interruptible is None:
        thread.join(0.01)

    {
        "erase": lambda: log.erase(person="ada", at=noon),
        "undo": lambda: log.undo_import(import_id=4),
        "promote": lambda: log.promote(name="a"),
    }[work]()
    thread.join(30)

    assert seconds == [upkeep._BUSY_SECONDS]
    assert log.status().events == (31 if work == "promote" else 1)


def test_close__in_the_middle_of_a_slice__does_not_wait_for_it(log, small, fill, monkeypatch, path):
    fill(range(60, 90))
    fill([0])
    endless = "happened_at >= $start AND (SELECT sum(a.range % 7) FROM range(10000000000) a) > 0"
    monkeypatch.setattr(clustering, "_SLICE", f"{clustering._SLICE} AND {endless}")
    thread = threading.Thread(target=log._caretaker._try)
    thread.start()
    while log._state.turns._interruptible is None:
        thread.join(0.01)

    log.close()
    thread.join(30)

    assert not thread.is_alive()


def test_upkeep__much_arrives__waits(log, small, fill):
    caretaker = log._caretaker
    fill(range(60, 90))
    assert not caretaker._is_busy(1.0)
    log._state.total += upkeep.BUSY_EVENTS_A_SECOND + 1

    assert caretaker._is_busy(1.0)
    assert not caretaker._is_busy(1.0)


def test_slices__while_others_write_and_read__lose_and_double_nothing(log, small, fill, make_event):
    fill(range(60, 200))
    fill([0])
    stop, faults = threading.Event(), []

    def write():
        for _ in range(60):
            log.append(source=1, envelopes=[make_event()], received_at=START_AT).result(30)
        stop.set()

    def read():
        while not stop.is_set():
            [(count,)] = log.read(
                "SELECT count(DISTINCT event_id) FROM events WHERE happened_at < '2026-11-01'"
            )
            faults.extend([count] if count != before else [])

    START_AT = log.latest(limit=1)[0].received_at  # noqa: N806
    [(before,)] = log.read("SELECT count(*) FROM events WHERE happened_at < '2026-11-01'")
    threads = [threading.Thread(target=write), threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    slices = _do_all(log)
    for thread in threads:
        thread.join()

    assert slices > 5
    assert faults == []
    assert log.read("SELECT count(*), count(DISTINCT event_id) FROM events") == [(201, 201)]
