"""A log of one's own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tenfold.eventlog.duckdb_log import open_log, upkeep
from tenfold.eventlog.store import EventLog

# How long an example takes says nothing about whether it is right.
settings.register_profile("tenfold", deadline=None)
settings.load_profile("tenfold")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """An empty log, open."""
    opened = open_log(path=tmp_path / "log.duckdb", erasure_key=b"test")
    yield opened
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def upkeep_when_asked() -> Iterator[None]:
    """Leave the upkeep of logs to the tests that ask for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upkeep.Caretaker, "wake", lambda caretaker: None)
        yield
