"""Companies for tests that cross rooms."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import throwaway
from tests.running import Running


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a company that was just founded. Copy it; do not use it."""
    return Running(folder=tmp_path_factory.mktemp("founded") / "home").found().folder


@pytest.fixture
def company(tmp_path: Path, founded: Path) -> Iterator[Running]:
    """A founded company, with no server running."""
    running = Running(folder=tmp_path / "home")
    shutil.copytree(founded, running.folder)
    yield running
    running.stop()


@pytest.fixture
def server(company: Running) -> Running:
    """A founded company whose server is up."""
    return company.up()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that is thrown away at the end."""
    with throwaway() as address:
        yield address
