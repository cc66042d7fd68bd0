"""The event log, kept in one DuckDB file. See docs/explanation/event-log.md.

log = open_log(path=home / "log.duckdb", erasure_key=key)
"""

from pathlib import Path

from tenfold.eventlog.duckdb_log.engine import MEMORY_MB
from tenfold.eventlog.duckdb_log.log import DuckDBLog
from tenfold.eventlog.duckdb_log.schema import needs_migration
from tenfold.eventlog.store import EventLog

__all__ = ["needs_migration", "open_log"]


def open_log(*, path: Path, erasure_key: bytes, memory_mb: int = MEMORY_MB) -> EventLog:
    """Open the log at `path`, making or migrating it where needed.

    `erasure_key` hashes erased persons; with another key their tombstones say nothing. `memory_mb`
    is what the engine may use, for all questions at one time. Raises `LogLocked`, `LogDamaged`,
    `LogUnwritable`, `LogTooNew`.
    """
    return DuckDBLog(path=path, erasure_key=erasure_key, memory_mb=memory_mb)
