"""What holds for any body at all."""

import json
from datetime import UTC, datetime

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tenfold.collector.formats.form import Arrival, Parcel
from tenfold.collector.formats.native import understand
from tenfold.collector.limits import Limits
from tenfold.kit import ids

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ARRIVAL = Arrival.at(source=7, received_at=NOON, limits=Limits())

texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
times = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat()) | st.floats(-3e9, 2e9)
events = st.fixed_dictionaries(
    {"id": st.text(st.characters(codec="utf-8"), min_size=1, max_size=20) | st.integers(0, 10**6)},
    optional={
        "name": texts,
        "actor": st.none() | texts | st.integers(-(10**6), 10**6),
        "time": st.none() | times,
        "value": st.none() | st.floats(-2e12, 2e12),
        "properties": st.none() | st.dictionaries(texts, values, max_size=4),
    },
)
wild = events | values | st.dictionaries(st.sampled_from(["id", "name", "time", "value"]), values)
loud = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)


def understood(body, media_type=""):
    return understand(parcel=Parcel(body, media_type), arrival=ARRIVAL)


def outcome(batch):
    return dict(zip(batch.positions, batch.envelopes, strict=True)), {
        verdict.index: verdict.code for verdict in batch.refused
    }


@loud
@given(st.lists(events, max_size=5))
@example([{"id": "1", "name": "a", "properties": {"a": ":", "b": {"a": '":'}}}])
def test_a_batch__decoded_whole_or_one_by_one__gives_the_same_envelopes(sent):
    whole = outcome(understood(json.dumps(sent).encode()))
    apart = outcome(understood(json.dumps([*sent, None]).encode()))
    assert apart[0] == whole[0]
    assert apart[1] == whole[1] | {len(sent): "not_an_object"}


@loud
@given(st.lists(events, min_size=1, max_size=5), st.booleans())
def test_a_batch__as_array_or_as_lines__gives_the_same_envelopes(sent, unicode):
    dumped = [json.dumps(event, ensure_ascii=unicode) for event in sent]
    array = understood(f"[{','.join(dumped)}]".encode())
    lines = understood("\r\n".join(dumped).encode(), "application/x-ndjson")
    assert outcome(lines) == outcome(array)


@loud
@given(st.lists(wild, max_size=6))
def test_every_event__in_an_array__is_stored_or_refused_at_its_place(sent):
    batch = understood(json.dumps(sent).encode())
    seen = [*batch.positions, *(verdict.index for verdict in batch.refused)]
    assert sorted(seen) == list(range(len(sent)))


@loud
@given(events.filter(lambda event: event.get("name", "").isprintable()))
def test_an_event__that_is_stored__says_what_was_sent(sent):
    batch = understood(json.dumps(sent).encode())
    for stored in batch.envelopes:
        assert stored.event_id == ids.stable_id(source=7, given=str(sent["id"])).bytes
        assert stored.name == sent["name"]
        assert stored.value == sent.get("value")
        assert json.loads(stored.properties) == (sent.get("properties") or {})
        assert (stored.sent_at is None) == (sent.get("time") is None)


pieces = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud800", b"\\u0000", b"\x00",
     b"\xff", b"\xef\xbb\xbf", b"\n", b" ", b"1e999", b"-", b"NaN", b"null", b'"name"', b'"a"',
     b'{"name":"a"}', b'"properties":{', b"\r\n", b"9" * 30]
)  # fmt: skip
garbage = st.lists(pieces | st.binary(max_size=4), max_size=25).map(b"".join)


@settings(loud, max_examples=600)
@given(garbage, st.sampled_from(["application/json", "application/x-ndjson", ""]))
@example(b"[" * 200_000, "")
@example(b'{"a":' * 100_000, "application/x-ndjson")
@example(b'[{"name":"a","properties":' + b'{"a":' * 950 + b"1" + b"}" * 950 + b"}]", "")
def test_any_bytes__sent_as_a_body__are_answered_and_never_a_server_error(make_door, body, kind):
    door = make_door()
    reply = door.post(body, content_type=kind)
    assert reply.status in (200, 400)
    assert reply.json["accepted"] == len(door.log.stored) if reply.status == 200 else True
    assert reply.status == 200 or not door.log.stored


@settings(loud, max_examples=200)
@given(st.binary(max_size=80), st.sampled_from(["gzip", "zstd"]))
def test_any_bytes__said_to_be_packed__are_answered_and_never_a_server_error(
    make_door, body, encoding
):
    assert make_door().post(body, content_encoding=encoding).status in (200, 400)
