"""A PostgreSQL of the tests' own, thrown away when they are over."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.running import ROOT


def new_database(*, on: str) -> str:
    """Make an empty database on the PostgreSQL at the address `on`; return its own address."""
    name = f"tests_{secrets.token_hex(6)}"
    with psycopg.connect(on, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return on.rpartition("/")[0] + f"/{name}"


@contextmanager
def throwaway() -> Iterator[str]:
    """Yield the address of a fresh, small PostgreSQL. Skips, saying so, where there is none."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from peers import postgres

    try:
        postgres.find_programs()
    except postgres.PostgresMissingError as missing:
        pytest.skip(str(missing))
    # What a test writes need not survive a power cut; that it survives kill -9 does not need fsync.
    with postgres.running(settings={"shared_buffers": "32MB", "fsync": "off"}) as address:
        yield address
