"""Who runs what: claimed by one, taken back from the dead, ended by whoever still holds it.

A claim is a fresh token with a lease. Whoever runs something renews its lease; whoever is silent
for longer than that is taken for dead, and what it had is due again. If it was alive after all, its
token no longer fits, and nothing that it writes under it counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tenfold.jobs import rules
from tenfold.jobs.declaring import MOST_ATTEMPTS, Job, Schedule, get_job, list_schedules
from tenfold.jobs.models import JobRow, ScheduleRow, State


@dataclass(frozen=True, kw_only=True)
class JobClaim:
    """A job that is ours to run."""

    token: UUID
    id: int
    job: Job
    arguments: dict[str, Any]
    attempts: int

    @property
    def name(self) -> str:
        """What the job is called."""
        return self.job.name


@dataclass(frozen=True, kw_only=True)
class ScheduleClaim:
    """A schedule that is ours to run."""

    token: UUID
    schedule: Schedule
    began_at: datetime
    failures: int

    @property
    def name(self) -> str:
        """What the schedule is called."""
        return self.schedule.name


Claim = JobClaim | ScheduleClaim


class LostClaim(Exception):  # noqa: N818  it happened to us, and is nobody's error
    """Somebody took us for dead: what we did is theirs to do now."""


def know_schedules(*, at: datetime) -> None:
    """Give every declared schedule that has none a row, due at once.

    One that is due later than it could be, because it was declared anew or the clock was wrong,
    is due when it should be.
    """
    rows = {row.name: row for row in ScheduleRow.objects.all()}
    fresh = [each for each in list_schedules() if each.name not in rows]
    ScheduleRow.objects.bulk_create(
        [ScheduleRow(name=each.name, next_due_at=at) for each in fresh], ignore_conflicts=True
    )
    for each in list_schedules():
        row = rows.get(each.name)
        if row is None or row.next_due_at <= at + each.every:
            continue
        last = row.last_began_at
        due_at = last + each.every if last and last <= at else at
        ScheduleRow.objects.filter(name=each.name, next_due_at=row.next_due_at).update(
            next_due_at=due_at
        )


def claim_job(*, jobs: Iterable[Job], at: datetime) -> JobClaim | None:
    """Claim the job that has been due for longest, or return None."""
    named = {job.name: job for job in jobs}
    due = JobRow.objects.filter(state=State.WAITING, due_at__lte=at, job__in=named)
    if not due.exists():  # a look that locks nothing
        return None
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if row is None:
            return None
        row.state, row.claim, row.lease_until = State.RUNNING, uuid4(), at + rules.LEASE
        row.began_at, row.attempts = at, row.attempts + 1
        row.done = row.of = None
        row.save()
    return JobClaim(
        token=row.claim,
        id=row.id,
        job=named[row.job],
        arguments=row.arguments,
        attempts=row.attempts,
    )


def claim_schedule(*, schedules: Iterable[Schedule], at: datetime) -> ScheduleClaim | None:
    """Claim the schedule that has been due for longest, or return None."""
    named = {schedule.name: schedule for schedule in schedules}
    due = ScheduleRow.objects.filter(claim=None, next_due_at__lte=at, name__in=named)
    if not due.exists():
        return None
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("next_due_at", "name").first()
        if row is None:
            return None
        row.claim, row.lease_until, row.last_began_at = uuid4(), at + rules.LEASE, at
        row.save()
    return ScheduleClaim(
        token=row.claim, schedule=named[row.name], began_at=at, failures=row.failures
    )


def renew(*, claim: Claim, at: datetime) -> bool:
    """Say that whoever holds the claim lives; return whether they still hold it."""
    return bool(_held(claim).update(lease_until=at + rules.LEASE))


def note_progress(*, claim: JobClaim, done: int, of: int | None) -> bool:
    """Write how far a job is; return whether it is still ours."""
    return bool(_held(claim).update(done=done, of=of))


def end_well(*, claim: Claim, at: datetime) -> None:
    """Note that it is done. Raises `LostClaim`."""
    if isinstance(claim, JobClaim):
        _end(claim, state=State.DONE, ended_at=at, problem="", reference="")
    else:
        _end_schedule(claim, at=at, failures=0, problem="", reference="")


def end_badly(*, claim: Claim, at: datetime, problem: str, reference: str, final: bool) -> None:
    """Note that it failed, and when it is tried again, if it is. Raises `LostClaim`."""
    if isinstance(claim, ScheduleClaim):
        failures = claim.failures + 1
        _end_schedule(claim, at=at, failures=failures, problem=problem, reference=reference)
    elif final or claim.attempts >= claim.job.most_attempts:
        _end(claim, state=State.FAILED, ended_at=at, problem=problem, reference=reference)
    else:
        due_at = at + rules.pause_after(attempts=claim.attempts, chance=random())  # noqa: S311
        _end(claim, state=State.WAITING, due_at=due_at, problem=problem, reference=reference)


def give_back(*, claim: Claim, at: datetime) -> None:
    """Let go of what was interrupted: it is due, and this was no attempt."""
    free: dict[str, Any] = {"claim": None, "lease_until": None}
    if isinstance(claim, JobClaim):
        free |= {"state": State.WAITING, "due_at": at, "attempts": claim.attempts - 1}
    _held(claim).update(**free)


def take_back(*, at: datetime, of_everybody: bool = False) -> int:
    """Take what they had from those who are dead; return how many claims.

    `of_everybody`: nobody can be alive, because the caller has just become the only process.
    """
    dead = Q(claim__isnull=False)
    if not of_everybody:
        dead &= Q(lease_until__lt=at)
    jobs = JobRow.objects.filter(dead).filter(state=State.RUNNING)
    schedules = ScheduleRow.objects.filter(dead)
    return sum(_free_job(row, at) for row in jobs) + sum(_free_schedule(r, at) for r in schedules)


def _free_job(row: JobRow, at: datetime) -> int:
    declared = get_job(name=row.job)
    most = declared.most_attempts if declared else MOST_ATTEMPTS
    free: dict[str, Any] = {"claim": None, "lease_until": None, "problem": _died()}
    if row.attempts >= most:
        free |= {"state": State.FAILED, "ended_at": at}
    else:
        free |= {"state": State.WAITING, "due_at": _due_after_death(at, deaths=row.attempts)}
    return JobRow.objects.filter(id=row.id, claim=row.claim).update(**free)


def _free_schedule(row: ScheduleRow, at: datetime) -> int:
    return ScheduleRow.objects.filter(name=row.name, claim=row.claim).update(
        claim=None,
        lease_until=None,
        failures=row.failures + 1,
        last_error=_died(),
        next_due_at=_due_after_death(at, deaths=row.failures + 1),
    )


def _due_after_death(at: datetime, *, deaths: int) -> datetime:
    # The first may be anybody's kill: at once. What dies again and again may be what kills.
    return at if deaths <= 1 else at + rules.pause_after(attempts=deaths, chance=random())  # noqa: S311


def _died() -> str:
    return _("The program was ended in the middle of it.")


def _held(claim: Claim) -> Any:
    if isinstance(claim, JobClaim):
        return JobRow.objects.filter(id=claim.id, claim=claim.token)
    return ScheduleRow.objects.filter(name=claim.name, claim=claim.token)


def _end(claim: Claim, **values: Any) -> None:
    if not _held(claim).update(claim=None, lease_until=None, **values):
        raise LostClaim


def _end_schedule(
    claim: ScheduleClaim, *, at: datetime, failures: int, problem: str, reference: str
) -> None:
    due_at = rules.next_after(
        began_at=claim.began_at,
        every=claim.schedule.every,
        ended_at=at,
        failures=failures,
        chance=random(),  # noqa: S311
    )
    _end(
        claim,
        last_ended_at=at,
        last_error=problem,
        reference=reference,
        failures=failures,
        runs=F("runs") + 1,
        next_due_at=due_at,
    )
