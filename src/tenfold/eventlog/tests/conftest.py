"""Logs in real files, and events to put in them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from tenfold.eventlog.duckdb_log import open_log, upkeep
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog

KEY = b"a key that only this company has"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOON_MICROS = 1_793_620_800_000_000

MakeEvent = Callable[..., Envelope]
OpenLog = Callable[..., EventLog]


@pytest.fixture(scope="session", autouse=True)
def upkeep_when_asked() -> Iterator[None]:
    """Leave the upkeep of logs to the tests that ask for a slice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upkeep, "_FIRST_SECONDS", 1e6)
        patch.setattr(upkeep.Caretaker, "wake", lambda caretaker: None)
        yield


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def make_event() -> MakeEvent:
    """Return how to make an event: a visit at noon, with a fresh id, unless told otherwise."""

    def make(**given: object) -> Envelope:
        plain: dict[str, object] = {"event_id": uuid4().bytes, "at": NOON_MICROS, "name": "visit"}
        return Envelope(**(plain | given))  # type: ignore[arg-type]

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.duckdb"


@pytest.fixture
def open_again(path: Path) -> Iterator[OpenLog]:
    """Return how to open the log, closing the one that was open before."""
    opened: list[EventLog] = []

    def open_it(*, key: bytes = KEY, at: Path = path) -> EventLog:
        for log in opened:
            log.close()
        opened[:] = [open_log(path=at, erasure_key=key)]
        return opened[0]

    yield open_it
    for log in opened:
        log.close()


@pytest.fixture
def log(open_again: OpenLog) -> EventLog:
    return open_again()


@pytest.fixture
def add(log: EventLog) -> Callable[..., object]:
    """Return how to append events and wait for the disk."""

    def append(*envelopes: Envelope, source: int = 1, import_id: int | None = None) -> object:
        return log.append(
            source=source, envelopes=envelopes, received_at=NOON, import_id=import_id
        ).result(timeout=30)

    return append
