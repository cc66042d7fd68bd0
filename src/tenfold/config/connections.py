"""Connections whose other end takes its time, or says more than a request needs.

A server without these limits is brought down by anybody who opens connections and says nothing, or
never stops saying headers. They hold until a request's headers are complete; what its body may be
is decided behind the door it is for.
"""

import asyncio
import resource
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

FEWEST_FILES = 8192

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class PatientUpToAPoint(HttpToolsProtocol):
    """HTTP/1.1 over one connection: closed where the headers take too long or are too large."""

    head_seconds: ClassVar[float] = 10.0
    head_bytes: ClassVar[int] = 64 * 1024

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._in_head = True
        self._said = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._begin_to_wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what was said, and hang up on whoever says too much before the body."""
        self._said += len(data)
        super().data_received(data)
        if self._in_head and self._said > self.head_bytes and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Note that a request begins."""
        self._begin_to_wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that its headers are complete."""
        self._stop_waiting()
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the next words are those of another request."""
        self._in_head, self._said = True, 0
        super().on_message_complete()

    def _begin_to_wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def allow_many_files() -> None:
    """Let this process have more files open than a shell's default of 1,024: each visitor is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FEWEST_FILES if hard == resource.RLIM_INFINITY else min(FEWEST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
