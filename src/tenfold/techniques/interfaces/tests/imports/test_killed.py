"""An import that is killed with -9 in its middle, again and again, loses and doubles nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.tests.imports.files import HEADER, SPEC

ROWS = 60_000
SRC = Path(__file__).parents[5]

pytestmark = pytest.mark.reliability


@pytest.fixture
def home(tmp_path):
    """A company of its own, reached by the real command line."""
    return Home(tmp_path / "home")


class Home:
    """The command line of one company."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {**os.environ, "TENFOLD_HOME": str(folder), "PYTHONPATH": str(SRC)}
        self.do(
            "init", "--company", "Gifts", "--timezone", "UTC", "--currency", "EUR",
            "--owner", "owner@example.org", "--password-stdin", told="correct horse battery staple",
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "tenfold.config.cli", *arguments],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def do(self, *arguments: str, told: str = "") -> str:
        process = self.start(*arguments)
        said, complained = process.communicate(told, timeout=120)
        assert process.returncode == 0, complained
        return said

    def ask(self, *arguments: str):
        return json.loads(self.do(*arguments, "--format", "json"))

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.glob("log.duckdb*"))

    def kill_in_the_middle(self, *arguments: str) -> None:
        """Run a command and kill it once it has written some of the rows."""
        before = self.size()
        process = self.start(*arguments)
        until = time.monotonic() + 60
        while self.size() < before + 300_000 and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL


def test_import__killed_twice_and_continued__brings_every_row_once(home, tmp_path):
    lines = (
        f"2026-01-{n % 28 + 1:02d} 10:00:{n % 60:02d},c{n % 997},{n % 50_000},0.1"
        for n in range(ROWS)
    )
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    meaning = tmp_path / "orders.yaml"
    meaning.write_text(Mapping.from_spec(SPEC).to_yaml(), encoding="utf-8")

    home.kill_in_the_middle("import", str(path), "--mapping", str(meaning))
    (stopped,) = home.ask("imports", "list")
    assert stopped["state"] == "interrupted"
    home.kill_in_the_middle("imports", "continue", str(stopped["id"]))
    done = home.ask("imports", "continue", str(stopped["id"]))
    assert (done["state"], done["read"], done["accepted"]) == ("finished", ROWS, ROWS)
    assert done["duplicates"] == 0

    again = home.ask("import", str(path), "--mapping", str(meaning))
    assert (again["accepted"], again["duplicates"]) == (0, ROWS)
    assert home.ask("imports", "undo", str(done["id"]))["removed"] == ROWS
