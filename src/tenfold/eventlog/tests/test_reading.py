"""What a log knows of itself without a scan: its currencies, its extent, the ids of a person."""

from datetime import timedelta

import pytest

DAY = 86_400_000_000


def _at(noon, days):
    return noon + timedelta(days=days)


@pytest.fixture
def event(make_event):
    """Return how to make an event so many days after noon."""
    start = make_event().at
    return lambda days=0, **given: make_event(at=start + days * DAY, **given)


def test_currencies__of_each_name__are_all_that_were_committed(log, add, event):
    assert log.reading().currencies == {}

    add(event(name="order", value=1.0, currency="EUR"), event(name="refund"))
    add(event(name="order", value=1.0, currency="NOK"), event(name="order"))

    assert log.reading().currencies == {
        "order": {"EUR", "NOK", None},
        "refund": {None},
    }


def test_currencies__opened_again__are_the_same(log, add, event, open_again):
    add(event(name="order", value=1.0, currency="EUR"), event(name="order"), event(name="visit"))
    known = log.reading().currencies

    assert open_again().reading().currencies == known == {"order": {"EUR", None}, "visit": {None}}


def test_currencies__removed_with_their_import__are_forgotten(log, add, event):
    add(event(name="order", value=1.0, currency="EUR"))
    add(event(name="order", value=1.0, currency="GBP"), import_id=4)

    log.undo_import(import_id=4)

    assert log.reading().currencies == {"order": {"EUR"}}


def test_currencies__removed_with_a_person__are_forgotten(log, add, event, noon):
    add(event(name="order", value=1.0, currency="EUR"))
    add(event(name="order", actor="ada", value=1.0, currency="GBP"))

    log.erase(person="ada", at=noon)

    assert log.reading().currencies == {"order": {"EUR"}}


def test_reading__held_while_others_write__does_not_change(log, add, event):
    add(event(name="order", value=1.0, currency="EUR"))
    held = log.reading()

    add(event(days=1, name="order", value=1.0, currency="GBP"))

    assert held.currencies == {"order": {"EUR"}}
    assert held.extent[0] == held.extent[1]


def test_extent__nothing_stored__is_none(log):
    assert (log.reading().extent, log.reading().whole_extent) == (None, None)


def test_extent__late_and_new_events__reaches_to_both(log, add, event, noon):
    add(event())
    add(event(days=-400), event(days=-2))
    add(event(days=3))

    assert log.reading().extent == (_at(noon, -400), _at(noon, 3))


def test_extent__company_facts__count_only_for_the_whole(log, add, event, noon):
    add(event(days=-9), event(days=9), source=0)
    assert log.reading().extent is None

    add(event())

    assert log.reading().extent == (noon, noon)
    assert log.reading().whole_extent == (_at(noon, -9), _at(noon, 9))


def test_extent__opened_again__is_the_same(log, add, event, open_again, noon):
    add(event(days=-9), source=0)
    add(event(), event(days=2))

    reading = open_again().reading()

    assert reading.extent == (noon, _at(noon, 2))
    assert reading.whole_extent == (_at(noon, -9), _at(noon, 2))


def test_extent__import_undone__is_as_before(log, add, event, noon):
    add(event())
    add(event(days=-9000), import_id=4)

    log.undo_import(import_id=4)

    assert log.reading().extent == (noon, noon)


def test_extent__duplicates_only__stays(log, add, event, noon):
    first = event()
    add(first)
    add(first)

    assert log.reading().extent == (noon, noon)


def test_ids_of__merged_persons__are_what_reads_as_them(log, add, event, noon):
    add(event(actor="ada"), event(actor="cookie"), event(actor="bob"))
    assert log.reading().ids_of("ada") == ("ada",)

    merge = log.identify(known="ada", alias="cookie", source=1, at=noon)

    assert sorted(log.reading().ids_of("ada")) == ["ada", "cookie"]
    assert log.reading().ids_of("cookie") == ()
    assert log.reading().ids_of("bob") == ("bob",)
    log.undo_merge(merge_id=merge.id, at=noon)
    assert log.reading().ids_of("cookie") == ("cookie",)


def test_ids_of__chains__end_at_the_same_person_as_the_join(log, add, event, noon):
    for who in ("ada", "adele", "phone", "laptop"):
        add(event(actor=who))
    log.identify(known="ada", alias="phone", source=1, at=noon)
    log.identify(known="adele", alias="laptop", source=1, at=noon)
    log.merge_known(known="adele", alias="ada", source=1, at=noon)

    reading = log.reading()
    rows = log.read(
        f"SELECT {reading.person}, list_sort(list(actor)) FROM {reading.table} {reading.joins}"
        " GROUP BY 1"
    )

    assert {person: tuple(ids) for person, ids in rows} == {
        "adele": tuple(sorted(reading.ids_of("adele")))
    }
    assert len(rows[0][1]) == 4
