"""From the events of a request to a batch: those that can be kept, and a verdict on each other."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from tenfold.collector.formats.form import Arrival
from tenfold.collector.formats.shapes import specimen_of
from tenfold.collector.refusals import TooManyEvents
from tenfold.collector.verdicts import Batch, Code, Specimen, Unfit, Verdict
from tenfold.eventlog.envelope import Envelope

Event = TypeVar("Event")
_SPECIMENS = 3


def require_few(*, events: int, arrival: Arrival) -> None:
    """Raise `TooManyEvents` where one request holds more than it may."""
    if events > arrival.limits.events:
        raise TooManyEvents(
            f"The request holds {events} events.",
            next_step=f"Send at most {arrival.limits.events} in one request.",
        )


def require_size(*, size: int, arrival: Arrival) -> None:
    """Raise `Unfit` where one event has more bytes than it may."""
    if size > arrival.limits.event_bytes:
        raise Unfit(
            Code.EVENT_TOO_LARGE,
            f"The event has {size} bytes; at most {arrival.limits.event_bytes} are taken.",
        )


def collect(*, events: Sequence[Event], seal: Callable[[Event], Envelope]) -> Batch:
    """Return what `seal` makes of each event; what it raises `Unfit` of is refused, the rest kept."""
    envelopes: list[Envelope] = []
    positions: list[int] = []
    refused: list[Verdict] = []
    specimens: list[Specimen] = []
    for index, event in enumerate(events):
        try:
            envelopes.append(seal(event))
            positions.append(index)
        except Unfit as unfit:
            refused.append(Verdict(index, unfit.code, unfit.detail))
            if len(specimens) < _SPECIMENS:
                specimens.append(specimen_of(unfit=unfit, event=event))
    return Batch(envelopes, positions, refused, specimens)
