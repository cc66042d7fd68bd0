"""Somebody who works: at once, beside each other, until it is told to stop."""

from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import connections

from tenfold.jobs import claims, declaring, report_progress, rules
from tenfold.jobs.models import JobRow, ScheduleRow, State
from tenfold.jobs.running import Able, run_next
from tenfold.jobs.tests.asking import AT, ask_for, every_hour, noting
from tenfold.jobs.worker import Worker
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rows_on_disk")]
PATIENCE = 30


@contextmanager
def working(**options):
    worker = Worker(**{"has_log": True, "alone": True, **options})
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(seconds=PATIENCE)


@pytest.fixture
def bell_rings():
    """A job that rings."""
    rung = Event()
    declaring.job("tests.ring")(rung.set)
    return rung


def test_worker__while_something_long_runs__does_what_must_not_wait(bell_rings):
    began, go_on = Event(), Event()

    @declaring.job("tests.long", long=True)
    def long() -> None:
        began.set()
        assert go_on.wait(PATIENCE)

    with working():
        ask_for("tests.long", arguments={})
        assert began.wait(PATIENCE)
        ask_for("tests.ring", arguments={})
        assert bell_rings.wait(PATIENCE)
        go_on.set()
    assert set(JobRow.objects.values_list("state", flat=True)) == {State.DONE}


def test_worker__without_the_log__leaves_what_needs_it(declared, did, bell_rings):
    declaring.job("tests.free", needs_log=False)(bell_rings.set)
    declared.append(every_hour(noting(did)))
    ask_for("tests.ring", arguments={})
    ask_for("tests.free", arguments={})
    with working(has_log=False):
        assert bell_rings.wait(PATIENCE)
    assert dict(JobRow.objects.values_list("job", "state")) == {
        "tests.ring": State.WAITING,
        "tests.free": State.DONE,
    }
    assert did == []


def test_worker__told_to_stop__ends_a_job_where_it_reports_and_counts_no_attempt():
    began = Event()

    @declaring.job("tests.reports")
    def reports() -> None:
        for done in range(10**9):
            report_progress(done=done, of=10**9)
            began.set()

    ask_for("tests.reports", arguments={})
    with working():
        assert began.wait(PATIENCE)
    row = JobRow.objects.get()
    assert (row.state, row.attempts, row.of) == (State.WAITING, 0, 10**9)


def test_worker__that_begins__takes_over_from_the_dead_only_where_it_is_alone(greet, did):
    ask_for()
    claims.claim_job(jobs=declaring.list_jobs(), at=clock.now())
    with working(alone=False):
        pass
    assert JobRow.objects.get().state == State.RUNNING
    with working(alone=True):
        until_done()
    assert did == ["Ada"]


def until_done() -> None:
    waiting = Event()
    for _ in range(PATIENCE * 20):
        if JobRow.objects.get().state == State.DONE:
            return
        waiting.wait(0.05)
    raise AssertionError("it was not done")


def test_lease__of_what_runs_for_long__is_renewed(monkeypatch, declared):
    monkeypatch.setattr(rules, "BEAT", timedelta(milliseconds=20))
    began, go_on, leases = Event(), Event(), []

    @declaring.job("tests.long")
    def long() -> None:
        began.set()
        assert go_on.wait(PATIENCE)

    ask_for("tests.long", arguments={})
    with working():
        assert began.wait(PATIENCE)
        while len(set(leases)) < 3:
            leases.append(JobRow.objects.get().lease_until)
        go_on.set()
    assert leases == sorted(leases)


def test_worker__whose_claim_was_taken_over__is_told_so_where_it_reports(monkeypatch):
    monkeypatch.setattr(rules, "BEAT", timedelta(milliseconds=20))
    began, ended = Event(), Event()

    @declaring.job("tests.reports")
    def reports() -> None:
        try:
            while True:
                report_progress(done=1)
                began.set()
        finally:
            ended.set()

    ask_for("tests.reports", arguments={})
    with working():
        assert began.wait(PATIENCE)
        JobRow.objects.update(claim="0" * 32)
        assert ended.wait(PATIENCE)
    assert JobRow.objects.get().state == State.RUNNING  # it is somebody else's now


def test_failure__that_the_house_can_name__is_said_in_its_words_and_surroundings(monkeypatch):
    @declaring.job("tests.full", most_attempts=1)
    def full() -> None:
        raise OSError(28, "No space left on device")

    entered = []

    @contextmanager
    def surround():
        entered.append(True)
        yield

    able = Able(
        jobs=declaring.list_jobs(),
        schedules=(),
        explain=lambda error: Refusal("The disk is full.", next_step="Make room."),
        surround=surround,
    )
    ask_for("tests.full", arguments={})
    assert run_next(able=able).problem == "The disk is full. Make room."
    assert len(entered) == 2


def test_workers__many_at_once_on_few_jobs__run_each_once(greet, did, declared):
    declared.append(every_hour(noting(did)))
    claims.know_schedules(at=AT)
    for n in range(20):
        ask_for(arguments={"name": str(n)}, not_before=AT)
    able = Able(jobs=declaring.list_jobs(), schedules=tuple(declared), now=lambda: AT)
    together = Barrier(6)

    def work():
        together.wait()
        try:
            while run_next(able=able):
                pass
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(each) for each in did) == sorted([*map(str, range(20)), str(AT)])
    assert ScheduleRow.objects.get().runs == 1
