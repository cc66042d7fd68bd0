"""The company of the contracts, and its log."""

from collections.abc import Iterator

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


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Iterator[EventLog]:
    """An empty log that is open in this process."""
    opened = open_log(path=tmp_path_factory.mktemp("log") / "log.duckdb", erasure_key=b"k" * 32)
    set_log(opened)
    yield opened
    set_log(None)
    opened.close()
