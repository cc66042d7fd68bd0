"""A log in memory, and a door to knock at without a socket."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from tenfold.collector.app import Collector
from tenfold.collector.keys import KeyEntry, Keys
from tenfold.collector.limits import Limits
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import Appended

KEY = "tfw_test"
SOURCE = 7
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class MemoryLog:
    """Keeps what `EventLog.append` promises, until the process ends."""

    def __init__(self) -> None:
        self.events: dict[tuple[int, bytes], Envelope] = {}
        self.erased: set[str] = set()
        self.horizon: int | None = None
        self.raises: Exception | None = None
        self.fails: Exception | None = None
        self.held: list[Future[Appended]] | None = None

    def append(
        self, *, source: int, envelopes: Sequence[Envelope], received_at: datetime
    ) -> "Future[Appended]":
        if self.raises is not None:
            raise self.raises
        future: Future[Appended] = Future()
        if self.fails is not None:
            future.set_exception(self.fails)
            return future
        duplicates, erased, too_old, accepted = [], [], [], 0
        for position, envelope in enumerate(envelopes):
            if self.horizon is not None and envelope.at < self.horizon:
                too_old.append(position)
            elif envelope.actor in self.erased:
                erased.append(position)
            elif (source, envelope.event_id) in self.events:
                duplicates.append(position)
            else:
                self.events[source, envelope.event_id] = envelope
                accepted += 1
        appended = Appended(accepted, tuple(duplicates), tuple(erased), tuple(too_old))
        if self.held is None:
            future.set_result(appended)
        else:
            self.held.append(future)
            future.add_done_callback(lambda _: None)
        return future

    @property
    def stored(self) -> list[Envelope]:
        return list(self.events.values())


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Door:
    """Knocks at a collector as a server would."""

    log: MemoryLog = field(default_factory=MemoryLog)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self.keys = Keys({KEY: KeyEntry(source_id=SOURCE)})
        self.collector = Collector(
            log=self.log, keys=self.keys, limits=self.limits, clock=lambda: NOW
        )

    def post(self, body, *, method="POST", path="/v1/events", chunk=None, **headers) -> Reply:
        """Send a body (bytes, or anything that JSON can say) and return the reply."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = {"authorization": f"Bearer {KEY}", "content-length": str(len(body))}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(k.encode(), v.encode()) for k, v in sent.items() if v is not None],
        }
        step = chunk or len(body) or 1
        chunks = [body[at : at + step] for at in range(0, len(body), step)] or [b""]
        messages = [
            {"type": "http.request", "body": piece, "more_body": at < len(chunks) - 1}
            for at, piece in enumerate(chunks)
        ]
        return asyncio.run(self.exchange(scope, messages))

    async def exchange(self, scope, messages) -> Reply:
        """Hand the collector these messages; whoever reads on after them has been hung up on."""
        waiting = iter(messages)
        out = []

        async def receive():
            return next(waiting, {"type": "http.disconnect"})

        async def send(message):
            out.append(message)

        await self.collector(scope, receive, send)
        if not out:
            return Reply(0, {}, b"")
        headers = {k.decode(): v.decode() for k, v in out[0]["headers"]}
        return Reply(out[0]["status"], headers, b"".join(m.get("body", b"") for m in out[1:]))


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def make_door() -> type[Door]:
    return Door
