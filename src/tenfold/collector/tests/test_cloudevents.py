"""CloudEvents: as their own library writes them, and as the specification says they may be."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

from tenfold.kit import clock, ids

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ATTRIBUTES = {"id": "4711", "source": "/shop/täby", "type": "order", "time": AT}
DATA = {"value": 12.5, "currency": "EUR", "country": "Norway"}
EVENT = {"specversion": "1.0", "id": "1", "source": "/shop", "type": "order"}
SINGLE, BATCH = "application/cloudevents+json", "application/cloudevents-batch+json"


def send(door, body, *, content_type=None, **headers):
    return door.post(body, content_type=content_type, **headers)


def send_message(door, message):
    headers = {name.lower(): value for name, value in message.headers.items()}
    content_type = headers.pop("content-type", None)
    return send(door, message.body, content_type=content_type, **headers)


def refused(reply):
    assert reply.status == 200, reply.body
    assert reply.json["accepted"] == 0
    return [verdict["code"] for verdict in reply.json["refused"]]


def properties(envelope):
    return json.loads(envelope.properties)


@pytest.mark.parametrize("write", [to_binary_event, to_structured_event])
def test_event__as_its_own_library_writes_it__is_kept_whole(door, write):
    event = CloudEvent({**ATTRIBUTES, "subject": "Ærø & 100 %", "actor": "customer-7"}, DATA)
    assert send_message(door, write(event)).json["accepted"] == 1
    (stored,) = door.log.stored
    assert (stored.name, stored.actor, stored.value, stored.currency) == (
        "order", "customer-7", 12.5, "EUR",
    )  # fmt: skip
    assert stored.at == stored.sent_at == clock.to_micros(at=AT)
    said = {**DATA, "ce_source": "/shop/täby", "ce_subject": "Ærø & 100 %"}
    assert properties(stored) == said


def test_event__in_every_mode__is_one_and_the_same(door):
    event = CloudEvent(ATTRIBUTES, DATA)
    batch = b"[" + to_structured_event(event).body + b"]"
    assert send_message(door, to_binary_event(event)).json["accepted"] == 1
    assert send_message(door, to_structured_event(event)).json["duplicates"] == 1
    assert send(door, batch, content_type=f"{BATCH}; charset=utf-8").json["duplicates"] == 1


def test_id__of_another_source__is_another_event(door):
    uuid = str(ids.new_id())
    batch = [{**EVENT, "id": uuid}, {**EVENT, "id": uuid, "source": "/till"}]
    assert send(door, batch, content_type=BATCH).json["accepted"] == 2


def test_batch__with_a_bad_event__keeps_the_others(door):
    bad = [{**EVENT, "id": ""}, 7, {**EVENT, "specversion": "0.3"}, {**EVENT, "id": "9"}]
    reply = send(door, bad, content_type=BATCH)
    assert (reply.json["accepted"], [one["index"] for one in reply.json["refused"]]) == (
        1,
        [0, 1, 2],
    )


def test_batch__that_is_empty__is_fine(door):
    assert send(door, b"[]", content_type=BATCH).json == {
        "accepted": 0, "duplicates": 0, "refused": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id": None}, "attribute_missing"),
        ({"source": ""}, "attribute_missing"),
        ({"type": 7}, "attribute_invalid"),
        ({"Upper": "x"}, "attribute_invalid"),
        ({"extension": {"a": 1}}, "attribute_invalid"),
        ({"extension": 1.5}, "attribute_invalid"),
        ({"type": "x" * 201}, "name_invalid"),
        ({"time": "yesterday"}, "time_invalid"),
        ({"time": "2026-11-20T08:30:00"}, "time_invalid"),
        ({"time": "2027-11-20T08:30:00Z"}, "time_in_future"),
        ({"data": {"value": 1e13}}, "value_out_of_range"),
        ({"data": {"ce_source": "mine"}}, "duplicate_key"),
        ({"data": 1, "data_base64": "MQ=="}, "data_invalid"),
        ({"data_base64": "%%%"}, "data_invalid"),
        ({"data_base64": "ew==", "datacontenttype": "application/json"}, "data_invalid"),
        ({"data": "x" * 65_536}, "event_too_large"),
        ({"actor": "x" * 201}, "actor_invalid"),
    ],
)
def test_event__that_says_what_cannot_be__is_refused_by_name(door, changed, code):
    assert refused(send(door, {**EVENT, **changed}, content_type=SINGLE)) == [code]
    assert door.log.stored == []


def test_deep_data__is_refused_as_anywhere(door):
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    body = json.dumps(EVENT).encode()[:-1] + b',"data":' + deep + b"}"
    assert refused(send(door, body, content_type=SINGLE)) == ["properties_too_deep"]


@pytest.mark.parametrize(
    ("packed", "media_type", "kept"),
    [
        (b'{"country": "Norway"}', "application/json", {"country": "Norway"}),
        (b"[1, 2]", "application/vnd.shop+json; charset=utf-8", {"data": [1, 2]}),
        ("på".encode(), "text/plain", {"data": "på"}),
        (b"<a/>", "application/xml", {"data": "<a/>"}),
        (b"\x00\xff", "image/png", {"data": base64.b64encode(b"\x00\xff").decode()}),
    ],
)
def test_data__in_base64_or_as_a_body__is_what_its_type_says(door, packed, media_type, kept):
    whole = {**EVENT, "datacontenttype": media_type}
    whole["data_base64"] = base64.b64encode(packed).decode()
    assert send(door, whole, content_type=SINGLE).json["accepted"] == 1
    binary = {f"ce_{name}": value for name, value in {**EVENT, "id": "2"}.items()}
    assert send(door, packed, content_type=media_type, **binary).json["accepted"] == 1
    assert [properties(one) for one in door.log.stored] == [{"ce_source": "/shop", **kept}] * 2


def binary(**changed):
    return {f"ce_{name}": value for name, value in {**EVENT, **changed}.items()}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro \N{EURO SIGN} \N{GRINNING FACE}"),
        ("100%2525", "100%25"),
        ('"a \\"quoted\\" text"', 'a "quoted" text'),
    ],
)
def test_header__percent_encoded_or_quoted__is_decoded_once(door, sent, said):
    assert send(door, b"", **binary(subject=sent)).json["accepted"] == 1
    assert properties(door.log.stored[0])["ce_subject"] == said


@pytest.mark.parametrize("sent", ["%C3%28", "%ff", "100 %", "%zz"])
def test_header__that_is_no_utf_8__is_refused(door, sent):
    assert refused(send(door, b"", **binary(subject=sent))) == ["attribute_invalid"]


def test_header__that_names_the_type_of_the_data_twice__is_refused(door):
    reply = send(door, b"{}", **binary(datacontenttype="application/json"))
    assert refused(reply) == ["attribute_invalid"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{}", "application/cloudevents+avro", 415, "encoding_unsupported"),
        (b"{}", "application/cloudevents-batch+protobuf", 415, "encoding_unsupported"),
        (b"{}", BATCH, 400, "no_events"),
        (b"[]", SINGLE, 400, "no_events"),
        (b'{"id": 1}\n{"id": 2}', SINGLE, 400, "no_events"),
        (b"{", SINGLE, 400, "json_malformed"),
        (b"", SINGLE, 400, "body_empty"),
        (b"{}", f"{SINGLE}; charset=latin-1", 415, "encoding_unsupported"),
    ],
)
def test_request__that_is_not_what_its_media_type_says__is_turned_away(
    door, body, content_type, status, code
):
    reply = send(door, body, content_type=content_type)
    assert (reply.status, reply.json["code"]) == (status, code)


def test_native_events__at_the_same_door__are_still_taken(door):
    assert door.post({"name": "order"}).json["accepted"] == 1
