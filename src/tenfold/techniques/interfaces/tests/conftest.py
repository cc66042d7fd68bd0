"""A company with a log of its own for the tests of the technique."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from tenfold.config.home import Home
from tenfold.eventlog.current import set_log
from tenfold.eventlog.duckdb_log import open_log, upkeep
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tests.members import (  # noqa: F401
    AT,
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)


@pytest.fixture
def at() -> datetime:
    """The instant of the tests."""
    return AT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home folder that nothing else uses."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    monkeypatch.setattr(settings, "HOME", home)
    return home


@pytest.fixture
def log(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventLog]:
    """A real log, open in this process."""
    # Its upkeep is left to the tests that ask for it.
    monkeypatch.setattr(upkeep.Caretaker, "wake", lambda caretaker: None)
    log = open_log(path=home.log, erasure_key=b"a key for tests")
    set_log(log)
    yield log
    set_log(None)
    log.close()


@pytest.fixture
def happen(log: EventLog):
    """Return what puts an event into the log and returns its id."""

    def put(name: str, *, source: int = 1, at: datetime = AT, **said) -> str:
        event_id = ids.new_id()
        properties = msgspec.json.encode(said.pop("properties", {})).decode()
        envelope = Envelope(
            event_id=event_id.bytes,
            at=clock.to_micros(at=at),
            name=name,
            properties=properties,
            **said,
        )
        log.append(source=source, envelopes=[envelope], received_at=at).result()
        return str(event_id)

    return put
