"""This room's part of the interface of programs."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenfold.jobs import actions, queries
from tenfold.kit import clock

router = Router(tags=["jobs"])
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ScheduleOut(Schema):
    """Something that is done again and again."""

    name: str
    title: str
    every_seconds: int
    health: queries.Health
    runs: int
    last_began_at: datetime | None
    last_ended_at: datetime | None
    took_seconds: float | None
    next_due_at: datetime
    problem: str
    reference: str


class JobOut(Schema):
    """Something that was asked for. `done` of `of`: how far it says that it is."""

    id: int
    name: str
    title: str
    known: bool
    state: Literal["waiting", "running", "done", "failed"]
    enqueued_at: datetime
    due_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    took_seconds: float | None
    attempts: int
    most_attempts: int
    done: int | None
    of: int | None
    problem: str
    reference: str


class JobsOut(Schema):
    """What runs by itself."""

    schedules: list[ScheduleOut]
    jobs: list[JobOut]


class Wanted(Schema):
    """Which jobs to return: in which state (all, where it is left out), and how many at most."""

    state: Literal["waiting", "running", "done", "failed"] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


@router.get("/jobs", response=JobsOut, url_name="jobs")
def list_jobs(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:  # noqa: ARG001
    """Return every schedule, and the newest jobs first."""
    return queries.describe(state=wanted.state, limit=wanted.limit, at=clock.now())


@router.post("/jobs/{job_id}/retry", response={204: None}, url_name="job_retry")
def retry_job(request: HttpRequest, job_id: Id) -> Status[None]:  # noqa: ARG001
    """Try a failed job again."""
    actions.retry_job(job_id=job_id, at=clock.now())
    return Status(204, None)
