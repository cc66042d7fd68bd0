"""Notices: told by several processes at once, sent by several, one killed in the middle."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

from tests.postgres import new_database
from tests.receiver import Receiver
from tests.reliability.jobs.asking import rows, until
from tests.running import ROOT, Running

pytestmark = [pytest.mark.reliability, pytest.mark.slow]
SCRIPT = Path(__file__).parent / "notices.py"
ADD = """
import django; django.setup()
from tenfold.kit import clock
from tenfold.notices.actions import add_way
made = add_way(name="Program", kind="webhook", address="{url}", by=None, at=clock.now())
print(made.secret)
"""


@pytest.fixture(params=["sqlite", "postgres"])
def company(request, tmp_path: Path) -> Iterator[Running]:
    """A company with its rows in SQLite, and one with them in PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("at_home")
        return
    running = Running(folder=tmp_path / "home")
    address = new_database(on=request.getfixturevalue("postgres"))
    running.environment["TENFOLD_DATABASE_URL"] = address
    yield running.found()


@pytest.fixture
def at_home(tmp_path: Path, founded: Path) -> Running:
    shutil.copytree(founded, tmp_path / "home")
    return Running(folder=tmp_path / "home")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


@pytest.fixture
def secret(company: Running, receiver: Receiver) -> str:
    """The company has a way to the program that listens; this is what it is signed with."""
    with (company.folder / "tenfold.toml").open("a") as said:
        said.write('\n[notices]\ninside = ["127.0.0.1"]\n')
    return start(company, "-c", ADD.format(url=receiver.url)).communicate()[0].strip()


def start(company: Running, *arguments: object) -> subprocess.Popen[str]:
    environment = company.environment_of() | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tenfold.config.settings",
    }
    command = [sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def finish(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * len(processes)


def keys(receiver: Receiver) -> list[str]:
    return sorted(
        notice["key"]
        for one in receiver.received
        for notice in json.loads(one.body)["data"]["notices"]
    )


def test_notices__told_and_sent_by_several_processes_at_once__arrive_once(
    company, receiver, secret
):
    finish(*(start(company, SCRIPT, "tell", 20) for _ in range(3)))
    assert rows(company, "SELECT count(*), count(DISTINCT key) FROM notices_told") == [(20, 20)]
    assert rows(company, "SELECT count(*) FROM notices_delivery") == [(20,)]
    finish(*(start(company, SCRIPT, "work", 0) for _ in range(3)))
    assert keys(receiver) == sorted(f"n{number}" for number in range(20))
    assert len({one.headers["webhook-id"] for one in receiver.received}) == len(receiver.received)
    assert all(Webhook(secret).verify(one.body, one.headers) for one in receiver.received)


def test_notice__whose_sender_is_killed_in_the_middle__is_sent_again_under_the_same_id(
    company, receiver, secret
):
    finish(start(company, SCRIPT, "tell", 1))
    receiver.waits = 30
    killed = start(company, SCRIPT, "work", 0)
    while not receiver.received:
        assert killed.poll() is None
        time.sleep(0.05)
    killed.kill()
    killed.communicate()
    state = "SELECT state, attempts FROM notices_message"
    assert rows(company, state) == [("sending", 1)]
    receiver.waits = 0
    for later in (60, 120, 400):
        finish(start(company, SCRIPT, "work", later))
    assert rows(company, state) == [("sent", 1)]
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_notice__told_while_the_server_is_up__goes_out_by_itself(at_home, receiver):
    with (at_home.folder / "tenfold.toml").open("a") as said:
        said.write('\n[notices]\ninside = ["127.0.0.1"]\n')
    secret = start(at_home, "-c", ADD.format(url=receiver.url)).communicate()[0].strip()
    at_home.up()
    try:
        finish(start(at_home, SCRIPT, "tell", 3))
        until(lambda: len(keys(receiver)) == 3, seconds=90)
    finally:
        at_home.stop()
    assert all(Webhook(secret).verify(one.body, one.headers) for one in receiver.received)
    ways = at_home.tenfold("ways", "list", "--format", "json").json
    assert [(way["name"], way["failed"]) for way in ways] == [("Program", 0)]
    assert at_home.tenfold("ways", "test", "program", "--format", "json").json["arrived"] is True
    receiver.answers = [500]
    refused = at_home.tenfold("ways", "test", "Program", check=False)
    assert (refused.status, "answered with 500" in refused.err) == (1, True)
