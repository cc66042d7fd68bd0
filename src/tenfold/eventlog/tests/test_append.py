"""What is acknowledged is there, once, and whole."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tenfold.eventlog.duckdb_log import waiting
from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.refusals import EventBroken, LogUnwritable, Overloaded


def test_append__new_events__are_there_as_they_were_sent(log, add, make_event, noon):
    event = make_event(
        name="order",
        actor="ada",
        value=12.5,
        currency="EUR",
        properties='{"country": "Norway", "lines": [1, 2]}',
    )

    appended = add(event, source=3)

    assert appended.accepted == 1
    [stored] = log.latest(limit=10)
    assert stored.id == str(UUID(bytes=event.event_id))
    assert (stored.source, stored.at, stored.received_at) == (3, noon, noon)
    assert (stored.name, stored.actor, stored.person) == ("order", "ada", "ada")
    assert (stored.value, stored.currency) == (12.5, "EUR")
    assert stored.properties == {"country": "Norway", "lines": [1, 2]}


def test_append__nothing__resolves_at_once(log, add):
    assert add().accepted == 0
    assert log.status().events == 0


def test_append__same_id_from_same_source__counts_once(log, add, make_event):
    event = make_event()

    assert add(event).accepted == 1
    again = add(event, make_event(), event)

    assert (again.accepted, again.duplicates) == (1, (0, 2))
    assert log.status().events == 2


def test_append__same_id_from_other_source__is_another_event(log, add, make_event):
    event = make_event()

    assert add(event, source=1).accepted == 1
    assert add(event, source=2).accepted == 1
    assert add(event, source=2).duplicates == (0,)


@pytest.mark.parametrize("sent_at", [None, 1_600_000_000_000_000])
def test_append__retry_after_restart__counts_once(open_again, make_event, noon, sent_at):
    event = make_event(sent_at=sent_at)
    open_again().append(source=1, envelopes=[event], received_at=noon).result(30)

    log = open_again()
    again = log.append(source=1, envelopes=[event], received_at=noon).result(30)

    assert (again.accepted, again.duplicates) == (0, (0,))


def test_append__retry_with_another_client_time__counts_once(add, make_event):
    event = make_event(sent_at=1_600_000_000_000_000)
    add(event)

    again = add(make_event(event_id=event.event_id, sent_at=1_700_000_000_000_000))

    assert again.duplicates == (0,)


def test_append__many_batches_at_once__each_hears_of_its_own(log, make_event, noon):
    twice = make_event()
    batches = [[twice, make_event()], [make_event()], [make_event(), twice]]

    futures = [log.append(source=1, envelopes=batch, received_at=noon) for batch in batches]
    answers = [future.result(30) for future in futures]

    assert sum(answer.accepted for answer in answers) == 4
    assert [len(answer.duplicates) for answer in answers] == [0, 0, 1]


@pytest.mark.parametrize(
    "broken",
    ["{", "[1]", "3", '{"a": NaN}', '{"a": 1},{"b": 2}', '{"a": "\ud800"}', ""],
)
def test_append__properties_that_are_no_object__fail_their_batch_alone(
    log, make_event, noon, broken
):
    futures = [
        log.append(source=1, envelopes=[make_event(), make_event(**given)], received_at=noon)
        for given in ({}, {"properties": broken}, {})
    ]

    assert futures[0].result(30).accepted == 2
    with pytest.raises(EventBroken):
        futures[1].result(30)
    assert futures[2].result(30).accepted == 2
    assert log.status().events == 4
    assert log.status().writable


def test_append__odd_but_valid_text__comes_back_unchanged(log, add, make_event):
    odd = 'ö "quoted" \\ \n \x00 日本 \U0001f600'
    add(make_event(name=odd, actor=odd, properties=json.dumps({odd: odd, "huge": 10**30})))

    [stored] = log.latest(limit=1)

    assert (stored.name, stored.actor) == (odd, odd)
    assert stored.properties == {odd: odd, "huge": 10**30}


def test_append__number_beyond_doubles__is_kept_and_readable(log, add, make_event):
    add(make_event(properties='{"huge": 1e999}'))

    assert log.latest(limit=1)[0].properties == {"huge": float("inf")}


def test_append__more_than_memory_allows__is_refused_and_nothing_is_stored(
    log, make_event, noon, monkeypatch
):
    monkeypatch.setattr(waiting, "MOST_ROWS_WAITING", 10)
    batch = [make_event() for _ in range(8)]
    taken, refused = [], 0

    for _ in range(300):
        try:
            taken.append(log.append(source=1, envelopes=batch, received_at=noon))
        except Overloaded:
            refused += 1

    assert refused
    assert sum(future.result(30).accepted for future in taken) == 8


def test_append__batch_larger_than_a_commit__is_stored_whole(log, add, make_event):
    events = [make_event() for _ in range(waiting.MOST_ROWS_A_COMMIT + 1)]

    assert add(*events).accepted == len(events)


def test_append__after_close__is_refused(log, make_event, noon):
    log.close()
    log.close()

    with pytest.raises(LogUnwritable):
        log.append(source=1, envelopes=[make_event()], received_at=noon)


def test_append__waiting_when_closed__is_stored(open_again, make_event, noon):
    log = open_again()
    futures = [log.append(source=1, envelopes=[make_event()], received_at=noon) for _ in range(50)]

    log.close()

    assert all(future.result(0).accepted == 1 for future in futures)
    assert open_again().status().events == 50


def test_append__late_events__land_in_their_own_time(log, add, make_event, noon):
    late = noon - timedelta(days=400)
    add(make_event(name="late", at=int(late.timestamp()) * 1_000_000), make_event(name="now"))

    assert [event.name for event in log.latest(limit=5)] == ["now", "late"]
    assert log.latest(limit=5, before=noon)[0].at == late


def test_latest__filters__return_what_fits(log, add, make_event):
    add(make_event(name="a", actor="ada"), make_event(name="b", actor="bob"))
    add(make_event(name="fact", actor="member:1"), source=0)

    assert {event.name for event in log.latest(limit=9)} == {"a", "b"}
    assert {event.name for event in log.latest(limit=9, internal=True)} == {"a", "b", "fact"}
    assert [event.name for event in log.latest(limit=9, name="a")] == ["a"]
    assert [event.name for event in log.latest(limit=9, person="bob")] == ["b"]
    assert [event.name for event in log.latest(limit=9, source=0)] == ["fact"]
    assert len(log.latest(limit=1, internal=True)) == 1


def test_get_event__by_id_or_by_what_the_source_called_it__finds_it(log, add, make_event):
    from tenfold.kit.ids import stable_id

    event = make_event(event_id=stable_id(source=7, given="order 17").bytes)
    add(event, source=7)

    assert log.get_event(event_id="order 17").id == str(UUID(bytes=event.event_id))
    assert log.get_event(event_id=str(UUID(bytes=event.event_id))).source == 7
    assert log.get_event(event_id=str(uuid4())) is None


def test_subscribe__after_a_commit__tells_what_came(log, add, make_event):
    heard = []
    stop = log.subscribe(heard.append)

    add(make_event(name="a"), make_event(name="b"))
    stop()
    add(make_event(name="c"))

    [told] = heard
    assert (told.total, told.names) == (2, {"a", "b"})
    assert {event.name for event in told.latest} == {"a", "b"}


def test_subscribe__an_import_and_our_own_facts__did_not_arrive_just_now(log, add, make_event):
    heard = []
    log.subscribe(heard.append)

    add(make_event(), make_event())
    add(make_event(), import_id=1)
    add(make_event(), source=INTERNAL_SOURCE)

    assert [told.arrived for told in heard] == [2, 0, 0]


def test_subscribe__listener_that_fails__does_not_stop_the_log(log, add, make_event):
    heard = []

    def fail(_):
        raise RuntimeError("a broken listener")

    log.subscribe(fail)
    log.subscribe(heard.append)

    assert add(make_event()).accepted == 1
    assert add(make_event()).accepted == 1
    assert len(heard) == 2


def test_version__after_each_change__has_grown(log, add, make_event, noon):
    before = log.version()
    add(make_event())
    appended = log.version()
    log.merge_known(known="a", alias="b", source=1, at=noon)

    assert before < appended < log.version()


def test_timings__of_a_recent_event__name_each_step(log, add, make_event):
    event = make_event()
    add(make_event(), event)

    steps = log.timings(event_id=str(UUID(bytes=event.event_id)))

    assert list(steps) == ["waited", "deduplicated", "encoded", "inserted", "committed"]
    assert all(milliseconds >= 0 for milliseconds in steps.values())
    assert log.timings(event_id=str(uuid4())) is None


def test_volumes__several_sources__count_each(log, add, make_event, noon):
    add(make_event(), make_event(), source=1)
    add(make_event(), source=2)

    volumes = log.volumes()

    assert [(volume.source, volume.events) for volume in volumes] == [(1, 2), (2, 1)]
    assert volumes[0].last_received_at == noon


def test_status__of_a_healthy_log__says_so(log, add, make_event, noon):
    add(make_event())

    status = log.status()

    assert (status.events, status.writable, status.problem) == (1, True, None)
    assert status.last_event_at == noon
    assert status.bytes_on_disk > 0
