"""What an event is, once it has been checked."""

import msgspec

INTERNAL_SOURCE = 0
"""The source of the company's own facts. Hidden from metrics and lists unless asked for."""


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """One checked event, ready to be appended.

    event_id    16 bytes, unique within the source (see `kit.ids.stable_id`)
    at          when it happened: microseconds since the epoch, UTC
    name        what happened
    actor       who did it; None: nobody, and nobody is not a person
    value       what it was worth or measured, as sent (a finite number below 10^12); None: nothing
    currency    ISO 4217 code where the value is money; None: a plain number
    properties  a JSON object as text, kept whole ("{}" where there are none)
    sent_at     the time as the client sent it, before any correction; None where it sent none.
                A retry carries the same one, which makes finding a duplicate cheap
    """

    event_id: bytes
    at: int
    name: str
    actor: str | None = None
    value: float | None = None
    currency: str | None = None
    properties: str = "{}"
    sent_at: int | None = None
