"""What a format is: a way of writing events down, and the door where it is taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from tenfold.collector import answers
from tenfold.collector.answers import Answer, Outcome
from tenfold.collector.limits import Limits
from tenfold.collector.verdicts import Batch
from tenfold.eventlog.checks import FUTURE
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

_FUTURE_MICROS = FUTURE // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """From which source a request came and when: what its events are checked against.

    received    microseconds since the epoch; the time of events that carry none
    latest      events that claim to happen after this are refused
    """

    source: int
    received: int
    latest: int
    limits: Limits

    @classmethod
    def at(cls, *, source: int, received_at: datetime, limits: Limits) -> "Arrival":
        """Return the arrival of a request from `source` at that instant."""
        received = clock.to_micros(at=received_at)
        return cls(
            source=source, received=received, latest=received + _FUTURE_MICROS, limits=limits
        )


Headers = Mapping[bytes, bytes]
"""The headers of a request: names in small letters, values as they were sent."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a request brought. `body` is whole and unpacked; `media_type` in small letters."""

    body: bytes
    media_type: str = ""
    headers: Headers = field(default_factory=dict)
    path: str = ""


def bearer_of(headers: Headers) -> str:
    """Return the token of an Authorization header of the scheme Bearer; "" where there is none."""
    scheme, _, key = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


class Understand(Protocol):
    """Turns a parcel into envelopes and verdicts."""

    def __call__(self, *, parcel: Parcel, arrival: Arrival) -> Batch:
        """Understand what a request brought.

        Raises a `RequestRefusal` where it cannot even be taken apart into events. May be called
        from any thread.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing events down, and of answering. `paths` are its doors, shared with others.

    speaks   whether a request with these headers is written so; the first format that says so is it
    key_of   the write key that headers bring; "" where they bring none
    key_in   the write key that the body brings, asked where the headers bring none; None: it never does
    report   the answer to a request whose events were looked at one by one
    problem  the answer to a request that is refused
    """

    name: str
    paths: tuple[str, ...]
    understand: Understand
    speaks: Callable[[Headers], bool] = lambda _headers: True
    key_of: Callable[[Headers], str] = bearer_of
    key_in: Callable[[Parcel], str] | None = None
    report: Callable[[Outcome], Answer] = answers.report
    problem: Callable[[Refusal], Answer] = answers.problem


def media_type_of(headers: Headers) -> tuple[str, str]:
    """Return the Content-Type in small letters: the media type, and its parameters."""
    said = headers.get(b"content-type", b"").decode("latin-1").lower()
    media_type, _, parameters = said.partition(";")
    return media_type.strip(), parameters
