"""How long what is over is remembered."""

from datetime import datetime, timedelta

from tenfold.jobs.models import JobRow, State

KEPT = timedelta(days=30)
"""How long a job that went well stays, and its key with it."""

FAILED_KEPT = timedelta(days=90)
"""How long a job that failed waits for somebody to try it again."""


def prune(*, at: datetime) -> int:
    """Remove jobs that have been over for long enough; return how many."""
    removed = 0
    for state, kept in ((State.DONE, KEPT), (State.FAILED, FAILED_KEPT)):
        found, _ = JobRow.objects.filter(state=state, ended_at__lt=at - kept).delete()
        removed += found
    return removed
