"""Asking a company for jobs from outside of its server, and looking at what became of them."""

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import psycopg

from tests.running import ROOT, Running

ASK = """
import json, sys
import django
django.setup()
from django.db import transaction
from tenfold.jobs import enqueue
for job, arguments, key in json.load(sys.stdin):
    with transaction.atomic():
        enqueue(job=job, arguments=arguments, key=key)
"""


OURS = "WHERE job LIKE 'tests.%'"
"""What other rooms asked for meanwhile is not looked at."""


def with_jobs(company: Running) -> Running:
    """Have the company's server know the jobs of the tests."""
    company.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.reliability.jobs.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return company


def ask_for(company: Running, *asked: tuple[str, dict[str, object], str | None]) -> None:
    """Ask for jobs in a process of its own, as the next process would."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(asked),
        env=company.environment_of(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def traces(company: Running) -> Counter[str]:
    """Return how often each job has begun."""
    file = company.folder / "traces"
    lines = file.read_text().splitlines() if file.exists() else []
    return Counter(line.split()[0] for line in lines)


def rows(company: Running, query: str) -> list[tuple[object, ...]]:
    """Ask the company's rows, wherever they are."""
    address = company.environment.get("TENFOLD_DATABASE_URL")
    if address:
        with psycopg.connect(address) as connection:
            return connection.execute(query).fetchall()
    with closing(sqlite3.connect(company.folder / "rows.sqlite3", timeout=20)) as opened:
        return opened.execute(query).fetchall()


def effects(company: Running) -> Counter[int]:
    """Return how often each number has had its effect: facts that were stated."""
    told = rows(company, "SELECT properties FROM outbox_outboxrow WHERE name = 'MemberInvited'")
    properties = (said if isinstance(said, dict) else json.loads(str(said)) for (said,) in told)
    return Counter(each["invitation_id"] for each in properties)


def states(company: Running) -> dict[object, object]:
    """Return the state of each job by its name; the last one's where there are several."""
    return dict(rows(company, f"SELECT job, state FROM jobs_jobrow {OURS} ORDER BY id"))


def until(true: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
