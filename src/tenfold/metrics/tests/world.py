"""A small world for tests: events as plain values, written into a real log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit.clock import to_micros
from tenfold.kit.ids import new_id

RECEIVED_AT = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """What happened, as the reference reads it."""

    at: datetime
    name: str = "order"
    actor: str | None = None
    value: float | None = None
    currency: str | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    source: int = 1

    def envelope(self) -> Envelope:
        """As the log takes it."""
        return Envelope(
            event_id=new_id().bytes,
            at=to_micros(at=self.at),
            name=self.name,
            actor=self.actor,
            value=self.value,
            currency=self.currency,
            properties=json.dumps(self.properties),
        )


def fill(log: EventLog, events: Iterable[Event]) -> None:
    """Append all events, source by source."""
    by_source: dict[int, list[Envelope]] = {}
    for event in events:
        by_source.setdefault(event.source, []).append(event.envelope())
    for source, envelopes in by_source.items():
        appended = log.append(source=source, envelopes=envelopes, received_at=RECEIVED_AT).result()
        assert appended.accepted == len(envelopes)
