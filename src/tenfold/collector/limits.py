"""How much the collector takes from one request and from all of them together."""

from dataclasses import dataclass

from tenfold.eventlog.checks import MAX_EVENT_BYTES

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of a request.

    body_bytes      a body, as sent and again when it is unpacked
    event_bytes     one event, as JSON
    events          events in one request
    waiting_bytes   bodies that are being read or wait for the log, over all connections
    read_seconds    how long a body may take to arrive
    offload_bytes   bodies from this size on are understood beside the event loop, so that a small
                    request never waits behind a large one
    """

    body_bytes: int = 20 * MIB
    event_bytes: int = MAX_EVENT_BYTES
    events: int = 200_000
    waiting_bytes: int = 256 * MIB
    read_seconds: float = 120.0
    offload_bytes: int = 256 * KIB
