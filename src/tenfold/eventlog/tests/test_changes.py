"""What a log says has changed since one of its versions, while others write."""

import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import merging
from tenfold.eventlog.store import Changes
from tenfold.eventlog.tests.conftest import NOON, NOON_MICROS
from tenfold.kit.clock import from_micros

HOUR = timedelta(hours=1)
HOUR_MICROS = 3_600_000_000
NOTHING = Changes(frozenset(), (), persons=False, everything=False)


def test_changes__nothing_happened__are_none(log, add, make_event):
    add(make_event())

    assert log.changes_since(version=log.version()) == NOTHING


def test_changes__events__are_their_names_and_hours(log, add, make_event):
    version = log.version()

    add(make_event(name="visit"), make_event(name="order", at=NOON_MICROS - 50 * HOUR_MICROS - 1))
    add(make_event(name="order", at=NOON_MICROS + HOUR_MICROS))

    assert log.changes_since(version=version) == Changes(
        names=frozenset({"visit", "order"}),
        spans=((NOON - 51 * HOUR, NOON - 50 * HOUR), (NOON, NOON + 2 * HOUR)),
        persons=False,
        everything=False,
    )


def test_changes__duplicates_only__are_none(log, add, make_event):
    event = make_event()
    add(event)
    version = log.version()

    add(event)

    assert log.version() == version
    assert log.changes_since(version=version) == NOTHING


def test_changes__asked_or_tidied_only__are_none(log, add, make_event):
    add(make_event(properties='{"a": 1}'))
    version = log.version()

    log.foresee(source=1, envelopes=[make_event()])
    log.promote(name="a")
    log.checkpoint()

    assert log.version() == version


def test_changes__events_that_merge__are_of_persons_too(log, add, make_event):
    version = log.version()
    add(make_event(name="$identify", actor="ada", properties='{"anonymous_id": "cookie"}'))

    assert log.changes_since(version=version).persons
    assert log.changes_since(version=version).names == {"$identify"}


def test_changes__an_identity_that_joins_nobody__are_not_of_persons(log, add, make_event):
    version = log.version()
    add(make_event(name="$identify", actor="ada"))

    assert not log.changes_since(version=version).persons


def test_changes__joined_and_parted__are_of_persons(log, noon):
    version = log.version()
    merge = log.merge_known(known="a", alias="b", source=1, at=noon)
    assert log.changes_since(version=version) == Changes(frozenset(), (), True, everything=False)

    version = log.version()
    log.undo_merge(merge_id=merge.id, at=noon)

    assert log.changes_since(version=version).persons


@pytest.mark.parametrize("how", ["undo", "forget", "erase", "bury"])
def test_changes__events_taken_out__are_everything(log, add, make_event, noon, how):
    event = make_event(actor="ada")
    add(event, import_id=4)
    version = log.version()

    {
        "undo": lambda: log.undo_import(import_id=4),
        "forget": lambda: log.forget_import(import_id=4, envelopes=[event]),
        "erase": lambda: log.erase(person="ada", at=noon),
        "bury": lambda: log.bury(tombstones=["00" * 32], at=noon),
    }[how]()

    assert log.changes_since(version=version).everything


def test_changes__work_that_failed_half_way__may_be_of_anything_it_does(log, noon, monkeypatch):
    version = log.version()
    monkeypatch.setattr(merging, "_find_pair", lambda claim, state: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        log.merge_known(known="a", alias="b", source=1, at=noon)

    assert log.reading().ids_of("b") == ()
    assert log.changes_since(version=version).persons


def test_changes__since_the_log_was_open_before__are_everything(log, add, make_event, open_again):
    add(make_event())
    version = log.version()

    again = open_again()

    assert again.version() > version
    assert again.changes_since(version=version).everything


def test_changes__many_append_at_once__cover_whatever_was_acknowledged_unseen(log, make_event):
    done, acknowledged, missed = threading.Event(), {}, []

    def send(number):
        for place in range(40):
            at = NOON_MICROS + (place % 9) * 24 * HOUR_MICROS
            event = make_event(name=f"{number}-{place}", at=at)
            log.append(source=1, envelopes=[event], received_at=NOON).result(30)
            acknowledged[event.name] = from_micros(micros=at)

    def watch():
        while not done.is_set():
            version = log.version()
            seen = {name for (name,) in log.read("SELECT name FROM events")}
            since = {name: at for name, at in acknowledged.copy().items() if name not in seen}
            changes = log.changes_since(version=version)
            missed.extend(
                name
                for name, at in since.items()
                if name not in changes.names or not _within(changes, at)
            )

    senders = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for thread in senders + watchers:
        thread.start()
    for thread in senders:
        thread.join()
    done.set()
    for thread in watchers:
        thread.join()

    assert missed == []
    assert log.read("SELECT count(*) FROM events") == [(160,)]


events = st.lists(st.tuples(st.sampled_from("ab"), st.integers(-40, 40)), min_size=1, max_size=4)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=st.lists(events, min_size=1, max_size=6), data=st.data())
def test_changes__any_batches__are_what_a_naive_diary_says(log, add, make_event, batches, data):
    versions = [log.version()]
    for batch in batches:
        add(*[make_event(name=name, at=NOON_MICROS + h * HOUR_MICROS + 5) for name, h in batch])
        versions.append(log.version())
    place = data.draw(st.integers(0, len(batches)))

    changes = log.changes_since(version=versions[place])

    after = [event for batch in batches[place:] for event in batch]
    assert changes.names == {name for name, _ in after}
    told = {h for h in range(-50, 50) if _within(changes, NOON + h * HOUR)}
    assert told == {h for _, h in after}


def _within(changes, instant):
    return any(start <= instant < end for start, end in changes.spans)
