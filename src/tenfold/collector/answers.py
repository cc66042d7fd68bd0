"""Answers: JSON, problem details (RFC 9457), and what browsers need to hear (CORS)."""

from typing import Any

import msgspec

from tenfold.collector.refusals import Headers
from tenfold.collector.verdicts import Verdict
from tenfold.kit.refusal import Refusal

_BUSY_SECONDS = b"1"
_BROKEN_SECONDS = b"10"
_OPEN: Headers = ((b"access-control-allow-origin", b"*"),)
"""Any page may send events and read the answer: the key is in the request, never in a cookie."""


class Answer(msgspec.Struct, frozen=True):
    """A whole HTTP response."""

    status: int
    body: bytes = b""
    headers: Headers = ()

    def start(self) -> dict[str, Any]:
        """Return the ASGI message that begins the response."""
        length = (b"content-length", str(len(self.body)).encode())
        return {
            "type": "http.response.start",
            "status": self.status,
            "headers": [*self.headers, *_OPEN, length],
        }


class Outcome(msgspec.Struct, frozen=True):
    """What became of a request whose events were looked at one by one."""

    accepted: int
    duplicates: int
    refused: list[Verdict]


_JSON: Headers = ((b"content-type", b"application/json"),)
_PROBLEM: Headers = (
    (b"content-type", b"application/problem+json"),
    (b"cache-control", b"no-store"),
)
_encode = msgspec.json.Encoder().encode


def report(outcome: Outcome, /) -> Answer:
    """Return the answer 200 with what became of each event."""
    return say(outcome)


def problem(refusal: Refusal, /) -> Answer:
    """Return a refusal as problem details; where it may pass, with when to come again."""
    headers = _PROBLEM + headers_of(refusal=refusal)
    return Answer(refusal.status, _encode(refusal.as_problem()), headers)


def say(said: Any, /, *, status: int = 200, headers: Headers = ()) -> Answer:
    """Return an answer in JSON."""
    return Answer(status, _encode(said), _JSON + headers)


def headers_of(*, refusal: Refusal) -> Headers:
    """Return the headers that a refusal goes out with, whatever its body looks like."""
    headers: Headers = getattr(refusal, "headers", ())
    if refusal.status != 503:
        return headers
    seconds = _BUSY_SECONDS if refusal.code == "overloaded" else _BROKEN_SECONDS
    return (*headers, (b"retry-after", seconds))


def preflight() -> Answer:
    """Return the answer to a browser that asks whether it may send events from another site."""
    return Answer(
        204,
        headers=(
            (b"access-control-allow-methods", b"POST, OPTIONS"),
            (b"access-control-allow-headers", b"authorization, content-type, content-encoding"),
            (b"access-control-max-age", b"86400"),
            (b"allow", b"POST, OPTIONS"),
        ),
    )
