"""How commands reach a running server: JSON lines over a Unix socket in the home (mode 0600).

    -> {"operation": "sources.add", "arguments": {"name": "Web shop", "kind": "web"}}
    <- {"progress": {...}}        any number of times
    <- {"answer": ...}            or {"refusal": {problem details}} or {"bug": "reference"}

A client that goes away sets the call's `cancelled`.
"""

import inspect
import json
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tenfold.config.company import Company
from tenfold.config.faults import name_fault
from tenfold.config.home import Home
from tenfold.kit.ids import new_id
from tenfold.kit.operations import Call, Operation, Progress, get_operation
from tenfold.kit.refusal import Refusal, RemoteRefusal

log = logging.getLogger("tenfold.control")


class ServerWentAway(Refusal):
    """The server stopped in the middle of an operation."""

    code = "server_went_away"
    status = 503


class ServerRuns(Refusal):
    """What was asked for needs the company to itself."""

    code = "server_runs"
    status = 409


class ServerFailed(Refusal):
    """A bug. The server's log has more under the reference."""

    code = "server_failed"
    status = 500


class UnknownOperation(Refusal):
    """The server does not know what it was asked for: command and server differ in version."""

    code = "unknown_operation"


@contextmanager
def _address(path: Path) -> Iterator[str]:
    # A socket's path may have 107 bytes at most; a home may lie deeper than that. Through the
    # folder's descriptor every path is short.
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{path.name}"
    finally:
        os.close(descriptor)


def connect(*, home: Home) -> socket.socket | None:
    """Return a connection to the server of `home`, or None where none listens."""
    if not home.socket.exists():
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _address(home.socket) as address:
            connection.connect(address)
    except (ConnectionRefusedError, FileNotFoundError):
        connection.close()
        return None
    return connection


def require_no_server(*, home: Home) -> None:
    """Raise `ServerRuns` where a server has the company open."""
    connection = connect(home=home)
    if connection is not None:
        connection.close()
        raise ServerRuns(
            "The server of this company is running.",
            next_step="Stop it (Ctrl-C, or SIGTERM), then repeat the command.",
        )


def ask_server(
    connection: socket.socket, operation: Operation, arguments: dict[str, Any], progress: Progress
) -> Any:
    """Have the server run `operation`; return its answer. Raises what it refuses."""
    asked = {"operation": operation.name, "arguments": arguments}
    # A server that dies closes the connection: that is the end of the stream, perhaps within a
    # line, or a broken pipe.
    with connection, suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(json.dumps(asked).encode() + b"\n")
        for line in connection.makefile("rb"):
            if not line.endswith(b"\n"):
                break
            message = json.loads(line)
            if "progress" in message:
                progress(message["progress"])
            elif "refusal" in message:
                raise RemoteRefusal(message["refusal"])
            elif "bug" in message:
                raise ServerFailed(
                    "Something went wrong in the server.",
                    next_step=f"Its log has more under the reference {message['bug']}.",
                )
            else:
                return message["answer"]
    raise ServerWentAway(
        "The server stopped before it was done.",
        next_step="Start it again with: tenfold up, then repeat the command. Nothing counts twice.",
    )


class ControlServer:
    """Listens on the home's socket and runs one operation a connection."""

    def __init__(self, *, company: Company) -> None:
        self._company = company
        self._stopping = threading.Event()
        self._calls: set[threading.Event] = set()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def start(self) -> None:
        """Listen. The caller holds the home's lock, so a socket that lies there is a dead one's."""
        path = self._company.home.socket
        path.unlink(missing_ok=True)
        old_mask = os.umask(0o177)
        try:
            with _address(path) as address:
                self._listener.bind(address)
        finally:
            os.umask(old_mask)
        self._listener.listen(64)
        threading.Thread(target=self._accept, name="control", daemon=True).start()

    def stop(self) -> None:
        """Stop listening, and ask what runs to stop."""
        self._stopping.set()
        self._company.home.socket.unlink(missing_ok=True)
        with suppress(OSError):  # already disconnected: that is what we want
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for cancelled in tuple(self._calls):
            cancelled.set()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        cancelled = threading.Event()
        self._calls.add(cancelled)
        try:
            with connection, connection.makefile("rwb") as stream:
                line = stream.readline()
                if not line:  # somebody only looked whether the server runs
                    return
                asked = _read_request(line)
                threading.Thread(target=_watch, args=(connection, cancelled), daemon=True).start()
                stream.write(json.dumps(self._run(asked, stream, cancelled)).encode() + b"\n")
        except (BrokenPipeError, ConnectionResetError):
            log.info("a command went away before its answer")
        finally:
            self._calls.discard(cancelled)

    def _run(self, asked: dict[str, Any], stream: Any, cancelled: threading.Event) -> Any:
        def progress(said: dict[str, Any]) -> None:
            stream.write(json.dumps({"progress": said}).encode() + b"\n")
            stream.flush()

        call = Call(log=self._company.log, progress=progress, cancelled=cancelled)
        try:
            return {"answer": run_operation(call, asked["operation"], asked["arguments"])}
        except Refusal as refusal:
            return {"refusal": refusal.as_problem()}
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:
            named = name_fault(error)
            if named is not None:
                return {"refusal": named.as_problem()}
            reference = str(new_id())
            log.exception("operation %s failed, reference %s", asked.get("operation"), reference)
            return {"bug": reference}


def _read_request(line: bytes) -> dict[str, Any]:
    # Whatever is no request asks for an operation that nobody knows: the answer says so.
    try:
        asked = json.loads(line)
        return {"operation": str(asked["operation"]), "arguments": dict(asked["arguments"])}
    except (ValueError, TypeError, KeyError):
        return {"operation": "what was asked", "arguments": {}}


def run_operation(call: Call, name: str, arguments: dict[str, Any]) -> Any:
    """Run a declared operation in this process. Raises `UnknownOperation` and what it refuses."""
    from django.db import close_old_connections

    operation = get_operation(name)
    if operation is None or not _takes(operation, call, arguments):
        raise UnknownOperation(
            f"The running server does not know {name} as this command asks for it.",
            next_step="It is of another version: stop it and start it again with: tenfold up",
        )
    close_old_connections()
    try:
        return operation.run(call, **arguments)
    finally:
        close_old_connections()


def _takes(operation: Operation, call: Call, arguments: dict[str, Any]) -> bool:
    try:
        inspect.signature(operation.run).bind(call, **arguments)
    except TypeError:
        return False
    return True


def _watch(connection: socket.socket, cancelled: threading.Event) -> None:
    # The client says nothing after its request: whatever can be read is its going away.
    with suppress(OSError):
        connection.recv(1)
    cancelled.set()
