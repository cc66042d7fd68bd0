"""When to try again, and what a job or schedule is at an instant."""

from datetime import datetime, timedelta

LEASE = timedelta(seconds=30)
"""How long whoever began something may be silent before it is taken for dead."""

BEAT = timedelta(seconds=8)
"""How often whoever runs something says that it lives: well within `LEASE`, thrice."""

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=2)
GROWS = 4
SPREAD = 0.2


def pause_after(*, attempts: int, chance: float) -> timedelta:
    """Return how long to wait after the n-th failed attempt: 10 s, 40 s, 160 s ... at most 2 h.

    `chance`, evenly spread over [0, 1), makes it up to a fifth shorter or longer: what failed
    together does not come again together.
    """
    pause: timedelta = min(FIRST_PAUSE * GROWS ** min(attempts - 1, 20), LONGEST_PAUSE)
    return pause * (1 + SPREAD * (2 * chance - 1))


def next_after(
    *, began_at: datetime, every: timedelta, ended_at: datetime, failures: int, chance: float
) -> datetime:
    """Return when a schedule is due again.

    After a failure sooner than usual, with growing pauses from its end. Never before it has ended:
    a run that takes longer than `every` is followed by one, not by all that it missed.
    """
    usual = max(began_at + every, ended_at)
    if not failures:
        return usual
    return min(usual, ended_at + pause_after(attempts=failures, chance=chance))
