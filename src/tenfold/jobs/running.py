"""Runs what is due, one thing at a time, and notes what became of it."""

import logging
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.jobs import claims
from tenfold.jobs.claims import Claim, JobClaim, LostClaim, ScheduleClaim
from tenfold.jobs.declaring import Job, Schedule, list_jobs, list_schedules
from tenfold.jobs.progress import GiveUp, Interrupted, Reporting
from tenfold.kit import clock
from tenfold.kit.ids import make_reference
from tenfold.kit.refusal import Refusal

log = logging.getLogger("tenfold.jobs")
PROGRESS_SECONDS = 1.0
Explain = Callable[[BaseException], Refusal | None]
Surround = Callable[[], AbstractContextManager[object]]
"""What is true while something runs: the company's language and zone."""

Hold = Callable[[Claim], AbstractContextManager[Callable[[], bool]]]
"""Keeps a claim alive while it is entered; gives a question: must it end now?"""


def explain_refusal(error: BaseException) -> Refusal | None:
    """Return what explains itself; None for a bug."""
    return error if isinstance(error, Refusal) else None


def hold_nothing(_: Claim) -> AbstractContextManager[Callable[[], bool]]:
    """Hold a claim that is over before its lease is."""
    return nullcontext(lambda: False)


@dataclass(frozen=True, kw_only=True)
class Able:
    """What somebody who works can do, and how."""

    jobs: tuple[Job, ...]
    schedules: tuple[Schedule, ...]
    explain: Explain = explain_refusal
    hold: Hold = field(default=hold_nothing)
    surround: Surround = nullcontext
    now: Callable[[], datetime] = clock.now


@dataclass(frozen=True, kw_only=True)
class Ran:
    """Something that was run. `problem` says why it failed; empty: it went well."""

    name: str
    problem: str = ""


def run_due(*, at: datetime, names: Collection[str] | None = None) -> tuple[Ran, ...]:
    """Run every job that is due at `at`, also those that these ask for; return what was run.

    With `names`, only what is called so, schedules included. It is as if the time stood still, so
    what fails is not tried again within it.
    """
    able = Able(
        jobs=tuple(job for job in list_jobs() if names is None or job.name in names),
        schedules=tuple(each for each in list_schedules() if each.name in (names or ())),
        now=lambda: at,
    )
    claims.know_schedules(at=at)
    ran = []
    while each := run_next(able=able):
        ran.append(each)
    return tuple(ran)


def run_next(*, able: Able) -> Ran | None:
    """Run what has been due for longest, schedules first; return what it was, or None."""
    at = able.now()
    claim = claims.claim_schedule(schedules=able.schedules, at=at) or claims.claim_job(
        jobs=able.jobs, at=at
    )
    return run_claimed(claim=claim, able=able) if claim else None


def run_claimed(*, claim: Claim, able: Able) -> Ran:
    """Run what was claimed and note what became of it."""
    problem = ""
    try:
        with able.hold(claim) as must_end, able.surround():
            _run(claim, able, must_end)
    except Interrupted:
        claims.give_back(claim=claim, at=able.now())
        problem = _("It was interrupted.")
    except LostClaim:
        log.warning("%s took so long without a sign of life that another runs it", claim.name)
        problem = _("It was taken over.")
    except (Exception, SystemExit) as error:
        with able.surround():
            problem = _note_failure(claim, able, error)
    return Ran(name=claim.name, problem=problem)


def _run(claim: Claim, able: Able, must_end: Callable[[], bool]) -> None:
    declared = _declared(claim)
    with (
        Reporting(report=_reporter(claim, must_end)),
        transaction.atomic() if declared.atomic else nullcontext(),
    ):
        if isinstance(claim, JobClaim):
            declared.run(**claim.arguments)
        else:
            declared.run(at=claim.began_at)
        claims.end_well(claim=claim, at=able.now())


def _reporter(claim: Claim, must_end: Callable[[], bool]) -> Callable[[int, int | None], None]:
    written_at = -PROGRESS_SECONDS

    def report(done: int, of: int | None) -> None:
        nonlocal written_at
        if must_end():
            raise Interrupted
        if isinstance(claim, JobClaim) and monotonic() - written_at >= PROGRESS_SECONDS:
            written_at = monotonic()
            claims.note_progress(claim=claim, done=done, of=of)

    return report


def _note_failure(claim: Claim, able: Able, error: BaseException) -> str:
    reference = make_reference()
    refusal = able.explain(error)
    if refusal is None:
        log.error("[%s] %s failed", reference, claim.name, exc_info=error)
        problem = _("Something went wrong in Tenfold itself.")
    else:
        log.warning("[%s] %s failed: %s", reference, claim.name, refusal.sentence)
        problem = f"{refusal.sentence} {refusal.next_step}".strip()
    try:
        claims.end_badly(
            claim=claim,
            at=able.now(),
            problem=problem,
            reference=reference,
            final=isinstance(error, GiveUp),
        )
    except LostClaim:
        log.warning("[%s] %s had been taken over by then", reference, claim.name)
    return problem


def _declared(claim: Claim) -> Any:
    return claim.schedule if isinstance(claim, ScheduleClaim) else claim.job
