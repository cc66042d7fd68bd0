"""What a format is: a way of writing events down, and the door where it is taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tenfold.collector.limits import Limits
from tenfold.collector.verdicts import Batch
from tenfold.eventlog.checks import FUTURE
from tenfold.kit import clock

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


class Understand(Protocol):
    """Turns a body into envelopes and verdicts."""

    def __call__(self, *, body: bytes, media_type: str, arrival: Arrival) -> Batch:
        """Understand a whole, unpacked body.

        Raises a `RequestRefusal` where it cannot even be taken apart into events. May be called
        from any thread.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing events down. `path` is its door."""

    name: str
    path: str
    understand: Understand
