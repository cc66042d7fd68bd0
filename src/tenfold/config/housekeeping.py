"""What is thrown away by itself: delivered facts after a month, jobs that are long done, sessions
that have expired, files that were imported or that nobody imported for a week, events that their
source does not keep."""

from datetime import datetime, timedelta

from tenfold.eventlog.current import get_log

EVERY = timedelta(hours=1)


def tidy_up(*, at: datetime) -> None:
    """Throw away what nobody needs at `at`."""
    from django.contrib.sessions.backends.db import SessionStore

    from tenfold.jobs import tidying
    from tenfold.outbox import pump
    from tenfold.techniques.interfaces.actions import apply_retention
    from tenfold.techniques.interfaces.actions.uploads import sweep_uploads

    pump.prune(at=at)
    tidying.prune(at=at)
    sweep_uploads(at=at)
    SessionStore.clear_expired()
    apply_retention(log=get_log(), at=at)
