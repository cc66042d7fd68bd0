"""Rows in PostgreSQL: a server and several workers, each job run once, whoever is killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import new_database
from tests.reliability.jobs.asking import OURS, ask_for, effects, rows, traces, until, with_jobs
from tests.running import ROOT, Running

pytestmark = [pytest.mark.reliability, pytest.mark.slow]
JOBS = 300
WORKERS = 4
PYTEST = (sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider")


@pytest.fixture
def company(postgres: str, tmp_path: Path) -> Iterator[Running]:
    """A company with its rows in a database of its own, and jobs that leave traces."""
    running = with_jobs(Running(folder=tmp_path / "home"))
    running.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    yield running.found()
    running.stop()


def start_worker(company: Running) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tenfold.config.cli", "worker"],
        stdout=subprocess.DEVNULL,
        stderr=(company.folder / "worker.err").open("a"),
        env=company.environment_of(),
        text=True,
    )


@contextmanager
def working(company: Running, *, workers: int) -> Iterator[list[subprocess.Popen[str]]]:
    processes = [start_worker(company) for _ in range(workers)]
    try:
        yield processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert {process.wait(timeout=20) for process in processes} <= {0, -signal.SIGKILL}


def count(company: Running, state: str) -> int:
    found = rows(company, f"SELECT count(*) FROM jobs_jobrow {OURS} AND state = '{state}'")
    return int(str(found[0][0]))


def who_worked(company: Running) -> set[str]:
    file = company.folder / "traces"
    return {line.split()[1] for line in file.read_text().splitlines()} if file.exists() else set()


def test_jobs__hundreds_of_them_and_four_workers__are_each_run_once(company):
    (company.folder / "wait").touch()
    with working(company, workers=WORKERS):
        ask_for(company, *(("tests.once", {"number": n % JOBS}, f"{n % JOBS}") for n in range(400)))
        until(lambda: len(who_worked(company)) == WORKERS)  # each has begun one, and waits in it
        (company.folder / "wait").unlink()
        until(lambda: count(company, "done") == JOBS, seconds=120)
    begun = traces(company)
    assert begun.pop("yearly") == 1
    assert begun == {f"once-{n}": 1 for n in range(JOBS)}
    assert effects(company) == dict.fromkeys(range(JOBS), 1) | {
        77: 2
    }  # a job's, and the yearly one


def test_worker__killed_in_the_middle__is_missed_and_another_goes_on_with_one_effect(company):
    (company.folder / "wait").touch()
    company.environment["TESTS_LEASE"] = "5"
    with working(company, workers=1) as [first]:
        ask_for(company, ("tests.once", {"number": 5}, None))
        until(lambda: traces(company) == {"once-5": 1, "yearly": 1})
        first.kill()
    (company.folder / "wait").unlink()
    with working(company, workers=2):
        until(lambda: effects(company) == {5: 1, 77: 1})
    assert traces(company) == {"once-5": 2, "yearly": 2}
    assert rows(company, f"SELECT state, attempts FROM jobs_jobrow {OURS}") == [("done", 2)]


def test_worker__stopped_in_the_middle__gives_back_what_it_had(company):
    (company.folder / "wait").touch()
    with working(company, workers=1):
        ask_for(company, ("tests.once", {"number": 6}, None))
        until(lambda: traces(company)["once-6"] == 1)
    assert rows(company, f"SELECT state, attempts FROM jobs_jobrow {OURS}") == [("waiting", 0)]


def test_worker__beside_a_server__leaves_what_needs_the_log_to_it(company):
    with working(company, workers=1):
        ask_for(company, ("tests.begin", {"number": 8}, None))
        until(lambda: traces(company)["yearly"] == 1)
        assert count(company, "waiting") == 1
        company.up()
        until(lambda: count(company, "done") == 2)
    assert company.stop() == 0
    assert effects(company) == {8: 1, 77: 1}
    events = company.tenfold("events", "list", "--internal", "--format", "json").json
    assert sum(event["name"] == "MemberInvited" for event in events) == 2


def test_worker__of_a_company_whose_rows_are_in_sqlite__says_who_runs_its_jobs(tmp_path):
    said = Running(folder=tmp_path / "home").found().tenfold("worker", check=False)
    assert said.status == 1
    assert "its server runs all jobs" in said.err


def test_the_tests_of_jobs_and_outbox__on_postgres__pass(postgres, tmp_path):
    of_postgres = Running(folder=tmp_path, environment={"TENFOLD_DATABASE_URL": postgres})
    done = subprocess.run(
        [*PYTEST, "src/tenfold/jobs", "src/tenfold/outbox", "-m", "not reliability"],
        cwd=ROOT,
        env=of_postgres.environment_of(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
