"""How often something is tried that could not be handed over."""

from datetime import timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""What lies between one attempt and the next. After the last of them a message has failed."""

HELD_FOR = timedelta(minutes=5)
"""How long a process may take over one attempt. It is longer than all time-outs together; when it is
over, the process is taken to be dead, and the message is sent again under the same id."""


def pause_after(*, attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts that failed; None: it has failed for good."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
