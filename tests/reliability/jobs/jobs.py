"""Jobs that leave traces: a line in a file when they begin, a fact when they have an effect.

While the file `wait` is in the home, whoever has left both waits: that is when it is killed.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from tenfold import outbox
from tenfold.facts.people import MemberInvited
from tenfold.jobs import GiveUp, Schedule, enqueue, job, report_progress
from tenfold.kit import clock


def home() -> Path:
    return Path(os.environ["TENFOLD_HOME"])


def trace(name: str) -> None:
    """Say that something has begun, in one write, whoever else does."""
    with (home() / "traces").open("a") as file:
        file.write(f"{name} {os.getpid()}\n")


def wait() -> None:
    while (home() / "wait").exists():
        time.sleep(0.02)


@job("tests.once", title="Have one effect", atomic=True, needs_log=False)
def once(*, number: int) -> None:
    outbox.tell(fact=MemberInvited(invitation_id=number, role="member"), at=clock.now())
    trace(f"once-{number}")
    wait()


@job("tests.begin", title="Ask for something, then dawdle")
def begin(*, number: int) -> None:
    with transaction.atomic():
        enqueue(job="tests.once", arguments={"number": number}, key=f"{number}")
    trace(f"begin-{number}")
    wait()


@job("tests.long", title="Take long, and say how far", long=True)
def long(*, of: int) -> None:
    trace("long")
    for done in range(of):
        report_progress(done=done, of=of)
        time.sleep(0.02)
        if not (home() / "wait").exists():
            return


@job("tests.fussy", title="Tell Ada by e-mail")
def fussy() -> None:
    trace("fussy")
    if not (home() / "mended").exists():
        raise GiveUp("The mail server does not answer.", next_step="Is its name right?")


@job("tests.deaf", title="Take long, and hear nothing")
def deaf() -> None:
    trace("deaf")
    wait()


def yearly(*, at: object) -> None:
    outbox.tell(fact=MemberInvited(invitation_id=77, role="member"), at=clock.now())
    trace("yearly")
    wait()


SCHEDULES = (
    Schedule(
        name="tests.yearly",
        title="Have one effect a year",
        every=timedelta(days=365),
        run=yearly,
        atomic=True,
        long=True,
        needs_log=False,
    ),
)
