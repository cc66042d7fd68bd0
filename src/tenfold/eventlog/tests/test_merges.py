"""Merges in a real log: in the commit of the event that claims them, retroactive, undoable."""

import json

import pytest

from tenfold.eventlog.refusals import MergeWithItself, UnknownMerge


def _persons(log):
    reading = log.reading()
    question = f"SELECT count(DISTINCT {reading.person}) FROM {reading.table} {reading.joins}"
    return log.read(question)[0][0]


@pytest.fixture
def identify(make_event):
    def make(known, alias, **given):
        properties = json.dumps({"anonymous_id": alias})
        return make_event(name="$identify", actor=known, properties=properties, **given)

    return make


def test_reading__without_merges__has_no_join(log, add, make_event):
    add(make_event(actor="ada"))

    assert log.reading().joins == ""
    assert _persons(log) == 1


def test_persons__nobody__is_not_a_person(log, add, make_event):
    add(make_event(actor=None), make_event(actor="ada"), make_event(actor="cookie"))
    log.identify(known="ada", alias="cookie", source=1, at=log.latest(limit=1)[0].at)

    assert _persons(log) == 1


def test_identify_event__merges_earlier_events_too(log, add, make_event, identify):
    add(make_event(actor="cookie"), make_event(actor="ada"))
    assert _persons(log) == 2

    add(identify("ada", "cookie"))

    assert _persons(log) == 1
    assert {event.person for event in log.latest(limit=9)} == {"ada"}
    assert len(log.latest(limit=9, person="cookie")) == 3


def test_alias_event__merges_as_well(log, add, make_event):
    add(make_event(actor="cookie"))
    add(make_event(name="$alias", actor="ada", properties='{"alias": "cookie"}'))

    assert _persons(log) == 1


@pytest.mark.parametrize("properties", ["{}", '{"anonymous_id": ""}', '{"anonymous_id": 7}'])
def test_identify_event__that_names_nobody__is_stored_and_merges_nothing(
    log, add, make_event, properties
):
    assert add(make_event(name="$identify", actor="ada", properties=properties)).accepted == 1
    assert log.list_merges() == []


def test_identify_event__sent_again__is_one_merge(open_again, identify, noon):
    event = identify("ada", "cookie")
    log = open_again()
    for envelope in (event, event, identify("ada", "cookie")):
        log.append(source=1, envelopes=[envelope], received_at=noon).result(30)

    log = open_again()
    log.append(source=1, envelopes=[event, identify("ada", "cookie")], received_at=noon).result(30)

    assert [(m.alias, m.known, m.state) for m in log.list_merges()] == [("cookie", "ada", "active")]


def test_identify__two_known_persons__is_recorded_as_refused_once(log, noon):
    log.identify(known="ada", alias="till", source=1, at=noon)

    refused = log.identify(known="bob", alias="till", source=2, at=noon)
    again = log.identify(known="bob", alias="till", source=2, at=noon)

    assert refused.state == "refused"
    assert again == refused
    assert len(log.list_merges()) == 2


def test_merge_known__after_a_refusal__joins_them_for_good(open_again, noon):
    log = open_again()
    log.identify(known="ada", alias="cookie", source=1, at=noon)
    log.identify(known="bob", alias="phone", source=1, at=noon)
    refused = log.identify(known="bob", alias="ada", source=1, at=noon)

    merged = log.merge_known(known="bob", alias="ada", source=0, at=noon)

    assert (merged.id, merged.state) == (refused.id, "active")
    log = open_again()
    merges = log.list_merges(person="cookie")
    assert {merge.state for merge in merges} == {"active"}
    assert len(merges) == 3


def test_undo_merge__restores_what_was_before(log, add, make_event, noon):
    add(*[make_event(actor=actor) for actor in ("ada", "cookie", "bob", "phone")])
    log.identify(known="ada", alias="cookie", source=1, at=noon)
    log.identify(known="bob", alias="phone", source=1, at=noon)
    merge = log.merge_known(known="bob", alias="ada", source=0, at=noon)
    assert _persons(log) == 1

    assert log.undo_merge(merge_id=merge.id, at=noon).state == "undone"
    assert log.undo_merge(merge_id=merge.id, at=noon).state == "undone"

    assert _persons(log) == 2
    assert {event.person for event in log.latest(limit=9)} == {"ada", "bob"}


def test_undo_merge__of_somebody__is_not_made_again_by_an_event(open_again, identify, noon):
    log = open_again()
    log.append(source=1, envelopes=[identify("ada", "cookie")], received_at=noon).result(30)
    log.undo_merge(merge_id=log.list_merges()[0].id, at=noon)

    log = open_again()
    log.append(source=1, envelopes=[identify("ada", "cookie")], received_at=noon).result(30)

    assert [merge.state for merge in log.list_merges()] == ["undone"]
    assert log.merge_known(known="ada", alias="cookie", source=0, at=noon).state == "active"


def test_undo_merge__of_none_or_of_a_refused_one__is_refused(log, noon):
    with pytest.raises(UnknownMerge):
        log.undo_merge(merge_id=17, at=noon)
    log.identify(known="ada", alias="till", source=1, at=noon)
    refused = log.identify(known="bob", alias="till", source=1, at=noon)
    with pytest.raises(UnknownMerge):
        log.undo_merge(merge_id=refused.id, at=noon)


def test_merge__with_itself__is_refused(log, noon):
    for join in (log.identify, log.merge_known):
        with pytest.raises(MergeWithItself):
            join(known="ada", alias="ada", source=1, at=noon)


def test_merge_known__of_one_person_already__returns_what_joined_them(log, noon):
    log.identify(known="ada", alias="cookie", source=1, at=noon)
    log.merge_known(known="bob", alias="cookie", source=1, at=noon)

    again = log.merge_known(known="bob", alias="ada", source=1, at=noon)

    assert again.state == "active"
    assert len(log.list_merges()) == 2


def test_merges__after_restart__are_the_same(open_again, add, make_event, noon):
    log = open_again()
    log.append(
        source=1,
        envelopes=[make_event(actor=actor) for actor in ("a", "b", "c", "d")],
        received_at=noon,
    ).result(30)
    log.merge_known(known="b", alias="a", source=1, at=noon)
    log.merge_known(known="c", alias="b", source=1, at=noon)
    before = {event.actor: event.person for event in log.latest(limit=9)}

    log = open_again()

    assert {event.actor: event.person for event in log.latest(limit=9)} == before
    assert before == {"a": "c", "b": "c", "c": "c", "d": "d"}
    assert _persons(log) == 2
