"""Schedules: once when they are due, made up once when they were missed, sooner after a failure."""

from datetime import timedelta

import pytest

from tenfold.jobs import actions, claims
from tenfold.jobs.models import ScheduleRow
from tenfold.jobs.running import run_due
from tenfold.jobs.tests.asking import AT, every_hour, noting

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("tests.hourly",)


@pytest.fixture
def hourly(declared, did):
    declared.append(every_hour(noting(did)))


def test_schedule__that_never_ran__is_due_at_once_and_then_by_the_hour(hourly, did):
    for minutes in (0, 30, 59, 60, 90):
        run_due(at=AT + timedelta(minutes=minutes), names=NAMES)
    assert did == [AT, AT + timedelta(hours=1)]
    row = ScheduleRow.objects.get()
    assert (row.runs, row.next_due_at) == (2, AT + timedelta(hours=2))


def test_schedule__missed_for_a_night__is_made_up_once(hourly, did):
    run_due(at=AT, names=NAMES)
    run_due(at=AT + timedelta(hours=9), names=NAMES)
    run_due(at=AT + timedelta(hours=9, minutes=1), names=NAMES)
    assert did == [AT, AT + timedelta(hours=9)]


def test_schedules__unless_they_are_named__are_not_run_with_the_jobs(hourly, did):
    assert run_due(at=AT) == ()
    assert did == []


def test_schedule__that_fails__is_tried_again_sooner_and_says_why(declared, did):
    def fail(at):
        did.append(at)
        if len(did) < 3:
            raise ZeroDivisionError

    declared.append(every_hour(fail))
    run_due(at=AT, names=NAMES)
    row = ScheduleRow.objects.get()
    assert row.last_error
    assert len(row.reference) == 8
    assert AT < row.next_due_at < AT + timedelta(minutes=1)
    for minutes in range(1, 10):
        run_due(at=AT + timedelta(minutes=minutes), names=NAMES)
    row.refresh_from_db()
    assert (len(did), row.last_error, row.failures) == (3, "", 0)


def test_schedule__whose_process_died__runs_again_when_the_lease_is_over(declared, hourly, did):
    claims.know_schedules(at=AT)
    assert claims.claim_schedule(schedules=declared, at=AT)
    assert claims.claim_schedule(schedules=declared, at=AT + timedelta(hours=3)) is None
    claims.take_back(at=AT + timedelta(seconds=31))
    run_due(at=AT + timedelta(seconds=31), names=NAMES)
    assert did == [AT + timedelta(seconds=31)]


def test_schedule__that_kills_its_process_again_and_again__is_left_alone_for_longer(declared, did):
    declared.append(every_hour(did.append))
    claims.know_schedules(at=AT)
    at, gaps = AT, []
    for _ in range(4):
        assert claims.claim_schedule(schedules=declared, at=at)
        claims.take_back(at=at, of_everybody=True)
        due_at = ScheduleRow.objects.get().next_due_at
        gaps.append(due_at - at)
        at = due_at
    assert gaps[0] == timedelta(0)
    assert gaps == sorted(gaps)
    assert gaps[3] > timedelta(minutes=5)


def test_schedule__that_a_person_wants_now__is_due_now(hourly, did):
    run_due(at=AT, names=NAMES)
    actions.run_soon(name="tests.hourly", at=AT + timedelta(minutes=5))
    run_due(at=AT + timedelta(minutes=5), names=NAMES)
    assert did == [AT, AT + timedelta(minutes=5)]
    with pytest.raises(actions.NoSuchSchedule):
        actions.run_soon(name="tests.nothing", at=AT)


@pytest.mark.parametrize("due_in", [timedelta(days=900), timedelta(hours=3)])
def test_schedule__due_later_than_it_can_be__is_due_when_it_should(hourly, did, due_in):
    """The clock was wrong for a while, or it was declared to come more often."""
    run_due(at=AT, names=NAMES)
    ScheduleRow.objects.update(next_due_at=AT + due_in)
    claims.know_schedules(at=AT + timedelta(minutes=1))
    assert ScheduleRow.objects.get().next_due_at == AT + timedelta(hours=1)


def test_schedule__that_ran_in_the_future__is_due_now_that_the_clock_is_right(hourly, did):
    run_due(at=AT + timedelta(days=900), names=NAMES)
    run_due(at=AT, names=NAMES)
    assert did == [AT + timedelta(days=900), AT]
