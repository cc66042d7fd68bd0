"""Commands reach a running server over its socket."""

import json
import logging
import socket
import threading

import pytest

from tenfold.config.company import Company
from tenfold.config.control import (
    ControlServer,
    ServerFailed,
    ServerRuns,
    ServerWentAway,
    ask_server,
    connect,
    require_no_server,
)
from tenfold.config.home import Home
from tenfold.kit.operations import Call, ignore_progress, operation
from tenfold.kit.refusal import Refusal

went_away = threading.Event()
started = threading.Event()


class TooLoud(Refusal):
    code = "too_loud"
    status = 409


@operation("test.echo")
def echo(call: Call, /, *, text: str) -> dict[str, str]:
    call.progress({"half": text[: len(text) // 2]})
    return {"text": text}


@operation("test.refuse")
def refuse(call: Call, /) -> None:
    raise TooLoud("Too loud.", next_step="Whisper.", field="voice")


@operation("test.fail")
def fail(call: Call, /) -> None:
    raise ZeroDivisionError


@operation("test.wait")
def wait(call: Call, /) -> None:
    started.set()
    call.cancelled.wait(10)
    went_away.set()


@pytest.fixture
def home(tmp_path, db):
    home = Home(tmp_path)
    server = ControlServer(company=Company(home=home, log=None))
    server.start()
    yield home
    server.stop()


def test_operation__asked_over_the_socket__answers_with_progress(home):
    said = []
    answer = ask_server(connect(home=home), echo, {"text": "abcd"}, said.append)
    assert (answer, said) == ({"text": "abcd"}, [{"half": "ab"}])


def test_operation__that_refuses__refuses_here_as_there(home):
    with pytest.raises(Refusal) as refused:
        ask_server(connect(home=home), refuse, {}, ignore_progress)
    assert refused.value.as_problem() == {
        "type": "urn:tenfold:refusal:too_loud",
        "title": "Too loud.",
        "status": 409,
        "code": "too_loud",
        "detail": "Whisper.",
        "field": "voice",
    }


def test_operation__that_fails__names_a_reference_and_serves_on(home):
    with pytest.raises(ServerFailed) as failed:
        ask_server(connect(home=home), fail, {}, ignore_progress)
    assert "reference" in failed.value.next_step
    assert ask_server(connect(home=home), echo, {"text": "ok"}, ignore_progress)


def test_operation__whose_asker_goes_away__is_told(home):
    connection = connect(home=home)
    connection.sendall(b'{"operation": "test.wait", "arguments": {}}\n')
    assert started.wait(5)
    connection.close()
    assert went_away.wait(5)


def test_operation__whose_server_dies_in_the_middle__says_so():
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises(ServerWentAway):
        ask_server(ours, echo, {"text": "x"}, ignore_progress)


def test_operation__whose_answer_is_cut_short__says_that_the_server_went_away():
    ours, theirs = socket.socketpair()
    theirs.sendall(b'{"answer": {"text": "ab')
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(ServerWentAway):
        ask_server(ours, echo, {"text": "x"}, ignore_progress)
    theirs.close()


@pytest.mark.parametrize(
    "line",
    [
        '{"operation": "test.gone", "arguments": {}}',
        '{"operation": "test.echo", "arguments": {"words": "ab"}}',
        '{"operation": "test.echo"}',
        '{"verb": "echo"}',
        "[1, 2]",
        "GET / HTTP/1.1",
        "",
    ],
)
def test_request__of_another_version__is_refused_with_the_way_out(home, line):
    with connect(home=home) as connection, connection.makefile("rw") as stream:
        stream.write(f"{line}\n")
        stream.flush()
        refusal = json.loads(stream.readline())["refusal"]
    assert (refusal["code"], "tenfold up" in refusal["detail"]) == ("unknown_operation", True)


def test_server__that_runs__keeps_out_what_needs_the_company_to_itself(home, tmp_path):
    with pytest.raises(ServerRuns):
        require_no_server(home=home)
    require_no_server(home=Home(tmp_path / "elsewhere"))


def test_connection__that_asks_for_nothing__is_not_worth_a_line_in_the_log(home, caplog):
    with caplog.at_level(logging.INFO), connect(home=home) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100) == b""
    assert caplog.records == []


def test_socket__left_by_a_dead_server__is_no_server(tmp_path):
    home = Home(tmp_path)
    assert connect(home=home) is None
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(home.socket))
    dead.close()
    assert connect(home=home) is None
