"""A program that listens on this machine and is told things over HTTP; it can also misbehave."""

import http.server
import threading
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Use it with `with`. `answers` are given one after the other; then it answers 204."""

    answers: list[int] = field(default_factory=list)
    location: str = ""
    waits: float = 0.0
    drips: bool = False
    received: list[Received] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "Receiver":
        self.come_up()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_down()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def come_up(self) -> None:
        """Listen; again on the same port after `go_down`."""
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def go_down(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, request: http.server.BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        self.received.append(Received(request.path, dict(request.headers), body))
        time.sleep(self.waits)
        if self.drips:
            self._drip(request)
            return
        request.send_response(self.answers.pop(0) if self.answers else 204)
        if self.location:
            request.send_header("Location", self.location)
        request.end_headers()

    def _drip(self, request: http.server.BaseHTTPRequestHandler) -> None:
        """Answer a letter at a time: each is in time, all of them never are."""
        try:
            for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"x" * 2000:
                request.wfile.write(bytes([letter]))
                request.wfile.flush()
                time.sleep(0.02)
        except OSError:
            request.close_connection = True
