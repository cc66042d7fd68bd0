"""How a log is, and what it does for itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the log does for itself in the background, since it was opened.

    doing      rolling up events that their source does not keep, or putting those of closed days in
               order; None: nothing just now
    unrolled   how many events were still to be rolled up when it last looked; None: not yet
    rolled     how many it has rolled up
    unordered  how many events of closed days were not in order when it last looked; None: not yet.
               A few always are: it is not worth it until there are many
    ordered    how many it has put in order
    problem    why the last attempt failed
    """

    doing: Literal["rolling", "ordering"] | None = None
    unrolled: int | None = None
    rolled: int = 0
    unordered: int | None = None
    ordered: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How the log is. Where `writable` is False (disk full, read-only), `problem` says why."""

    events: int
    bytes_on_disk: int
    writable: bool
    problem: str | None
    last_event_at: datetime | None
    promoted: tuple[str, ...] = ()
    upkeep: Upkeep = Upkeep()
