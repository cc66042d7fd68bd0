"""What is thrown away by itself: delivered facts after a month, sessions that have expired, files
that were imported or that nobody imported for a week, events that their source does not keep."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock

EVERY = timedelta(hours=1)


class Housekeeping:
    """Called often; tidies up at most once an hour."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = clock.now,
        log: Callable[[], EventLog] = get_log,
    ) -> None:
        self._now = now
        self._log = log
        self._next_at = now()

    def __call__(self) -> None:
        """Tidy up if it is time."""
        at = self._now()
        if at >= self._next_at:
            self._next_at = at + EVERY
            _tidy_up(at, self._log())


def _tidy_up(at: datetime, log: EventLog) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    from tenfold.outbox import pump
    from tenfold.techniques.interfaces.actions import apply_retention
    from tenfold.techniques.interfaces.actions.uploads import sweep_uploads

    pump.prune(at=at)
    sweep_uploads(at=at)
    SessionStore.clear_expired()
    apply_retention(log=log, at=at)
