"""Jobs: scheduled and background work; what runs, ran, failed, and when it runs next.

A room says in its `jobs.py` what can be done, and what is to be done again and again:

    SCHEDULES = (
        Schedule(name="boards.send_mails", title=_("Send boards"), every=minutes(1), run=send_due),
    )

    @job("boards.send_board", title=_("Send a board by e-mail"))
    def send_board(*, board_id: int) -> None: ...

and asks for it where the reason arises, inside the transaction that is the reason:

    with transaction.atomic():
        ...
        enqueue(job="boards.send_board", arguments={"board_id": 7}, key="7/2026-11-25")

Either both are there or neither is. A job runs at least once, and again after a pause where it
failed or where its process was killed; `@job(..., atomic=True)` makes its rows and its end one
transaction, so that they are there exactly once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenfold.jobs.declaring import Schedule, job
from tenfold.jobs.progress import GiveUp, report_progress

__all__ = ["GiveUp", "Schedule", "enqueue", "job", "report_progress"]


def enqueue(
    *,
    job: str,
    arguments: Mapping[str, Any],
    key: str | None = None,
    not_before: datetime | None = None,
) -> int:
    """Ask for a job inside the current transaction; return its id.

    job         its declared name
    arguments   keyword arguments, plain JSON values
    key         the same job under the same key is asked for once: the id is that of the first,
                also where it is done, as long as it is kept (`tidying.KEPT`)
    not_before  when it may begin at the earliest; None: now

    Raises `RuntimeError` outside of a transaction, because a job must stand or fall with what it is
    for, and `LookupError` where nobody declared the job.
    """
    from tenfold.jobs.actions import enqueue_job

    return enqueue_job(job=job, arguments=arguments, key=key, not_before=not_before)
