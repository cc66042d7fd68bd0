"""Asking for work, and asking again."""

from collections.abc import Mapping
from datetime import datetime
from threading import Event
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.jobs.declaring import get_job, get_schedule
from tenfold.jobs.models import JobRow, ScheduleRow, State
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

bell = Event()
"""Set after each commit that asked for something: whoever works waits for it."""


class NoSuchJob(Refusal):
    """There is no job with this number."""

    code = "no_such_job"
    status = 404


class JobNotFailed(Refusal):
    """Only what has failed can be tried again."""

    code = "job_not_failed"
    status = 409


class NoSuchSchedule(Refusal):
    """Nothing is done again and again under this name."""

    code = "no_such_schedule"
    status = 404


def enqueue_job(
    *, job: str, arguments: Mapping[str, Any], key: str | None, not_before: datetime | None
) -> int:
    """See `tenfold.jobs.enqueue`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"the job {job} was asked for outside of a transaction")
    if get_job(name=job) is None:
        raise LookupError(f"nobody declared the job {job}")
    at = clock.now()
    row = JobRow(
        job=job, arguments=dict(arguments), key=key, enqueued_at=at, due_at=not_before or at
    )
    transaction.on_commit(bell.set)
    if key is None:
        row.save()
        return row.id
    JobRow.objects.bulk_create([row], ignore_conflicts=True)
    return JobRow.objects.values_list("id", flat=True).get(job=job, key=key)


def retry_job(*, job_id: int, at: datetime) -> None:
    """Try a failed job again, with as many attempts as at first.

    Raises `NoSuchJob` and `JobNotFailed`.
    """
    if _retry(at, id=job_id):
        return
    if not JobRow.objects.filter(id=job_id).exists():
        raise NoSuchJob(
            _("There is no job %(id)s.") % {"id": job_id},
            next_step=_("What is done is forgotten after some time. Look at the list of jobs."),
        )
    raise JobNotFailed(
        _("Job %(id)s has not failed.") % {"id": job_id},
        next_step=_("Only what has failed can be tried again."),
    )


def retry_all(*, at: datetime) -> int:
    """Try every failed job again; return how many."""
    return _retry(at)


def _retry(at: datetime, **which: Any) -> int:
    with transaction.atomic():
        transaction.on_commit(bell.set)
        return JobRow.objects.filter(state=State.FAILED, **which).update(
            state=State.WAITING, due_at=at, ended_at=None, attempts=0, done=None, of=None
        )


def run_soon(*, name: str, at: datetime) -> None:
    """Make a schedule due now. Raises `NoSuchSchedule`."""
    if get_schedule(name=name) is None:
        raise NoSuchSchedule(
            _("There is no schedule “%(name)s”.") % {"name": name},
            next_step=_("The page “Jobs” lists all of them."),
        )
    with transaction.atomic():
        ScheduleRow.objects.update_or_create(name=name, defaults={"next_due_at": at})
        transaction.on_commit(bell.set)
