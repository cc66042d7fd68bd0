"""What runs, ran, waits and failed, as frozen values."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from tenfold.jobs.declaring import MOST_ATTEMPTS, Schedule, get_job, list_jobs, list_schedules
from tenfold.jobs.models import JobRow, ScheduleRow, State

SHOWN = 20
_LENGTHS = {"every", "took"}
LATE = timedelta(minutes=2)
"""How long something that is due may wait before somebody should ask why."""


class Health(StrEnum):
    """How a schedule is."""

    NEVER = "never"
    RUNNING = "running"
    WELL = "well"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class ScheduleView:
    """Something that is done again and again. `took`: the last run that has ended."""

    name: str
    title: str
    every: timedelta
    health: Health
    runs: int
    last_began_at: datetime | None
    last_ended_at: datetime | None
    took: timedelta | None
    next_due_at: datetime
    problem: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class JobView:
    """Something that was asked for. `known` is False where no room of this version declares it."""

    id: int
    name: str
    title: str
    known: bool
    state: str
    enqueued_at: datetime
    due_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    took: timedelta | None
    attempts: int
    most_attempts: int
    done: int | None
    of: int | None
    problem: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All that the page shows; `late_since`: due for so long that nobody can be working.

    Of what waits, failed and is done the first `SHOWN`; the numbers count all.
    """

    schedules: tuple[ScheduleView, ...]
    running: tuple[JobView, ...]
    waiting: tuple[JobView, ...]
    failed: tuple[JobView, ...]
    done: tuple[JobView, ...]
    count_waiting: int
    count_failed: int
    count_done: int
    late_since: datetime | None

    @property
    def digest(self) -> str:
        """Something that changes exactly when what is shown changes."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()

    @property
    def has_jobs(self) -> bool:
        """Whether anything was ever asked for, as far as anybody remembers."""
        return bool(self.running or self.count_waiting or self.count_failed or self.count_done)


def get_overview(*, at: datetime) -> Overview:
    """Return what runs, ran, waits and failed at `at`."""
    waiting = _jobs(State.WAITING).order_by("due_at", "id")
    failed = _jobs(State.FAILED).order_by("-ended_at", "-id")
    done = _jobs(State.DONE).order_by("-ended_at", "-id")
    return Overview(
        schedules=list_schedule_views(at=at),
        running=_views(_jobs(State.RUNNING).order_by("began_at", "id")),
        waiting=_views(waiting[:SHOWN]),
        failed=_views(failed[:SHOWN]),
        done=_views(done[:SHOWN]),
        count_waiting=waiting.count(),
        count_failed=failed.count(),
        count_done=done.count(),
        late_since=_late_since(at),
    )


def list_schedule_views(*, at: datetime) -> tuple[ScheduleView, ...]:
    """Return every declared schedule, in the order of their rooms; `at` for those that never ran."""
    rows = {row.name: row for row in ScheduleRow.objects.all()}
    return tuple(
        _schedule_view(each, rows.get(each.name) or ScheduleRow(name=each.name, next_due_at=at))
        for each in list_schedules()
    )


def list_job_views(*, state: str | None = None, limit: int = 100) -> tuple[JobView, ...]:
    """Return jobs, the newest first; `state` one of waiting, running, done, failed."""
    rows = JobRow.objects.all() if state is None else _jobs(State(state))
    return _views(rows.order_by("-id")[:limit])


def describe(*, state: str | None, limit: int, at: datetime) -> dict[str, Any]:
    """Return schedules and jobs as plain JSON values, for programs."""
    return {
        "schedules": [_plain(each) for each in list_schedule_views(at=at)],
        "jobs": [_plain(each) for each in list_job_views(state=state, limit=limit)],
    }


def _plain(view: ScheduleView | JobView) -> dict[str, Any]:
    said = {}
    for name, value in asdict(view).items():
        if name in _LENGTHS:
            said[f"{name}_seconds"] = None if value is None else value.total_seconds()
        else:
            said[name] = value.isoformat() if isinstance(value, datetime) else value
    return said


def count_failed() -> int:
    """Return how many jobs wait for a person to try them again."""
    return _jobs(State.FAILED).count()


def _jobs(state: State) -> "QuerySet[JobRow]":
    return JobRow.objects.filter(state=state)


def _views(rows: "QuerySet[JobRow]") -> tuple[JobView, ...]:
    return tuple(_job_view(row) for row in rows)


def _job_view(row: JobRow) -> JobView:
    declared = get_job(name=row.job)
    return JobView(
        id=row.id,
        name=row.job,
        title=str(declared.title) if declared else row.job,
        known=declared is not None,
        state=row.state,
        enqueued_at=row.enqueued_at,
        due_at=row.due_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
        took=_took(row.began_at, row.ended_at),
        attempts=row.attempts,
        most_attempts=declared.most_attempts if declared else MOST_ATTEMPTS,
        done=row.done,
        of=row.of,
        problem=row.problem,
        reference=row.reference,
    )


def _schedule_view(schedule: Schedule, row: ScheduleRow) -> ScheduleView:
    return ScheduleView(
        name=schedule.name,
        title=str(schedule.title),
        every=schedule.every,
        health=_health(row),
        runs=row.runs,
        last_began_at=row.last_began_at,
        last_ended_at=row.last_ended_at,
        took=None if row.claim else _took(row.last_began_at, row.last_ended_at),
        next_due_at=row.next_due_at,
        problem=row.last_error,
        reference=row.reference,
    )


def _health(row: ScheduleRow) -> Health:
    if row.claim is not None:
        return Health.RUNNING
    if row.failures:
        return Health.FAILING
    return Health.WELL if row.last_ended_at else Health.NEVER


def _took(began_at: datetime | None, ended_at: datetime | None) -> timedelta | None:
    if began_at is None or ended_at is None or ended_at < began_at:
        return None
    return ended_at - began_at


def _late_since(at: datetime) -> datetime | None:
    due: list[Any] = [
        _jobs(State.WAITING)
        .filter(job__in=[each.name for each in list_jobs()])
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first(),
        ScheduleRow.objects.filter(claim=None, name__in=[each.name for each in list_schedules()])
        .order_by("next_due_at")
        .values_list("next_due_at", flat=True)
        .first(),
    ]
    late = [each for each in due if each is not None and each < at - LATE]
    return min(late, default=None)
