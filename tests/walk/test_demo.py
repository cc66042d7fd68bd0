"""`tenfold demo`, as somebody runs it who looks at Tenfold for the first time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT, free_port, wait_until_healthy

MAKING_SECONDS = 300


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run the demo until the tests are done; give the environment in which commands reach it."""
    home: Path = tmp_path_factory.mktemp("demo") / "home"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "TENFOLD_DEMO_HOME": str(home),
        "TENFOLD_HOME": str(home),
    }
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tenfold.config.cli", "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    wait_until_healthy(port=port, process=process, seconds=MAKING_SECONDS)
    yield environment
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def ask(demo: dict[str, str], *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tenfold.config.cli", *words, "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
        env=demo,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_demo__asked_for_its_revenue__answers_through_the_server(demo: dict[str, str]) -> None:
    assert float(ask(demo, "metric", "revenue")["value"]) > 1_000_000


@pytest.mark.slow
def test_demo__while_one_looks__goes_on(demo: dict[str, str]) -> None:
    before = ask(demo, "metric", "events")["value"]
    until = time.monotonic() + 60
    while ask(demo, "metric", "events")["value"] == before:
        assert time.monotonic() < until, "nothing came for a minute"


@pytest.mark.slow
def test_demo__its_sources__have_all_sent_something(demo: dict[str, str]) -> None:
    sources = ask(demo, "source", "list")
    assert len(sources) == 6
    assert all(source["events"] > 1_000 for source in sources)


@pytest.mark.slow
def test_demo__its_goals__are_of_every_kind(demo: dict[str, str]) -> None:
    said = ask(demo, "goals", "list")
    by_title = {(goal["title"], goal["phase"]): goal for goal in said}
    back = "Two of five customers come back"
    earlier, now = by_title[back, "closed"], by_title[back, "active"]
    assert (earlier["carried_into"], now["carried_from"]) == (now["id"], earlier["id"])
    assert by_title["Half of all boxes returned for reuse", "active"]["pace"] == "reached"
    assert by_title["Press-2 never runs hot again", "proposed"]["owner"]
    people = {
        one["by"] for goal in said for each in goal["key_results"] for one in each["check_ins"]
    }
    assert len(people) >= 3
    assert by_title["More gifts, and nothing left behind", "active"]["serves_purpose"]
