"""The one place where the time of day is read. Doors read it and pass `at=`."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """Return this instant, with its zone (UTC)."""
    return datetime.now(UTC)


def to_micros(*, at: datetime) -> int:
    """Return whole microseconds since 1970-01-01T00:00:00Z. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (at - EPOCH) // _MICROSECOND


def from_micros(*, micros: int) -> datetime:
    """Return the instant (UTC) that lies `micros` microseconds after the epoch."""
    return EPOCH + timedelta(microseconds=micros)
