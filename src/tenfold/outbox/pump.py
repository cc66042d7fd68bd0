"""Carries facts from the rows to the event log: at least once, with a stable id and time."""

import json
from datetime import datetime, timedelta

from tenfold.eventlog.envelope import INTERNAL_SOURCE, Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock
from tenfold.outbox.models import OutboxRow

KEPT = timedelta(days=30)
"""How long a delivered row stays, for whoever wonders where an internal event came from."""


def deliver(*, log: EventLog, at: datetime, limit: int = 500) -> int:
    """Deliver up to `limit` facts, oldest first; return how many.

    A process that dies after the log has committed and before the rows are marked delivers the same
    ids and times again, and the log counts them once. Raises what `log.append` raises; then nothing
    is marked and the facts wait for the next call.
    """
    rows = list(OutboxRow.objects.filter(delivered_at__isnull=True).order_by("id")[:limit])
    if not rows:
        return 0
    log.append(
        source=INTERNAL_SOURCE, envelopes=[_envelope(row) for row in rows], received_at=at
    ).result()
    OutboxRow.objects.filter(id__in=[row.id for row in rows]).update(delivered_at=at)
    return len(rows)


def deliver_all(*, log: EventLog, at: datetime) -> int:
    """Deliver until nothing waits; return how many facts. Raises what `deliver` raises."""
    delivered = 0
    while found := deliver(log=log, at=at):
        delivered += found
    return delivered


def prune(*, at: datetime) -> int:
    """Remove rows that were delivered more than `KEPT` ago; return how many."""
    removed, _ = OutboxRow.objects.filter(delivered_at__lt=at - KEPT).delete()
    return removed


def count_waiting() -> int:
    """Return how many facts have not reached the log yet."""
    return OutboxRow.objects.filter(delivered_at__isnull=True).count()


def _envelope(row: OutboxRow) -> Envelope:
    micros = clock.to_micros(at=row.at)
    return Envelope(
        event_id=row.id.bytes,
        at=micros,
        name=row.name,
        actor=None if row.actor_id is None else f"member:{row.actor_id}",
        properties=json.dumps(row.properties, separators=(",", ":"), ensure_ascii=False),
        sent_at=micros,
    )
