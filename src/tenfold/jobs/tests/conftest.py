"""Jobs and schedules of the tests' own; they are forgotten when the test is over."""

import pytest
from django.core.management import call_command
from django.db import connection

from tenfold.jobs import declaring
from tenfold.jobs.declaring import Schedule
from tests.members import (  # noqa: F401
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """What is declared here and nowhere else: jobs by name, and a list of schedules."""
    monkeypatch.setattr(declaring, "_jobs", {})
    schedules: list[Schedule] = []

    class Room:
        SCHEDULES = schedules

    monkeypatch.setattr(declaring, "_rooms", lambda: [Room])
    return schedules


@pytest.fixture
def did():
    """What jobs of the test did."""
    return []


@pytest.fixture
def rows_on_disk(transactional_db, tmp_path, monkeypatch):
    """Several threads write: as in earnest, into a file, not into memory that they share.

    In memory, SQLite tells a thread that finds a table locked at once; in a file it waits.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connection.connection
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "rows.sqlite3"))
    connection.connection = None
    for app in ("jobs", "outbox"):
        call_command("migrate", app, verbosity=0)
    yield
    connection.close()
    connection.connection = in_memory


@pytest.fixture
def greet(did):
    """A job that says hello."""

    @declaring.job("tests.greet", title="Greet somebody")
    def run(*, name: str) -> None:
        did.append(name)

    return run
