"""What becomes of single events."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tenfold.kit import clock, ids

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def the_only(door):
    (envelope,) = door.log.stored
    return envelope


def micros(text):
    return clock.to_micros(at=datetime.fromisoformat(text))


def test_an_event__with_every_field__is_stored_as_sent(door):
    properties = '{"currency": "NOK", "lines": [{"sku": "A:1"}], "note": "æ ☃ 😀"}'
    body = (
        '{"id": "order-1", "name": "order", "actor": "kunde 7", "value": 12.5,'
        f'"time": "2026-11-23T10:00:00.25+01:00", "properties": {properties}}}'
    )
    assert door.post(body.encode()).json == {"accepted": 1, "duplicates": 0, "refused": []}
    stored = the_only(door)
    assert stored.event_id == ids.stable_id(source=7, given="order-1").bytes
    assert stored.at == stored.sent_at == micros("2026-11-23T09:00:00.25+00:00")
    assert (stored.name, stored.actor, stored.value) == ("order", "kunde 7", 12.5)
    assert (stored.currency, stored.properties) == ("NOK", properties)


def test_an_event__with_a_name_alone__happens_now_and_is_nobodys(door):
    door.post({"name": "ping"})
    stored = the_only(door)
    assert (stored.at, stored.sent_at) == (clock.to_micros(at=NOON), None)
    assert (stored.actor, stored.value, stored.currency) == (None, None, None)
    assert stored.properties == "{}"


def test_an_event__without_an_id__gets_a_fresh_one_each_time(door):
    assert door.post([{"name": "ping"}, {"name": "ping"}]).json["accepted"] == 2


@pytest.mark.parametrize(
    "given", ["0193f0a0-0000-7000-8000-0000000000ff", "0193F0A0-0000-7000-8000-0000000000FF"]
)
def test_an_id__that_is_a_uuid__is_kept(door, given):
    door.post({"name": "ping", "id": given})
    assert UUID(bytes=the_only(door).event_id) == UUID(given)


@pytest.mark.parametrize("given", ["x" * 36, "-" * 36, "0193f0a0-0000-7000-8000-00000000 0ff"])
def test_an_id__that_only_looks_like_a_uuid__is_hashed_like_any_other_text(door, given):
    door.post({"name": "ping", "id": given})
    assert the_only(door).event_id == ids.stable_id(source=7, given=given).bytes


def test_an_id__sent_as_a_number_and_as_text__is_the_same(door):
    reply = door.post([{"name": "ping", "id": 4711}, {"name": "ping", "id": "4711"}])
    assert reply.json == {"accepted": 1, "duplicates": 1, "refused": []}


@pytest.mark.parametrize(("actor", "stored"), [(12, "12"), ("", None), ("  ", None), (None, None)])
def test_an_actor__as_sent__is_stored_as_text_or_as_nobody(door, actor, stored):
    door.post({"name": "ping", "actor": actor})
    assert the_only(door).actor == stored


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (0, "1970-01-01T00:00:00+00:00"),
        (-1.5, "1969-12-31T23:59:58.5+00:00"),
        (1_764_000_000.123456, "2025-11-24T16:00:00.123456+00:00"),
        ("2026-11-25T12:00:00Z", "2026-11-25T12:00:00+00:00"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00+00:00"),
    ],
)
def test_a_time__in_either_form__is_the_same_instant(door, sent, stored):
    assert door.post({"name": "ping", "time": sent}).json["accepted"] == 1
    assert the_only(door).at == the_only(door).sent_at == micros(stored)


@pytest.mark.parametrize(
    ("currency", "stored"),
    [("EUR", "EUR"), ("eur", None), ("EURO", None), ("ÆØÅ", None), (1, None)],
)
def test_a_currency__is_known_by_its_three_capitals(door, currency, stored):
    door.post({"name": "order", "value": 1, "properties": {"currency": currency}})
    assert the_only(door).currency == stored
    assert json.loads(the_only(door).properties) == {"currency": currency}


def nest(depth):
    return json.loads("[" * (depth - 1) + "]" * (depth - 1)) if depth > 1 else 1


REFUSED = {
    "not_an_object": [3, "text", None, [], ["name"]],
    "unknown_field": [{"name": "a", "ts": 1}, {"event": "a"}],
    "name_missing": [{}, {"id": "1"}],
    "name_invalid": [{"name": n} for n in ("", " ", "a\nb", "a\x85b", "n" * 201, None, 1, ["a"])],
    "id_invalid": [{"name": "a", "id": i} for i in ("", " ", "i" * 201, "a\tb", 1.5, True, 2**70)],
    "actor_invalid": [{"name": "a", "actor": a} for a in ("a" * 201, "a\x7f", 1.5, False, {})],
    "time_invalid": [
        {"name": "a", "time": t}
        for t in ("", "yesterday", "2026-02-30T10:00:00Z", "2026-11-24", True, [1])
    ],
    "time_without_zone": [{"name": "a", "time": "2026-11-24T10:00:00"}],
    "time_in_future": [
        {"name": "a", "time": t}
        for t in ("2026-11-25T12:00:00.000001Z", 1_764_000_000_000, 10**40, "9999-12-31T23:59:59Z")
    ],
    "time_too_early": [
        {"name": "a", "time": t}
        for t in ("1899-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", -(10**40))
    ],
    "value_not_a_number": [{"name": "a", "value": v} for v in ("1", "", True, [], {})],
    "value_out_of_range": [{"name": "a", "value": v} for v in (1e12, -1e12, 10**40, 1e308)],
    "properties_invalid": [{"name": "a", "properties": p} for p in ([], "", 1, True)],
    "properties_too_deep": [{"name": "a", "properties": {"a": nest(17)}}],
    "number_out_of_range": [{"name": "a", "properties": {"a": n}} for n in (2**63, -(2**63) - 1)],
    "text_invalid": [
        {"name": "a", "properties": p}
        for p in ({"a": "\0"}, {"a\0": 1}, {"a": [{"b": "x\0"}]}, {"a": "\ud800"}, {"\udc00": 1})
    ],
}
CASES = [(code, event) for code, events in REFUSED.items() for event in events]


@pytest.mark.parametrize(("code", "event"), CASES)
def test_a_bad_event__between_good_ones__is_refused_alone(door, code, event):
    good = {"name": "good", "properties": {"at": "12:00", "n": 1}}
    reply = door.post([good, event, good])
    assert reply.status == 200
    assert reply.json["accepted"] == len(door.log.stored) == 2
    (verdict,) = reply.json["refused"]
    assert (verdict["index"], verdict["code"]) == (1, code)
    assert verdict["detail"].endswith(".")


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("value_out_of_range", b'{"name": "a", "value": 1e999}'),
        ("time_invalid", b'{"name": "a", "time": 1e999}'),
        ("number_out_of_range", b'{"name": "a", "properties": {"a": -1e999}}'),
        ("duplicate_key", b'{"name": "a", "properties": {"a": 1, "a": 1}}'),
        ("duplicate_key", b'{"name": "a", "properties": {"a" : 1, "a" : 1, "b": ":::"}}'),
        ("duplicate_key", b'{"name": "a", "properties": {"\\u0061": 1, "a": "\\":"}}'),
        ("duplicate_key", b'{"name": "a", "properties": {"l": [{"b": {"a": 1, "a": 2}}]}}'),
        ("duplicate_key", b'{"name": 1, "name": "a"}'),
        ("text_invalid", b'{"name": "a", "properties": {"a": "\xff"}}'),
        ("text_invalid", b'{"name": "\xe6"}'),
        ("text_invalid", b'{"\xff": 1}'),
        ("name_invalid", b'{"name": "\\ud83d"}'),
    ],
)
def test_a_bad_event__that_python_cannot_write__is_refused_alone(door, code, event):
    reply = door.post(b'[{"name": "good"},' + event + b"]")
    assert reply.json["accepted"] == 1
    assert [(v["index"], v["code"]) for v in reply.json["refused"]] == [(1, code)]


@pytest.mark.parametrize(
    "properties",
    [
        b'{"a": "\\\\u0000"}',
        b'{"a": "\\ud83d\\ude00"}',
        b'{"url": "https://example.com/a:b?c=\\":\\"", "b": {"url": "x:y"}}',
        b'{"a" : 1 , "b"\t:\n2}',
        b'{"n": 9223372036854775807, "m": -9223372036854775808, "f": 1e308, "": null}',
        b'{"a": ' + b"[" * 15 + b"]" * 15 + b"}",
    ],
)
def test_properties__that_only_look_odd__are_kept_to_the_byte(door, properties):
    assert door.post(b'[{"name": "a", "properties": ' + properties + b"}]").json["accepted"] == 1
    assert the_only(door).properties == properties.decode()


def test_an_event__over_64_kib__is_refused_and_its_neighbours_are_not(door):
    large = {"name": "large", "properties": {"text": "x" * 65536}}
    exact = {"name": "exact", "properties": {"text": ""}}
    exact["properties"]["text"] = "x" * (65536 - len(json.dumps(exact)))
    reply = door.post([{"name": "good"}, large, exact])
    assert [(v["index"], v["code"]) for v in reply.json["refused"]] == [(1, "event_too_large")]
    assert [envelope.name for envelope in door.log.stored] == ["good", "exact"]


def test_an_erased_persons_event__is_refused_and_counted_by_its_place_in_the_request(door):
    door.log.erased = {"gone"}
    events = [{"name": 1}, {"name": "a", "actor": "gone"}, {"name": "b"}, {"name": 2}]
    reply = door.post(events)
    found = [(v["index"], v["code"]) for v in reply.json["refused"]]
    assert found == [(0, "name_invalid"), (1, "person_erased"), (3, "name_invalid")]
    assert reply.json["accepted"] == 1


def test_an_event__older_than_its_source_keeps__is_refused_by_its_place_in_the_request(door):
    door.log.horizon = 1_767_225_600_000_000  # 2026
    old = {"name": "a", "time": "2025-12-31T23:59:59Z"}
    reply = door.post([{"name": 1}, old, {"name": "b", "time": "2026-01-01T00:00:00Z"}])
    found = [(v["index"], v["code"]) for v in reply.json["refused"]]
    assert found == [(0, "name_invalid"), (1, "too_old")]
    assert reply.json["accepted"] == 1
