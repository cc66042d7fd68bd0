"""Whoever says nothing, or never comes to the point, does not keep a connection."""

import resource
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn

from tenfold.config.connections import PatientUpToAPoint, allow_many_files


class Hurried(PatientUpToAPoint):
    head_seconds = 0.2


async def _say_hello(scope, receive, send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(_say_hello, http=Hurried, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()
        server.should_exit = True
        thread.join()


@pytest.fixture
def connection(address) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=20) as connection:
        yield connection


def _read_all(connection: socket.socket) -> bytes:
    said = b""
    while piece := connection.recv(65_536):
        said += piece
    return said


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: here\r\nX-Never: "])
def test_connection__that_does_not_come_to_the_point__is_closed(connection, said):
    connection.sendall(said)
    assert _read_all(connection) == b""


def test_connection__that_stops_in_its_second_request__is_closed_too(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\nGET / HT")
    assert _read_all(connection).count(b"hello") == 1


def test_headers__without_an_end__are_refused(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: " + b"a" * 70_000)
    assert _read_all(connection).startswith(b"HTTP/1.1 431 ")


def test_body__larger_than_headers_may_be__is_none_of_their_business(connection):
    head = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 400000\r\nConnection: close\r\n\r\n"
    connection.sendall(head + b"a" * 400_000)
    assert b"hello" in _read_all(connection)


def test_requests__one_after_another__are_counted_each_for_itself(connection):
    request = b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: " + b"a" * 30_000 + b"\r\n\r\n"
    for _ in range(4):
        connection.sendall(request)
        assert b"hello" in connection.recv(65_536)


def test_files__of_a_process_with_a_small_limit__may_be_many(monkeypatch):
    limits = [(1024, 4096)]
    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _which, wanted: limits.append(wanted))
    allow_many_files()
    allow_many_files()
    assert limits == [(1024, 4096), (4096, 4096)]
