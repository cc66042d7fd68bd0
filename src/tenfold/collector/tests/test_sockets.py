"""The collector behind the real server, over real sockets, with clients that misbehave."""

import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

EVENT = b'{"name": "a"}'
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def request(body=EVENT, *, headers=b"", key=b"tfw_test", length=None, method=b"POST"):
    said = b"" if length is False else b"Content-Length: %d\r\n" % (length or len(body))
    return (
        method + b" /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + b"\r\n"
        b"Content-Type: application/json\r\n" + said + headers + b"\r\n" + body
    )


@pytest.fixture
def served(door):
    """A running server. Yields how to connect to it."""
    config = uvicorn.Config(
        door.collector, http="httptools", loop="uvloop", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()

    @contextmanager
    def connect():
        with socket.create_connection(listener.getsockname(), timeout=20) as sock:
            yield Client(sock)

    yield connect
    server.should_exit = True
    thread.join()


class Client:
    """A connection that sends what it is told and reads one answer at a time."""

    def __init__(self, sock):
        self.sock = sock
        self.send = sock.sendall
        self.file = sock.makefile("rb")

    def answer(self):
        """Return status and JSON of the next answer."""
        status = int(self.file.readline().split()[1])
        length = 0
        while (line := self.file.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, json.loads(self.file.read(length) or b"{}")

    def answer_status(self):
        return int(self.file.readline().split()[1])

    def still_works(self):
        self.send(request())
        return self.answer()[0] == 200


def wait_for(door, count):
    until = time.monotonic() + 20
    while len(door.log.stored) < count and time.monotonic() < until:
        time.sleep(0.01)
    return len(door.log.stored)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(b"[nonsense"), 400),
        (request(b""), 400),
        (request(b"\x00\xff" * 1000), 400),
        (request(b"not gzip", headers=b"Content-Encoding: gzip\r\n"), 400),
        (request(headers=b"Content-Encoding: br\r\n"), 415),
        (request(key=b"tfw_wrong"), 401),
        (request(b"[" + b" " * 300_000 + b"]", key=b"tfw_wrong"), 401),
        (request(b"", method=b"GET"), 405),
        (request(method=b"PUT"), 405),
        (request(b"[" + b" " * (21 << 20) + b"]"), 413),
    ],
    ids=["json", "empty", "bytes", "gzip", "br", "key", "key and body", "get", "put", "large"],
)
def test_a_connection__after_a_refusal__is_still_usable(served, sent, status):
    with served() as client:
        client.send(sent)
        assert client.answer()[0] == status
        assert client.still_works()


def test_a_chunked_body__over_the_limit__is_refused_and_the_connection_usable(served):
    with served() as client:
        client.send(request(b"", headers=CHUNKED, length=False))
        for _ in range(21):
            client.send(b"100000\r\n" + b" " * (1 << 20) + b"\r\n")
        client.send(b"0\r\n\r\n")
        assert client.answer()[0] == 413
        assert client.still_works()


def test_a_slow_client__byte_by_byte__is_understood(served, door):
    with served() as client:
        for byte in request():
            client.send(bytes([byte]))
        assert client.answer() == (200, {"accepted": 1, "duplicates": 0, "refused": []})


def test_a_chunked_body__split_inside_a_character__is_understood(served, door):
    body = '{"name": "ærlig"}'.encode()
    with served() as client:
        client.send(request(b"", headers=CHUNKED, length=False))
        for piece in (body[:11], body[11:12], body[12:]):
            client.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        client.send(b"0\r\n\r\n")
        assert client.answer()[0] == 200
    assert door.log.stored[0].name == "ærlig"


def test_pipelined_requests__are_answered_in_their_order(served):
    with served() as client:
        client.send(request() + request(b"[") + request(b"[]") + request(key=b"x") + request())
        assert [client.answer()[0] for _ in range(5)] == [200, 400, 200, 401, 200]


@pytest.mark.parametrize("part", [0, 10, 60, len(request()) - 1])
def test_a_client__that_hangs_up_half_way__leaves_nothing_behind(served, door, part):
    with served() as client:
        client.send(request()[:part])
    with served() as client:
        assert client.still_works()
    assert len(door.log.stored) == 1


def test_a_length__that_promises_more_than_comes__stores_nothing(served, door):
    with served() as client:
        client.send(request(length=len(EVENT) + 5))
        client.sock.shutdown(socket.SHUT_WR)
        client.file.read()
    assert door.log.stored == []


def test_a_length__that_promises_less_than_comes__does_not_reach_the_next_request(served, door):
    with served() as client:
        client.send(request(b'{"name": "a"}{"name": "smuggled"}', length=len(EVENT)))
        assert client.answer_status() in (200, 400)
        client.file.read()
    assert {envelope.name for envelope in door.log.stored} <= {"a"}


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"99999999999999999999", b"five"])
def test_a_length__that_is_nonsense__is_no_server_error(served, door, length):
    with served() as client:
        client.send(request(headers=b"Content-Length: " + length + b"\r\n", length=False))
        assert client.answer_status() in (400, 413)
    with served() as client:
        assert client.still_works()


def test_a_client__that_does_not_wait_for_the_answer__is_stored_all_the_same(served, door):
    with served() as client:
        client.send(request())
    assert wait_for(door, 1) == 1


def test_many_connections__at_once__are_all_answered(served, door):
    def talk(number):
        with served() as client:
            for turn in range(5):
                client.send(request(b'{"name": "a", "id": "%d/%d"}' % (number, turn)))
                assert client.answer()[1]["accepted"] == 1

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(talk, range(200)))
    assert len(door.log.stored) == 1000


def test_small_requests__while_large_ones_are_understood__are_answered_between(served, door):
    large = b"[" + b",".join([b'{"name": "a", "properties": {"a": "x:y"}}'] * 100_000) + b"]"
    with served() as heavy, served() as light:
        heavy.send(request(large))
        while not door.collector.counters.snapshot().steps:
            time.sleep(0.001)
        answered = 0
        while not door.log.stored or answered < 3:
            assert light.still_works()
            answered += 1
        assert heavy.answer()[1]["accepted"] == 100_000


def test_the_program__of_the_how_to_page__sends(served, door):
    page = Path(__file__).parents[4] / "docs/how-to/send-events.md"
    program = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)[0]
    made = {}
    exec(program, made)
    with served() as client:
        host, port = client.sock.getpeername()
    said = made["send"]([{"name": "a"}] * 3, url=f"http://{host}:{port}", key="tfw_test")
    assert said == {"accepted": 3, "duplicates": 0, "refused": []}
