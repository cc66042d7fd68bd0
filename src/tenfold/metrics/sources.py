"""What sources are called. The rooms below do not know who keeps them: `config` hands them over.

install_sources(lambda: [SourceName(1, "Web shop", "web")])
list_sources()          # at most a second old
"""

from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic

from tenfold.metrics.sql.fields import SourceName

KEPT_SECONDS = 1.0

Read = Callable[[], Iterable[SourceName]]


class Sources:
    """The sources as they were read last, read again when that is a second ago."""

    def __init__(self, *, read: Read, seconds: Callable[[], float] = monotonic) -> None:
        self._read = read
        self._seconds = seconds
        self._lock = Lock()
        self._kept: tuple[float, tuple[SourceName, ...]] | None = None

    def get(self) -> tuple[SourceName, ...]:
        """Return all sources, by id."""
        with self._lock:
            now = self._seconds()
            if self._kept is None or now - self._kept[0] >= KEPT_SECONDS:
                self._kept = now, tuple(sorted(self._read(), key=lambda one: one.id))
            return self._kept[1]


_installed = Sources(read=tuple)


def install_sources(read: Read) -> None:
    """Say how to read the sources of this process's company. `config` does this once."""
    global _installed  # noqa: PLW0603  one company a process
    _installed = Sources(read=read)


def list_sources() -> tuple[SourceName, ...]:
    """Return all sources, by id; none where nobody said how to read them."""
    return _installed.get()
