"""Events and commits for tests, without a log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tenfold.techniques.dashboards.asgi.feed import Feed

AT = datetime(2026, 11, 24, 13, 2, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Happened:
    """An event."""

    id: str
    name: str = "order"
    at: datetime = AT
    source: int = 3
    value: float | None = None
    currency: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the log tells after a commit."""

    total: int
    latest: tuple[Happened, ...] = ()
    at: datetime = AT
    arrived: int = 0


def make_feed(*latest: Happened, total: int = 0, **more: Any) -> Feed:
    """Return a feed of a log that holds `total` events, the newest of them `latest`."""
    more.setdefault("names", lambda: {3: "Web shop"})
    return Feed(latest=lambda **wanted: latest, total=total, **more)
