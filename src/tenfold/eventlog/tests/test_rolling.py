"""Events older than their source keeps become totals: nothing is counted twice, nothing is lost."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest

from tenfold.eventlog.duckdb_log import rolling, upkeep

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOUR_MICROS = 3_600_000_000

TOTALS = """SELECT name, source, currency, sum(events)::BIGINT, sum(with_value)::BIGINT,
    sum(amount), min(lowest), max(highest) FROM rolled GROUP BY ALL ORDER BY ALL"""


@pytest.fixture
def small(monkeypatch):
    """Roll up some five events at once."""
    monkeypatch.setattr(rolling, "SLICE_EVENTS", 5)


@pytest.fixture
def event(make_event):
    """Return how to make an event so many hours before noon."""
    return lambda hours=0, **given: make_event(
        at=make_event().at - int(hours * HOUR_MICROS), **given
    )


def _do_all(log):
    slices = 0
    while log._caretaker.do_slice():
        slices += 1
    return slices


def _count(log):
    """Return how many events are raw, and how many are in totals."""
    return log.read(
        "SELECT (SELECT count(*) FROM events), (SELECT coalesce(sum(events), 0)::BIGINT FROM rolled)"
    )[0]


def test_retain__old_events__become_totals_of_a_quarter_hour(log, small, add, event, noon):
    add(
        event(48, name="order", value=1.1, currency="EUR", actor="ada"),
        event(48.2, name="order", value=2.2, currency="EUR"),
        event(48.3, name="order", value=-3.0, currency="NOK"),
        event(48.3, name="visit"),
        event(1, name="order", value=9.0, currency="EUR"),
    )

    log.retain(horizons={1: noon - DAY})
    assert _do_all(log) == 1

    assert log.read(TOTALS) == [
        ("order", 1, "EUR", 2, 2, Decimal("3.300000"), 1.1, 2.2),
        ("order", 1, "NOK", 1, 1, Decimal("-3.000000"), -3.0, -3.0),
        ("visit", 1, None, 1, 0, None, None, None),
    ]
    slots = [slot for (slot,) in log.read("SELECT DISTINCT slot FROM rolled ORDER BY 1")]
    plain = noon.replace(tzinfo=None)
    assert slots == [
        plain - 2 * DAY - timedelta(minutes=30),
        plain - 2 * DAY - timedelta(minutes=15),
        plain - 2 * DAY,
    ]
    assert _count(log) == (1, 4)


def test_retain__one_source__leaves_the_others_and_our_own_facts(log, add, event, noon):
    add(event(48), source=1)
    add(event(48), source=2)
    add(event(48), source=0)

    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    assert log.read("SELECT source FROM events ORDER BY 1") == [(0,), (2,)]


def test_reading__before_and_after__says_where_totals_are(log, add, event, noon):
    add(event(48), event(1))
    assert (log.reading().rolled, log.reading().rolled_before) == ("", {})
    log.retain(horizons={1: noon - DAY})
    assert log.reading().rolled == ""

    _do_all(log)

    assert log.reading().rolled == "rolled"
    assert log.reading().rolled_before == {1: noon - 2 * DAY + HOUR}


def test_totals__all_that_is_known_without_a_question__stays_right(
    log, add, event, noon, open_again
):
    add(
        event(70.1, name="order", value=1.0, currency="GBP", actor="ada"),
        event(48, name="visit"),
        event(1, name="visit", value=2.0, currency="EUR"),
        import_id=3,
    )
    before = _known(log)

    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    assert _known(log) == before
    assert _known(open_again()) == before


def _known(log):
    reading = log.reading()
    names = [
        (one.name, one.events, one.with_actor, one.with_value, one.currencies, one.sources)
        for one in log.catalogue()
    ]
    seen = [(one.first_seen_at, one.last_seen_at) for one in log.catalogue()]
    volumes = [(one.source, one.events, one.last_received_at) for one in log.volumes()]
    status = (log.status().events, log.status().last_event_at)
    extents = (reading.extent, reading.whole_extent)
    return names, seen, volumes, status, extents, reading.currencies, log.count_import(import_id=3)


def test_late_events__older_than_the_source_keeps__are_told_so_and_not_stored(
    log, add, event, noon
):
    old, young = event(48), event(1)
    add(old, young)
    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    answer = add(old, event(30), young, event(23))

    assert (answer.accepted, answer.too_old, answer.duplicates) == (1, (0, 1), (2,))
    assert log.foresee(source=1, envelopes=[event(30)]).too_old == (0,)
    assert _count(log) == (2, 1)


def test_late_events__from_the_moment_it_is_said__are_not_taken(log, add, event, noon):
    log.retain(horizons={1: noon - DAY})

    assert add(event(48)).too_old == (0,)
    assert add(event(48), source=2).accepted == 1


def test_late_events__of_an_erased_person__are_erased_or_too_old_and_never_stored(
    log, add, event, noon
):
    log.erase(person="ada", at=noon)
    log.retain(horizons={1: noon - DAY})

    answer = add(event(48, actor="ada"), event(1, actor="ada"))

    assert (answer.accepted, answer.too_old, answer.erased) == (0, (0,), (1,))


def test_retain__for_ever_again__takes_what_is_not_in_totals_yet(log, add, event, noon):
    add(event(48))
    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    log.retain(horizons={})

    assert add(event(60)).too_old == (0,)
    assert add(event(30)).accepted == 1
    assert log.reading().rolled_before == {1: noon - 2 * DAY + HOUR}
    assert _do_all(log) == 0


def test_retain__opened_again__is_remembered_and_goes_on(log, small, add, event, noon, open_again):
    add(*[event(hour) for hour in range(30, 50)])
    log.retain(horizons={1: noon - DAY})
    assert log._caretaker.do_slice()
    raw, totals = _count(log)
    assert 0 < totals < 20

    again = open_again()

    assert again.foresee(source=1, envelopes=[event(25)]).too_old == (0,)
    _do_all(again)
    assert _count(again) == (0, 20)
    assert again.status().upkeep.rolled == raw


def test_count_before__a_source__counts_what_would_become_totals(log, add, event, noon):
    add(event(48), event(25), event(24), event(1))
    add(event(48), source=2)

    assert log.count_before(source=1, at=noon - DAY) == 2
    assert log.count_before(source=1, at=noon - DAY + timedelta(minutes=59)) == 2


def test_undo_import__after_its_events_became_totals__removes_them_whole(log, add, event, noon):
    add(event(48), event(1), import_id=4)
    add(event(48), event(47))
    log.retain(horizons={1: noon - DAY})
    _do_all(log)
    assert log.count_import(import_id=4) == 2

    assert log.undo_import(import_id=4) == 2

    assert _count(log) == (0, 2)
    assert log.status().events == 2


def test_undo_import__of_a_merge_that_a_rolled_up_event_spoke_of__keeps_it(log, add, event, noon):
    claim = {"name": "$identify", "actor": "ada", "properties": '{"anonymous_id": "cookie"}'}
    add(event(1, **claim), import_id=4)
    add(event(48, **claim))
    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    log.undo_import(import_id=4)

    assert sorted(log.reading().ids_of("ada")) == ["ada", "cookie"]


def test_undo_import__of_a_merge_that_only_it_spoke_of__takes_it_back(log, add, event, noon):
    claim = {"name": "$identify", "actor": "ada", "properties": '{"anonymous_id": "cookie"}'}
    add(event(48, **claim), import_id=4)
    log.retain(horizons={1: noon - DAY})
    _do_all(log)
    assert sorted(log.reading().ids_of("ada")) == ["ada", "cookie"]

    log.undo_import(import_id=4)

    assert log.reading().ids_of("ada") == ("ada",)


def test_changes__after_a_slice__are_everything(log, add, event, noon):
    add(event(48))
    log.retain(horizons={1: noon - DAY})
    version = log.version()

    _do_all(log)

    assert log.changes_since(version=version).everything


def test_slice__that_fails__leaves_all_as_it_was(log, add, event, noon, monkeypatch):
    add(event(48))
    log.retain(horizons={1: noon - DAY})
    digest = log.digest()
    monkeypatch.setattr(rolling.catalogue, "forget", lambda *, connection: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        log._caretaker.do_slice()

    assert log.digest() == digest
    assert log.reading().rolled == ""
    assert log.status().upkeep.doing is None


def test_slice__that_hits_a_bug__says_so_and_the_upkeep_goes_on(log, add, event, noon, monkeypatch):
    add(event(48))
    log.retain(horizons={1: noon - DAY})
    with monkeypatch.context() as broken:
        broken.setattr(rolling.catalogue, "forget", lambda *, connection: 1 / 0)
        assert log._caretaker._try() == upkeep._LOOK_SECONDS
    assert "zero" in log.status().upkeep.problem

    assert log._caretaker._try() == upkeep._NEXT_SECONDS
    assert log.status().upkeep.problem is None


def test_upkeep__woken__does_by_itself_what_there_is_to_do(log, add, event, noon):
    add(event(48), event(1))
    log.retain(horizons={1: noon - DAY})

    log._caretaker._woken.set()
    while _count(log) != (1, 1):
        log._caretaker._thread.join(0.02)

    assert log._caretaker._thread.is_alive()


def test_slice__somebody_joins_persons_meanwhile__gives_way(log, add, event, noon, monkeypatch):
    add(event(48))
    log.retain(horizons={1: noon - DAY})
    endless = "(SELECT sum(a.range % 7) FROM range(10000000000) a) > 0"
    monkeypatch.setattr(
        rolling,
        "_KEEP_KNOWN",
        f"UPDATE merges SET id = 1 WHERE {endless} AND $source + epoch_us($end::TIMESTAMP) > 0",
    )
    seconds = []
    thread = threading.Thread(target=lambda: seconds.append(log._caretaker._try()))
    thread.start()
    while log.status().upkeep.doing is None or log._state.turns._interruptible is None:
        thread.join(0.01)

    merge = log.merge_known(known="a", alias="b", source=1, at=noon)
    thread.join(30)

    assert merge.state == "active"
    assert seconds == [upkeep._BUSY_SECONDS]
    assert _count(log) == (1, 0)


def test_backup_and_digest__with_totals__hold_them(log, add, event, noon, open_again, tmp_path):
    add(event(48, value=1.0), event(1))
    plain = log.digest()
    log.retain(horizons={1: noon - DAY})
    _do_all(log)
    digest = log.digest()
    log.backup(path=tmp_path / "copy.duckdb")

    copy = open_again(at=tmp_path / "copy.duckdb")

    assert plain != digest == copy.digest()
    assert copy.status().events == 2
    assert copy.foresee(source=1, envelopes=[event(48)]).too_old == (0,)


def test_erase__after_their_events_became_totals__removes_what_names_them(log, add, event, noon):
    add(event(48, actor="ada"), event(1, actor="ada"))
    log.retain(horizons={1: noon - DAY})
    _do_all(log)

    assert log.erase(person="ada", at=noon).left == 0

    assert _count(log) == (0, 1)
