"""A company with one member of each kind, and an empty log that is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold.eventlog.current import set_log
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.store import EventLog
from tests.members import (  # noqa: F401
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """An empty log, open in this process."""
    opened = open_log(path=tmp_path / "log.duckdb", erasure_key=b"test")
    set_log(opened)
    yield opened
    set_log(None)
    opened.close()
