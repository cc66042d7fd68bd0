"""What the database itself does not let anybody write."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tenfold.jobs.models import JobRow, ScheduleRow
from tenfold.jobs.tests.asking import AT

pytestmark = pytest.mark.django_db(transaction=True)
JOB = {"job": "tests.any", "arguments": {}, "enqueued_at": AT, "due_at": AT}
HELD = {"claim": uuid4(), "lease_until": AT}


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"state": "lost"}, "job_state_known|job_over_has_ended"),
        ({"state": "running"}, "job_running_is_claimed"),
        ({"state": "running", "claim": uuid4()}, "job_running_is_claimed"),
        (HELD, "job_running_is_claimed"),
        ({"state": "done", "ended_at": AT, **HELD}, "job_running_is_claimed"),
        ({"state": "done"}, "job_over_has_ended"),
        ({"ended_at": AT}, "job_over_has_ended"),
        ({"state": "failed", "ended_at": AT}, "job_failed_says_why"),
    ],
)
def test_job_row__that_cannot_be__is_refused(broken, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        JobRow.objects.create(**(JOB | broken))


def test_job_row__under_a_key_that_is_taken__is_refused():
    JobRow.objects.create(**JOB, key="1")
    JobRow.objects.create(**JOB, key="2")
    JobRow.objects.create(**(JOB | {"job": "tests.other"}), key="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRow.objects.create(**JOB, key="1")


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        (HELD, "schedule_claim_has_a_lease"),
        ({"claim": uuid4(), "last_began_at": AT}, "schedule_claim_has_a_lease"),
        ({"last_ended_at": AT}, "schedule_ended_after_it_began"),
        ({"failures": 1}, "schedule_failures_say_why"),
    ],
)
def test_schedule_row__that_cannot_be__is_refused(broken, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ScheduleRow.objects.create(name="tests.any", next_due_at=AT, **broken)
