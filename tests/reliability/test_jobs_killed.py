"""A real server, killed and stopped in the middle of jobs: each runs again, with one effect."""

import time
from collections.abc import Iterator

import pytest

from tests.reliability.jobs.asking import (
    OURS,
    ask_for,
    effects,
    rows,
    states,
    traces,
    until,
    with_jobs,
)
from tests.running import Running

pytestmark = pytest.mark.reliability


@pytest.fixture
def company(company: Running) -> Iterator[Running]:
    """A company whose jobs wait in the middle; the yearly one has run."""
    with_jobs(company).up()
    until(lambda: traces(company)["yearly"] == 1 and effects(company) == {77: 1})
    (company.folder / "wait").touch()
    yield company
    (company.folder / "wait").unlink(missing_ok=True)


def kill_in_the_middle_of(company: Running, began: str) -> None:
    until(lambda: traces(company)[began] == 1)
    company.kill()
    (company.folder / "wait").unlink()
    company.up()


def test_job__killed_in_the_middle__runs_again_and_has_one_effect(company):
    ask_for(company, ("tests.once", {"number": 1}, None))
    kill_in_the_middle_of(company, "once-1")
    until(lambda: states(company)["tests.once"] == "done")
    assert traces(company)["once-1"] == 2
    assert effects(company)[1] == 1
    assert rows(company, f"SELECT attempts FROM jobs_jobrow {OURS}") == [(2,)]


def test_job__killed_after_it_asked_for_another__has_asked_for_one(company):
    ask_for(company, ("tests.begin", {"number": 2}, None))
    kill_in_the_middle_of(company, "begin-2")
    until(lambda: states(company) == {"tests.begin": "done", "tests.once": "done"})
    assert traces(company)["begin-2"] == 2
    assert effects(company)[2] == 1


def test_schedule__killed_in_the_middle__runs_again_and_has_one_effect(company):
    company.tenfold("jobs", "run", "tests.yearly")
    until(lambda: traces(company)["yearly"] == 2)
    company.kill()
    (company.folder / "wait").unlink()
    company.up()
    until(lambda: effects(company)[77] == 2)
    assert traces(company)["yearly"] == 3
    yearly = "SELECT runs, failures, last_error FROM jobs_schedulerow WHERE name = 'tests.yearly'"
    assert rows(company, yearly) == [(2, 0, "")]


def test_schedule__of_a_server_that_starts_again__is_not_run_again(company):
    (company.folder / "wait").unlink()
    company.kill()
    company.up()
    ask_for(company, ("tests.once", {"number": 3}, None))
    until(lambda: effects(company)[3] == 1)
    assert traces(company)["yearly"] == 1


@pytest.mark.parametrize(
    ("job", "arguments"), [("tests.long", {"of": 100_000}), ("tests.deaf", {})]
)
def test_server__told_to_stop_in_the_middle_of_a_job__ends_in_five_seconds_and_goes_on_later(
    company, job, arguments
):
    ask_for(company, (job, arguments, None))
    until(lambda: traces(company)[job.removeprefix("tests.")] == 1)
    began = time.monotonic()
    assert company.stop() == 0
    assert time.monotonic() - began < 5
    left = rows(company, f"SELECT state, attempts, claim FROM jobs_jobrow {OURS}")
    assert left == [("waiting", 0, None)]
    (company.folder / "wait").unlink()
    company.up()
    until(lambda: states(company)[job] == "done")
    assert traces(company)[job.removeprefix("tests.")] == 2
