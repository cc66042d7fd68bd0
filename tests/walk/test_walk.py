"""docs/explanation/the-walk.md, run as it stands: every command in it, against what it shows.

In a console block, a line that begins with `$ ` is run in a shell and what follows is compared with
what it prints, where `...` stands for anything.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, Running, free_port

WALK = ROOT / "docs" / "explanation" / "the-walk.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _steps(text: str) -> list[tuple[str, str]]:
    steps = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            while command.endswith("\\"):
                more, _, shown = shown.partition("\n")
                command = command[:-1] + more.removeprefix("> ").strip()
            steps.append((command, shown.strip()))
    return steps


def _matches(*, shown: str, printed: str) -> bool:
    pattern = re.escape(" ".join(shown.split())).replace(re.escape("..."), ".*?")
    return re.fullmatch(pattern, " ".join(printed.split()), re.DOTALL) is not None


def test_walk__its_own_comparison__can_fail():
    assert _matches(shown="value ... EUR", printed="value  12 EUR")
    assert not _matches(shown="value 13", printed="value 12")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the walk is told with curl")
def test_walk__run_as_it_stands__prints_what_it_shows(tmp_path):
    running = Running(folder=tmp_path / "home")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    tenfold = bin_folder / "tenfold"
    tenfold.write_text(f'#!/bin/sh\nexec {sys.executable} -m tenfold.config.cli "$@"\n')
    tenfold.chmod(0o755)
    environment = {
        **running.environment_of(),
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "COLUMNS": "120",
        "PORT": str(free_port()),
    }
    steps = _steps(WALK.read_text(encoding="utf-8"))
    assert len(steps) > 5
    try:
        for command, shown in steps:
            printed = _run(command, cwd=tmp_path, environment=environment)
            assert _matches(shown=shown, printed=printed), f"$ {command}\n{printed}"
    finally:
        _run("kill -9 $(cat up.pid)", cwd=tmp_path, environment=environment)


def _run(command: str, *, cwd: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.stdout + done.stderr
