"""A row of the table becomes a `StoredEvent`."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from tenfold.eventlog.duckdb_log.batch import Part
from tenfold.eventlog.duckdb_log.identity import Identities
from tenfold.eventlog.store import StoredEvent
from tenfold.kit.clock import from_micros

COLUMNS = """event_id::VARCHAR, source, epoch_us(happened_at), epoch_us(received_at), name, actor,
    value, currency, properties::VARCHAR, import_id"""
"""What `to_event` takes, in its order."""


def to_event(*, row: tuple[Any, ...], identities: Identities) -> StoredEvent:
    """Return the event that a row of `COLUMNS` stands for."""
    event_id, source, happened_at, received_at, name, actor, value, currency, text, import_id = row
    return StoredEvent(
        id=event_id,
        source=source,
        at=from_micros(micros=happened_at),
        received_at=from_micros(micros=received_at),
        name=name,
        actor=actor,
        person=None if actor is None else identities.person_of(actor),
        value=value,
        currency=currency,
        properties=_decode(text),
        import_id=import_id,
    )


def newest_of(
    *, parts: Iterable[Part], identities: Identities, limit: int
) -> tuple[StoredEvent, ...]:
    """Return the last few new events of a commit, newest by their own time first."""
    fresh = [
        (envelope.at, str(UUID(bytes=envelope.event_id)), envelope, part.waiting)
        for part in parts
        for envelope in part.envelopes()[-limit:]
    ]
    fresh.sort(key=lambda found: found[:2], reverse=True)
    return tuple(
        StoredEvent(
            id=event_id,
            source=waiting.source,
            at=from_micros(micros=at),
            received_at=from_micros(micros=waiting.received_at),
            name=envelope.name,
            actor=envelope.actor,
            person=None if envelope.actor is None else identities.person_of(envelope.actor),
            value=envelope.value,
            currency=envelope.currency,
            properties=_decode(envelope.properties),
            import_id=waiting.import_id,
        )
        for at, event_id, envelope, waiting in fresh[:limit]
    )


def _decode(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        # 1e999 is JSON, but no double; the standard library reads it as infinity.
        decoded: dict[str, Any] = json.loads(text)
        return decoded
