"""What clients of Segment and RudderStack send, as their specifications have it."""

import base64
import json
from datetime import timedelta

import pytest

from tenfold.collector.formats.segment import PATHS
from tenfold.collector.tests.conftest import KEY, NOW
from tenfold.kit import clock

TRACK = {"type": "track", "event": "order", "userId": "u1", "messageId": "m1"}


def basic(key):
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


BASIC = basic(KEY)


def send(door, body, *, path="/v1/batch", authorization=BASIC, **headers):
    return door.post(body, path=path, authorization=authorization, **headers)


def send_one(door, message, **more):
    return send(door, {"batch": [message]}, **more)


def refused(reply):
    assert reply.status == 200, reply.body
    return [verdict["code"] for verdict in reply.json["refused"]]


def stored(door):
    (envelope,) = door.log.stored
    return envelope


def properties(door):
    return json.loads(stored(door).properties)


def iso(at):
    return at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("path", sorted(PATHS))
def test_door__with_the_key_in_a_header__takes_messages(door, path):
    message = {**TRACK, "previousId": "p", "groupId": "g", "type": None}
    body = {k: v for k, v in message.items() if v}
    reply = send(door, body if PATHS[path] else {"batch": [TRACK]}, path=path)
    assert (reply.status, reply.json["success"], reply.json["accepted"]) == (200, True, 1)


def test_key__in_the_body_alone__is_found_there(door):
    body = {"batch": [TRACK], "writeKey": KEY}
    assert send(door, body, authorization=None).json["accepted"] == 1
    assert send(door, {**TRACK, "messageId": "2", "writeKey": KEY}, path="/v1/track",
                authorization=None, content_type="text/plain").json["accepted"] == 1  # fmt: skip


@pytest.mark.parametrize(
    ("authorization", "body", "code"),
    [
        (None, {"batch": []}, "write_key_missing"),
        (None, [], "write_key_missing"),
        ("Basic ???", {"batch": []}, "write_key_missing"),
        (basic("tfw_wrong"), {"batch": []}, "write_key_unknown"),
        (None, {"batch": [], "writeKey": "tfw_wrong"}, "write_key_unknown"),
    ],
)
def test_key__that_does_not_open__is_refused_with_code_and_message(door, authorization, body, code):
    reply = send(door, body, authorization=authorization)
    assert (reply.status, reply.json["code"]) == (401, code)
    assert reply.json["message"]
    assert door.log.stored == []


def test_message__sent_again__counts_once(door):
    assert send(door, {"batch": [TRACK, TRACK]}).json["duplicates"] == 1
    assert send(door, TRACK, path="/v1/track").json["duplicates"] == 1


def test_track__becomes_an_event_with_its_worth(door):
    message = {
        **TRACK,
        "properties": {"revenue": 12.5, "value": 99, "currency": "EUR", "country": "Norway"},
        "context": {
            "ip": "203.0.113.9",
            "page": {"url": "https://shop.example/a", "title": "A"},
            "campaign": {"name": "spring", "source": "letter"},
            "locale": "nb-NO",
            "library": {"name": "x"},
        },
    }
    assert refused(send_one(door, message)) == []
    event = stored(door)
    assert (event.name, event.actor, event.value, event.currency) == ("order", "u1", 12.5, "EUR")
    assert properties(door) == {
        "url": "https://shop.example/a", "title": "A", "utm_campaign": "spring",
        "utm_source": "letter", "locale": "nb-NO", "context": {"library": {"name": "x"}},
        "revenue": 12.5, "value": 99, "currency": "EUR", "country": "Norway",
    }  # fmt: skip
    assert "203.0.113.9" not in event.properties


def test_time__of_a_client_whose_clock_is_wrong__is_set_right(door):
    wrong, minute = timedelta(days=400), timedelta(minutes=1)
    message = {**TRACK, "timestamp": iso(NOW + wrong - minute)}
    body = {"batch": [message], "sentAt": iso(NOW + wrong)}
    assert send(door, body).json["accepted"] == 1
    assert stored(door).at == clock.to_micros(at=NOW - minute)
    assert stored(door).sent_at == clock.to_micros(at=NOW + wrong - minute)


def test_time__without_sent_at__is_believed(door):
    at = NOW - timedelta(days=3)
    send_one(door, {**TRACK, "timestamp": iso(at)})
    assert stored(door).at == clock.to_micros(at=at)


def test_time__that_is_left_out__is_when_it_arrived(door):
    send_one(door, {**TRACK, "timestamp": None})
    assert (stored(door).at, stored(door).sent_at) == (clock.to_micros(at=NOW), None)


@pytest.mark.parametrize(
    ("message", "name", "actor", "said"),
    [
        ({"type": "identify", "userId": "u", "anonymousId": "a", "traits": {"plan": "gold"}},
         "$identify", "u", {"plan": "gold", "anonymous_id": "a"}),
        ({"type": "identify", "userId": "u"}, "$identify", "u", {}),
        ({"type": "identify", "anonymousId": "a", "traits": {"x": 1}}, "$set", "a", {"x": 1}),
        ({"type": "alias", "userId": "u", "previousId": "a"}, "$alias", "u", {"alias": "a"}),
        ({"type": "group", "userId": "u", "groupId": 7, "traits": {"x": 1}},
         "group", "u", {"x": 1, "group_id": "7"}),
        ({"type": "page", "anonymousId": "a", "name": "Home", "properties": {"path": "/"}},
         "page", "a", {"name": "Home", "path": "/"}),
        ({"type": "screen", "userId": 5, "name": "Cart", "category": "Shop"},
         "screen", "5", {"name": "Cart", "category": "Shop"}),
    ],
)  # fmt: skip
def test_message__of_each_type__becomes_an_event(door, message, name, actor, said):
    assert refused(send_one(door, message)) == []
    assert (stored(door).name, stored(door).actor, properties(door)) == (name, actor, said)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({**TRACK, "type": "delete"}, "type_invalid"),
        ({**TRACK, "type": 7}, "type_invalid"),
        ({"userId": "u"}, "type_invalid"),
        ({**TRACK, "event": ""}, "name_missing"),
        ({**TRACK, "event": 7}, "name_invalid"),
        ({**TRACK, "event": "x" * 201}, "name_invalid"),
        ({**TRACK, "event": "a\x07"}, "name_invalid"),
        ({**TRACK, "messageId": {}}, "id_invalid"),
        ({**TRACK, "userId": "x" * 201}, "actor_invalid"),
        ({**TRACK, "timestamp": "yesterday"}, "time_invalid"),
        ({**TRACK, "timestamp": "2026-01-01T00:00:00"}, "time_invalid"),
        ({**TRACK, "timestamp": iso(NOW + timedelta(days=30))}, "time_in_future"),
        ({**TRACK, "properties": []}, "properties_invalid"),
        ({**TRACK, "properties": {"revenue": 1e13}}, "value_out_of_range"),
        ({**TRACK, "properties": {"text": "\x00"}}, "text_invalid"),
        ({**TRACK, "properties": {"text": "x" * 65_536}}, "event_too_large"),
        ({"type": "identify"}, "actor_invalid"),
        ({"type": "alias", "userId": "u"}, "actor_invalid"),
        ({"type": "group", "userId": "u"}, "actor_invalid"),
        (7, "not_an_object"),
    ],
)
def test_message__that_cannot_be_kept__is_named_and_keeps_no_other_out(door, message, code):
    good = {**TRACK, "messageId": "good"}
    reply = send(door, {"batch": [message, good]})
    assert refused(reply) == [code]
    assert (reply.json["success"], reply.json["accepted"]) == (True, 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "body_empty"),
        (b"[]", "no_events"),
        (b"{}", "no_events"),
        (b'{"batch": 7}', "no_events"),
        (b'{"batch": [}', "json_malformed"),
    ],
)
def test_body__that_is_no_batch__is_refused_with_code_and_message(door, body, code):
    reply = send(door, body)
    assert (reply.status, reply.json["code"]) == (400, code)
    assert set(reply.json) == {"code", "message"}


def test_batch__with_a_sent_at_that_is_no_time__is_taken_as_it_is(door):
    assert send(door, {"batch": [TRACK], "sentAt": "now"}).json["accepted"] == 1


def test_batch__of_too_many__is_refused(door):
    reply = send(door, {"batch": [0] * 200_001})
    assert (reply.status, reply.json["code"]) == (413, "too_many_events")
