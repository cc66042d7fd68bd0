"""What the door turned away, as far as this process remembers it.

Refused events are not in the log. The door keeps the last of them in memory; `config` installs a
`RefusedDirectory` here, so that this technique can show them without knowing the door.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class RefusedEvent:
    """One event that was turned away: `code` is the refusal's, `detail` a sentence for people.

    `shape` says what it looked like, without anything of what it said; "" where that is not known.
    """

    source_id: int
    code: str
    detail: str
    at: datetime
    shape: str = ""


class RefusedDirectory(Protocol):
    """Remembers refusals since the server started."""

    def count(self, *, source_id: int) -> int:
        """Return how many events of a source were refused."""

    def latest(self, *, source_id: int, limit: int) -> tuple[RefusedEvent, ...]:
        """Return the last ones, newest first."""


_installed: list[RefusedDirectory] = []


def install_refused(directory: RefusedDirectory | None) -> None:
    """Say who remembers refusals; None: nobody. Called by `config` alone."""
    _installed[:] = [] if directory is None else [directory]


def count_refused(*, source_id: int) -> int:
    """Return how many events of a source were refused since the server started."""
    return sum(directory.count(source_id=source_id) for directory in _installed)


def list_refused(*, source_id: int, limit: int) -> tuple[RefusedEvent, ...]:
    """Return the last refused events of a source, newest first; none where nobody remembers."""
    for directory in _installed:
        return directory.latest(source_id=source_id, limit=limit)
    return ()
