"""Jobs: asked for in a transaction, run once, tried again, failed where a person sees it."""

from datetime import timedelta

import pytest
from django.db import transaction

from tenfold.jobs import GiveUp, actions, claims, declaring, enqueue
from tenfold.jobs.models import JobRow, State
from tenfold.jobs.running import run_due
from tenfold.jobs.tests.asking import AT, ask_for
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def test_job__asked_for__runs_once_with_its_arguments(greet, did):
    ask_for()
    assert [ran.name for ran in run_due(at=AT)] == ["tests.greet"]
    assert run_due(at=AT + timedelta(days=1)) == ()
    assert did == ["Ada"]
    row = JobRow.objects.get()
    assert (row.state, row.attempts, row.ended_at, row.claim) == (State.DONE, 1, AT, None)


def test_job__asked_for_outside_of_a_transaction__is_refused(greet):
    with pytest.raises(RuntimeError, match="greet"):
        enqueue(job="tests.greet", arguments={"name": "Ada"})


def test_job__that_nobody_declared__is_refused():
    with pytest.raises(LookupError, match="nobody"):
        ask_for("tests.nobody")


def test_job__whose_transaction_fails__was_never_asked_for(greet, did):
    def ask_and_fail():
        with transaction.atomic():
            enqueue(job="tests.greet", arguments={"name": "Ada"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert run_due(at=AT) == ()


def test_jobs__under_one_key__are_one_also_when_it_is_done(greet, did):
    first = ask_for(key="42")
    assert ask_for(key="42") == first
    run_due(at=AT)
    assert ask_for(key="42") == first
    assert ask_for(key="43") != first
    run_due(at=AT)
    assert did == ["Ada", "Ada"]


def test_job__that_may_not_begin_yet__waits(greet, did):
    ask_for(not_before=AT + timedelta(hours=2))
    assert run_due(at=AT + timedelta(minutes=119)) == ()
    assert len(run_due(at=AT + timedelta(hours=2))) == 1


def test_job__that_asks_for_another__is_followed_by_it(greet, did):
    @declaring.job("tests.first", atomic=True)
    def first() -> None:
        enqueue(job="tests.greet", arguments={"name": "Grace"})

    ask_for("tests.first", arguments={})
    assert [ran.name for ran in run_due(at=AT)] == ["tests.first", "tests.greet"]


@pytest.fixture
def failing(did):
    """A job that fails until it has been tried three times, and at most five times."""

    @declaring.job("tests.fail", most_attempts=5)
    def run(*, times: int) -> None:
        did.append(AT)
        if len(did) <= times:
            raise ZeroDivisionError

    return run


def _live_through(*, hours: int) -> None:
    for minute in range(0, hours * 60, 1):
        run_due(at=AT + timedelta(minutes=minute))


def test_job__that_fails__is_tried_again_until_it_goes_well(failing, did):
    ask_for("tests.fail", arguments={"times": 3})
    assert run_due(at=AT)[0].problem
    assert run_due(at=AT) == ()
    _live_through(hours=3)
    assert len(did) == 4
    row = JobRow.objects.get()
    assert (row.state, row.attempts, row.problem) == (State.DONE, 4, "")


def test_job__that_always_fails__ends_as_failed_with_a_reference(failing, did, caplog):
    ask_for("tests.fail", arguments={"times": 99})
    _live_through(hours=12)
    row = JobRow.objects.get()
    assert (row.state, row.attempts, len(did)) == (State.FAILED, 5, 5)
    assert len(row.reference) == 8
    assert row.reference in caplog.text
    assert "ZeroDivisionError" not in row.problem


def test_job__that_a_person_tries_again__has_all_its_attempts_anew(failing, did):
    job_id = ask_for("tests.fail", arguments={"times": 6})
    _live_through(hours=12)
    actions.retry_job(job_id=job_id, at=AT)
    _live_through(hours=12)
    assert JobRow.objects.get().state == State.DONE
    assert len(did) == 7


def test_job__that_has_not_failed__is_not_tried_again(greet):
    job_id = ask_for()
    with pytest.raises(actions.JobNotFailed):
        actions.retry_job(job_id=job_id, at=AT)
    with pytest.raises(actions.NoSuchJob):
        actions.retry_job(job_id=job_id + 1, at=AT)


def test_job__that_gives_up__is_not_tried_again():
    @declaring.job("tests.hopeless")
    def run() -> None:
        raise GiveUp("The address does not exist any more.", next_step="Choose another.")

    ask_for("tests.hopeless", arguments={})
    run_due(at=AT)
    row = JobRow.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, 1)
    assert row.problem == "The address does not exist any more. Choose another."


def test_job__that_is_refused__says_the_refusals_words():
    @declaring.job("tests.refused")
    def run() -> None:
        raise Refusal("Nobody listens there.")

    ask_for("tests.refused", arguments={})
    assert run_due(at=AT)[0].problem == "Nobody listens there."


def test_job__of_one_transaction_that_fails__has_written_nothing(failing):
    @declaring.job("tests.half", atomic=True)
    def run() -> None:
        enqueue(job="tests.fail", arguments={"times": 0})
        raise ZeroDivisionError

    ask_for("tests.half", arguments={})
    run_due(at=AT)
    assert [row.job for row in JobRow.objects.all()] == ["tests.half"]


def test_job__taken_over_meanwhile__has_no_end_and_no_rows_of_its_own():
    @declaring.job("tests.slow", atomic=True)
    def run() -> None:
        JobRow.objects.filter(job="tests.slow").update(claim="0" * 32)
        JobRow.objects.create(
            job="tests.effect", arguments={}, enqueued_at=AT, due_at=AT + timedelta(days=9)
        )

    ask_for("tests.slow", arguments={})
    [ran] = run_due(at=AT)
    assert ran.problem == "It was taken over."
    row = JobRow.objects.get()
    assert (row.job, row.state) == ("tests.slow", State.RUNNING)


def test_job__whose_process_died__is_due_again_when_the_lease_is_over(greet, did):
    ask_for()
    [job] = declaring.list_jobs()
    assert claims.claim_job(jobs=[job], at=AT)
    assert claims.claim_job(jobs=[job], at=AT) is None
    assert claims.take_back(at=AT + timedelta(seconds=30)) == 0
    assert claims.take_back(at=AT + timedelta(seconds=31)) == 1
    assert len(run_due(at=AT + timedelta(seconds=31))) == 1
    assert JobRow.objects.get().attempts == 2


def test_job__that_kills_its_process_each_time__ends_as_failed():
    @declaring.job("tests.poison", most_attempts=3)
    def run() -> None:
        raise AssertionError("never run here")

    ask_for("tests.poison", arguments={})
    [job] = declaring.list_jobs()
    at = AT
    for _ in range(3):
        at += timedelta(hours=3)
        assert claims.claim_job(jobs=[job], at=at)
        claims.take_back(at=at, of_everybody=True)
    assert claims.claim_job(jobs=[job], at=at + timedelta(days=1)) is None
    row = JobRow.objects.get()
    assert (row.state, row.problem) == (
        State.FAILED,
        "The program was ended in the middle of it.",
    )
