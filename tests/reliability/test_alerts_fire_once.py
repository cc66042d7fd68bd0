"""Alerts: looked at by several processes at once, some killed in the middle; once is once.

And once a real server has looked, a real mailbox and a real program hear of it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from standardwebhooks.webhooks import Webhook

from tenfold.notices.tests.conftest import Post
from tests.postgres import new_database
from tests.receiver import Receiver
from tests.reliability.alerts import VALUES
from tests.reliability.jobs.asking import rows, until
from tests.running import OWNER, ROOT, Running, free_port

pytestmark = pytest.mark.reliability
SCRIPT = Path(__file__).parent / "alerts.py"
ROUNDS = 12
FIRED = ROUNDS // 2 * len(VALUES)


@pytest.fixture
def at_home(tmp_path: Path, founded: Path) -> Iterator[Running]:
    shutil.copytree(founded, tmp_path / "home")
    running = Running(folder=tmp_path / "home")
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Running:
    """A company with its rows in SQLite, and one with them in PostgreSQL."""
    if request.param == "sqlite":
        found: Running = request.getfixturevalue("at_home")
        return found
    running = Running(folder=tmp_path / "home")
    address = new_database(on=request.getfixturevalue("postgres"))
    running.environment["TENFOLD_DATABASE_URL"] = address
    return running.found()


def start(company: Running, *arguments: object) -> subprocess.Popen[str]:
    environment = company.environment_of() | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tenfold.config.settings",
    }
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def finish(*processes: subprocess.Popen[str]) -> list[str]:
    said = [process.communicate(timeout=240)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return said


def count(company: Running, query: str) -> int:
    return int(rows(company, f"SELECT count(*) FROM {query}")[0][0])


def assert_once(company: Running) -> None:
    """Everything that began and was over is there once: rows, history, facts and messages."""
    assert count(company, "dashboards_incident") == FIRED
    per_value = "SELECT value, count(DISTINCT began_at) FROM dashboards_incident GROUP BY value"
    assert sorted(rows(company, per_value)) == [(one, ROUNDS // 2) for one in sorted(VALUES)]
    assert count(company, "dashboards_alertchange WHERE what = 'began'") == FIRED
    closed = count(company, "dashboards_incident WHERE closed_at IS NOT NULL")
    assert count(company, "dashboards_alertchange WHERE what = 'over'") == closed
    assert count(company, "dashboards_alertchange WHERE what = 'reopened'") == 0
    assert count(company, "outbox_outboxrow WHERE name = 'AlertFired'") == FIRED
    messages = count(company, "dashboards_alertmessage")
    assert count(company, "notices_told WHERE substr(key, 1, 7) = 'alerts:'") == messages
    told = "SELECT incident_id, says FROM dashboards_alertchange WHERE what = 'told'"
    lines = [(one, json.dumps(says)) for one, says in rows(company, told)]
    assert len(lines) == len(set(lines)), "somebody was told the same twice"


@pytest.fixture
def watched(company: Running) -> Running:
    """A company with an alert."""
    finish(start(company, "make"))
    return company


def test_alert__looked_at_by_several_processes_at_once__fires_once_each_time(watched):
    finish(*(start(watched, "look", ROUNDS) for _ in range(3)))
    assert_once(watched)


def test_alert__looked_at_by_processes_that_are_killed__fires_once_each_time(watched):
    for rounds in (2, 6):
        processes = [start(watched, "look", ROUNDS) for _ in range(2)]
        first = processes[0]
        assert first.stdout is not None
        while first.stdout.readline().strip() not in (str(rounds), ""):
            pass
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    finish(start(watched, "look", ROUNDS))
    assert_once(watched)


@pytest.fixture
def mailbox(at_home: Running) -> Iterator[list[EmailMessage]]:
    """What arrives at a real mail server that the company sends by."""
    kept = Post()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    with (at_home.folder / "tenfold.toml").open("a") as said:
        said.write('\n[notices]\ninside = ["127.0.0.1"]\n')
        said.write(f'\n[email]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n')
        said.write('sender = "tenfold@nordlys.example"\n')
    yield kept.mails
    server.stop()


def reading(value: float) -> dict[str, object]:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return {"name": "reading", "time": yesterday.isoformat(), "value": value}


def test_alert__of_a_server_that_is_up__reaches_a_mailbox_and_a_program_once(at_home, mailbox):
    key = at_home.add_source()["write_key"]
    with Receiver() as receiver:
        at_home.up()
        at_home.post([reading(76)], key=key)
        (secret,) = finish(start(at_home, "warn", receiver.url))
        until(lambda: bool(mailbox) and bool(receiver.received), seconds=150)
        at_home.stop()
    (mail,) = mailbox
    assert mail["To"] == OWNER
    assert mail["Subject"] == "Reading, on average was 76 yesterday, above 70."
    (one,) = receiver.received
    Webhook(secret.strip()).verify(one.body, one.headers)
    (notice,) = json.loads(one.body)["data"]["notices"]
    assert notice["subject"] == mail["Subject"]
    assert "/alerts/incidents/1/" in json.dumps(notice)
