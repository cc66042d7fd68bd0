"""The open DuckDB file: connections to it, and the moments when nobody may have one."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb

from tenfold.eventlog.duckdb_log.faults import naming_faults
from tenfold.eventlog.duckdb_log.promoted import quote_text
from tenfold.eventlog.duckdb_log.schema import migrate
from tenfold.eventlog.refusals import LogUnwritable

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    # The writer checkpoints when it is idle (see `writer`); this is for when it never is.
    "wal_autocheckpoint": "64MB",
    # Nothing reaches the internet at run time.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Ids leave as their 16 bytes, not as text.
    "arrow_lossless_conversion": True,
}


MEMORY_MB = 512
"""What the engine may use unless somebody says otherwise."""

_SPILL = ".spill-"
_MOST_SPILLED = 8 << 30


class Engine:
    """One DuckDB file. Readers share it; to put another file in its place takes all of it."""

    def __init__(self, *, path: Path, memory_mb: int) -> None:
        self.path = path
        self._settings = {**_SETTINGS, "memory_limit": f"{memory_mb}MB"}
        self._gate = _Gate()
        self._spill = path
        self._connection: duckdb.DuckDBPyConnection | None = None

    def open(self) -> None:
        """Open the file, making or migrating it where needed. Raises what `naming_faults` names."""
        with naming_faults(path=self.path):
            connection = duckdb.connect(str(self.path), config=self._settings)
            try:
                connection.execute("SET GLOBAL TimeZone = 'UTC'")
                self._bound_spill(connection)
                migrate(connection=connection)
            except BaseException:
                connection.close()
                raise
        self._connection = connection

    def _bound_spill(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let questions that outgrow memory go on beside the log, and never fill its disk.

        The folder has a new name each time, so that what a killed process left can be removed.
        """
        free = shutil.disk_usage(self.path.parent).free
        self._spill = self.path.with_name(f"{self.path.name}{_SPILL}{uuid4().hex[:8]}")
        connection.execute(f"SET GLOBAL temp_directory = {quote_text(str(self._spill))}")
        # Given when the file is opened, the engine shows this bound and does not heed it.
        connection.execute(
            f"SET GLOBAL max_temp_directory_size = '{min(_MOST_SPILLED, free // 2)}B'"
        )

    def remove_spilled(self) -> None:
        """Remove what questions of a killed process left on disk."""
        for folder in self.path.parent.glob(f"{self.path.name}{_SPILL}*"):
            if folder != self._spill:
                shutil.rmtree(folder)

    def close(self) -> None:
        """Release the file, after the readers that are under way. Idempotent."""
        with self._gate.alone():
            self._close()

    def reopen(self) -> None:
        """Open the file again after the engine gave up on it."""
        with self._gate.alone():
            self._close()
            self.open()

    @contextmanager
    def replacing(self) -> Iterator[None]:
        """Close the file, let the caller put another in its place, and open that one."""
        with self._gate.alone():
            self._close()
            try:
                yield
            finally:
                self.open()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection of one's own, with a transaction of its own; it closes at the end."""
        with self._gate.shared():
            cursor = self.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of one's own. Raises `LogUnwritable` where the file is not open."""
        if self._connection is None:
            raise LogUnwritable(
                "The event log is not open.",
                next_step="Look at its state with: tenfold doctor. It opens again by itself when"
                " the disk allows it.",
            )
        return self._connection.cursor()

    def wal_bytes(self) -> int:
        """Return the size of the write-ahead log."""
        return _size(self.path.with_name(self.path.name + ".wal"))

    def bytes_on_disk(self) -> int:
        """Return the size of the file and its write-ahead log."""
        return _size(self.path) + self.wal_bytes()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Gate:
    """Many may share it, or one may have it alone; whoever wants it alone goes first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sharing = 0
        self._alone = 0
        self._taken = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._sharing += 1
        try:
            yield
        finally:
            with self._changed:
                self._sharing -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._alone += 1
            self._changed.wait_for(lambda: not self._sharing and not self._taken)
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._alone -= 1
                self._changed.notify_all()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
