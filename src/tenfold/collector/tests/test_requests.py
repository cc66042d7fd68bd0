"""What becomes of whole requests."""

import asyncio
import gzip
import json
import zlib

import pytest
import zstandard

from tenfold.collector.keys import KeyEntry
from tenfold.collector.limits import MIB, Limits
from tenfold.eventlog.refusals import LogDamaged, LogUnwritable, Overloaded


def _gzip(content: bytes) -> bytes:
    """Packed without the time: the name of a case is the same whoever collects it, and when."""
    return gzip.compress(content, mtime=0)


EVENTS = [{"name": "a", "id": "1"}, {"name": "b", "id": "2"}]
PLAIN = json.dumps(EVENTS).encode()
TAKEN = {"accepted": 2, "duplicates": 0, "refused": []}


def zstd_streamed(body):
    packer = zstandard.ZstdCompressor().compressobj()  # says nothing of the size in its header
    return packer.compress(body) + packer.flush()


def assert_problem(reply, *, status, code):
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert (reply.json["status"], reply.json["code"]) == (status, code)
    assert reply.json["type"] == f"urn:tenfold:refusal:{code}"
    assert reply.json["title"]


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic dGZ3X3Rlc3Q6"])
def test_a_request__without_a_key__is_told_how_to_send_one(door, authorization):
    reply = door.post(EVENTS, authorization=authorization)
    assert_problem(reply, status=401, code="write_key_missing")
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_a_request__with_a_wrong_key__is_turned_away_and_stores_nothing(door):
    reply = door.post(EVENTS, authorization="Bearer tfw_wrong")
    assert_problem(reply, status=401, code="write_key_unknown")
    assert "invalid_token" in reply.headers["www-authenticate"]
    assert door.log.stored == []


def test_a_key__that_was_replaced__stops_and_the_new_one_works(door):
    door.keys.replace(entries={"tfw_new": KeyEntry(source_id=9)})
    assert door.post(EVENTS).status == 401
    assert door.post(EVENTS, authorization="Bearer tfw_new").json == TAKEN
    assert {source for source, _ in door.log.events} == {9}


def test_a_key__behind_a_lower_case_scheme__is_taken(door):
    assert door.post(EVENTS, authorization="bearer  tfw_test ").json == TAKEN


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_another_method__than_post__is_named_the_right_one(door, method):
    reply = door.post(b"", method=method)
    assert_problem(reply, status=405, code="method_not_allowed")
    assert reply.headers["allow"] == "POST, OPTIONS"


def test_another_path__is_not_found(door):
    assert_problem(door.post(EVENTS, path="/v1/event"), status=404, code="no_such_endpoint")


def test_a_browser__that_asks_first__may_send(door):
    reply = door.post(b"", method="OPTIONS", authorization=None)
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "authorization" in reply.headers["access-control-allow-headers"]
    assert door.post(EVENTS).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", PLAIN),
        ("gzip", _gzip(PLAIN)),
        ("GZIP", _gzip(PLAIN[:9]) + _gzip(PLAIN[9:])),
        ("zstd", zstandard.compress(PLAIN)),
        ("zstd", zstd_streamed(PLAIN)),
        ("zstd", zstandard.compress(PLAIN[:9]) + zstd_streamed(PLAIN[9:])),
    ],
)
@pytest.mark.parametrize("offload_bytes", [1, 256 * 1024])
def test_a_packed_body__is_unpacked(make_door, encoding, body, offload_bytes):
    door = make_door(limits=Limits(offload_bytes=offload_bytes))
    assert door.post(body, content_encoding=encoding).json == TAKEN


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, zstd", "nonsense"])
def test_a_body__packed_in_another_way__is_told_which_ways_there_are(door, encoding):
    reply = door.post(PLAIN, content_encoding=encoding)
    assert_problem(reply, status=415, code="encoding_unsupported")
    assert reply.headers["accept-encoding"] == "gzip, zstd, identity"


def test_a_body__in_another_character_set__is_refused(door):
    for kind in ("application/json; charset=latin-1", 'application/json;charset="UTF-16"'):
        assert_problem(door.post(PLAIN, content_type=kind), status=415, code="encoding_unsupported")
    assert door.post(PLAIN, content_type="application/json; charset=UTF-8").status == 200


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", PLAIN),
        ("gzip", _gzip(PLAIN)[:-4]),
        ("gzip", _gzip(PLAIN) + b"more"),
        ("gzip", zlib.compress(PLAIN)),
        ("gzip", _gzip(b"") * 100),
        ("zstd", PLAIN),
        ("zstd", zstandard.compress(PLAIN)[:-4]),
        ("zstd", zstd_streamed(PLAIN)[:-1]),
        ("zstd", zstandard.compress(PLAIN) + b"more"),
    ],
)
def test_a_body__that_is_not_what_it_says__is_refused_whole(door, encoding, body):
    reply = door.post(body, content_encoding=encoding)
    assert_problem(reply, status=400, code="encoding_broken")
    assert door.log.stored == []


def bomb(encoding):
    block = b" " * MIB
    if encoding == "gzip":
        packer = zlib.compressobj(9, wbits=31)
    else:
        packer = zstandard.ZstdCompressor(level=19).compressobj()
    return b"".join([packer.compress(block) for _ in range(200)]) + packer.flush()


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb__is_stopped_at_20_mib(door, encoding):
    body = bomb(encoding)
    assert len(body) < MIB
    assert_problem(door.post(body, content_encoding=encoding), status=413, code="body_too_large")


@pytest.mark.parametrize("length", [str(20 * MIB + 1), None])
def test_a_body__over_20_mib__is_refused_whether_it_says_so_or_not(door, length):
    body = b"[" + b" " * (20 * MIB) + b"]"
    reply = door.post(body, chunk=MIB, content_length=length)
    assert_problem(reply, status=413, code="body_too_large")


def test_a_body__of_exactly_20_mib__is_taken(door):
    body = PLAIN[:-1] + b" " * (20 * MIB - len(PLAIN)) + b"]"
    assert door.post(body, chunk=MIB).json == TAKEN


def test_a_request__with_too_many_events__is_refused_whole(make_door):
    door = make_door(limits=Limits(events=1))
    assert_problem(door.post(EVENTS), status=413, code="too_many_events")
    assert door.log.stored == []


@pytest.mark.parametrize("body", [b"", b"  \r\n\t", _gzip(b"")])
def test_an_empty_body__is_told_what_to_send(door, body):
    encoding = "gzip" if body[:1] == b"\x1f" else None
    assert_problem(door.post(body, content_encoding=encoding), status=400, code="body_empty")


@pytest.mark.parametrize("body", [b'"text"', b"1", b"null", b"true\nfalse\n"])
def test_json__that_holds_no_events__is_refused(door, body):
    kind = "application/x-ndjson" if b"\n" in body else "application/json"
    assert_problem(door.post(body, content_type=kind), status=400, code="no_events")


@pytest.mark.parametrize(
    ("body", "offset"),
    [
        (b'[{"name": "a"}', 14),
        (b'  {"name": }', 11),
        (b'[{"name": "a"}, {"name": NaN}]', 25),
        (b'{"name": "a"} {"name": "b"}', 14),
        (b'[{"name": "a"},]x', 15),
        (b'[{"name": "\\u00g0"}]', 15),
        (b'\xef\xbb\xbf{"name": "a"}', 0),
        (b"{'name': 'a'}", 1),
        (b'{"name": "a",\n "value": 01\n}', 25),
        (b'[{"name": "\\ud800"}, x]', 21),
    ],
)
def test_malformed_json__is_refused_with_the_offset_of_the_byte(door, body, offset):
    for encoding, packed in ((None, body), ("gzip", _gzip(body))):
        reply = door.post(packed, content_encoding=encoding)
        assert_problem(reply, status=400, code="json_malformed")
        assert reply.json["offset"] == offset
        assert f"byte {offset} " in reply.json["detail"]


def test_a_broken_line__between_whole_ones__is_refused_alone(door):
    body = b'{"name": "a"}\n{"name": \n\n3\n{"name": "b"}'
    reply = door.post(body)
    found = [(v["index"], v["code"]) for v in reply.json["refused"]]
    assert found == [(1, "malformed_json"), (2, "not_an_object")]
    assert "byte 23." in reply.json["refused"][0]["detail"]
    assert reply.json["accepted"] == 2


def test_one_object__over_several_lines__is_one_event(door):
    assert door.post(json.dumps(EVENTS[0], indent=2).encode() + b"\n").json["accepted"] == 1


def test_an_empty_array__is_no_error(door):
    assert door.post([]).json == {"accepted": 0, "duplicates": 0, "refused": []}


def test_the_same_request_again__counts_nothing_twice(door):
    assert door.post(EVENTS).json == TAKEN
    assert door.post(EVENTS).json == {"accepted": 0, "duplicates": 2, "refused": []}


@pytest.mark.parametrize("where", ["raises", "fails"])
@pytest.mark.parametrize(
    ("refusal", "retry"), [(Overloaded("Too much."), "1"), (LogUnwritable("Full."), "10")]
)
def test_a_log__that_cannot_take_more__says_when_to_come_again(door, where, refusal, retry):
    setattr(door.log, where, refusal)
    reply = door.post(EVENTS)
    assert_problem(reply, status=503, code=refusal.code)
    assert reply.headers["retry-after"] == retry


def test_a_damaged_log__is_told_as_it_is(door):
    door.log.raises = LogDamaged("The file is not what was written.")
    assert_problem(door.post(EVENTS), status=500, code="log_damaged")


def test_a_bug__is_logged_under_the_reference_in_the_answer(door, caplog):
    door.log.raises = ZeroDivisionError()
    reply = door.post(EVENTS)
    assert_problem(reply, status=500, code="unforeseen")
    reference = reply.json["detail"].split()[-1].rstrip(".")
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_bodies__that_fill_the_memory_set_aside__are_asked_to_come_again(make_door):
    door = make_door(limits=Limits(waiting_bytes=10))
    reply = door.post(EVENTS)
    assert_problem(reply, status=503, code="overloaded")
    assert reply.headers["retry-after"] == "1"
    assert door.post(b'{"a":1}').status == 200, "the memory was given back"


def scope_of(body):
    return {
        "type": "http",
        "method": "POST",
        "path": "/v1/events",
        "headers": [(b"authorization", b"Bearer tfw_test"), (b"content-length", b"%d" % len(body))],
    }


def test_a_client__that_hangs_up_half_way__stores_nothing(door):
    half = {"type": "http.request", "body": PLAIN[:20], "more_body": True}
    assert asyncio.run(door.exchange(scope_of(PLAIN), [half])).status == 0
    assert door.log.stored == []


def test_a_body__that_never_arrives__is_given_up(make_door):
    door = make_door(limits=Limits(read_seconds=0.01))

    async def send_nothing():
        replies = []

        async def receive():
            await asyncio.sleep(60)

        async def send(message):
            replies.append(message)

        await door.collector(scope_of(PLAIN), receive, send)
        return replies

    assert asyncio.run(send_nothing())[0]["status"] == 408


def test_a_request__that_is_given_up_while_the_log_writes__is_stored_all_the_same(door):
    door.log.held = []

    async def give_up():
        whole = {"type": "http.request", "body": PLAIN}
        asking = asyncio.create_task(door.exchange(scope_of(PLAIN), [whole]))
        while not door.log.held:
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        (future,) = door.log.held
        return asking.cancelled(), future.cancelled()

    assert asyncio.run(give_up()) == (True, False)
    assert len(door.log.stored) == 2


def test_an_answer__waits_until_the_log_has_it_on_disk(door):
    door.log.held = []

    async def watch():
        whole = {"type": "http.request", "body": PLAIN}
        asking = asyncio.create_task(door.exchange(scope_of(PLAIN), [whole]))
        for _ in range(20):
            await asyncio.sleep(0)
        early = asking.done()
        from tenfold.eventlog.store import Appended

        door.log.held[0].set_result(Appended(accepted=2))
        return early, (await asking).json

    assert asyncio.run(watch()) == (False, TAKEN)


@pytest.mark.parametrize("tail", [b"", b" ]", b"}", b", x]", b',{"name": 1', b"] more"])
def test_an_array__with_an_event_too_deep_for_the_decoder__is_still_checked_whole(door, tail):
    deep = b'{"name": "a", "properties": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}"
    reply = door.post(b'[{"name": "],\\"", "properties": {"a": [{}, [1]]}}, ' + deep + tail)
    if tail != b" ]":
        assert_problem(reply, status=400, code="json_malformed")
        return
    assert [(v["index"], v["code"]) for v in reply.json["refused"]] == [(1, "properties_too_deep")]
    assert reply.json["accepted"] == 1
