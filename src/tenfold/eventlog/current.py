"""The log of the company that this process has open. Set once, by `config`."""

from tenfold.eventlog.refusals import LogUnwritable
from tenfold.eventlog.store import EventLog

_open: list[EventLog] = []


def set_log(log: EventLog | None) -> None:
    """Say which log is open in this process; None: none any more."""
    _open[:] = [] if log is None else [log]


def get_log() -> EventLog:
    """Return the open log. Raises `LogUnwritable` where none is open."""
    if not _open:
        raise LogUnwritable(
            "The event log is not open.", next_step="Start Tenfold with: tenfold up"
        )
    return _open[0]
