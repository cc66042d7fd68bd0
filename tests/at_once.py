"""Rows in a real file, for tests that attack them from several threads at once.

The rows of a test live in memory, where one table has one writer; those of a company live in a file
that many write, each waiting for its turn. A conftest imports `at_once`.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:
    """Return what does all of it at the same time and returns what came of each: answer or error.

    From its first call on, the test itself sees the rows in the file, too.
    """
    inside = connections["default"]
    path = tmp_path / "rows.sqlite3"

    def do_all(*attempts: Callable[[], Any]) -> list[Any]:
        if connections["default"] is inside:
            _copy(path)
            _look_into(path)
            connection.ensure_connection()  # the journal is chosen once, not by all at once
        return _run_together(attempts, path)

    yield do_all
    if connections["default"] is not inside:
        connections["default"].close()
        connections["default"] = inside


def _copy(path: Path) -> None:
    connection.ensure_connection()
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)
    target.close()


def _look_into(path: Path) -> None:
    wrapper = connections["default"].copy()
    wrapper.settings_dict["NAME"] = str(path)
    connections["default"] = wrapper


def _run_together(attempts: tuple[Callable[[], Any], ...], path: Path) -> list[Any]:
    start = threading.Barrier(len(attempts))
    came: list[Any] = [None] * len(attempts)

    def run(place: int, attempt: Callable[[], Any]) -> None:
        _look_into(path)
        start.wait()
        try:
            came[place] = attempt()
        except Exception as error:
            came[place] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
