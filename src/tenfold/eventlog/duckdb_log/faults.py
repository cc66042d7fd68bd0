"""What DuckDB reports becomes a refusal with a sentence and a next step."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tenfold.eventlog.refusals import LogDamaged, LogLocked, LogUnwritable, Overloaded, QueryTooLong
from tenfold.kit.refusal import Refusal

_FULL = re.compile(r"no space left|disk quota|not enough space|out of disk|failed to write", re.I)
_READ_ONLY = re.compile(r"read-only file system|permission denied|read only|read-only mode", re.I)
_LOCKED = re.compile(r"could not set lock", re.I)
_HOLDER = re.compile(r"lock is held in (?P<program>\S+).*?\(PID (?P<pid>\d+)\)", re.I)
_DAMAGED = re.compile(
    r"checksum|corrupt|not a valid duckdb|failed to deserialize|serialization error"
    r"|could not read enough bytes|could not read all data|failure while replaying wal",
    re.I,
)
_FATAL = re.compile(r"database has been invalidated|fatal error", re.I)


@contextmanager
def naming_faults(*, path: Path) -> Iterator[None]:
    """Turn what the engine says about the file or a question into a `Refusal`; let bugs pass."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        refusal = name_fault(error=error, path=path)
        if refusal is None:
            raise
        raise refusal from error


def name_fault(*, error: BaseException, path: Path) -> Refusal | None:
    """Return the refusal that says it in plain words; None where it is not an expected failure."""
    if isinstance(error, Refusal):
        return error
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return _too_long()
    if isinstance(error, duckdb.OutOfMemoryException):
        return _no_memory()
    if isinstance(error, duckdb.SerializationException):
        return _damaged(text, path)
    for pattern, refuse in _NAMED:
        if pattern.search(text):
            return refuse(text, path)
    return None


def is_fatal(*, error: BaseException) -> bool:
    """Return whether the engine gave up on the open file, so that it must be opened again."""
    return isinstance(error, duckdb.FatalException) or bool(_FATAL.search(str(error)))


def _too_long() -> Refusal:
    return QueryTooLong(
        "The question took longer than it may.",
        next_step="Ask about a shorter time, or with a coarser grain.",
    )


def _no_memory() -> Refusal:
    return Overloaded(
        "The event log has no memory left for this just now.",
        next_step="Send or ask the same again in a moment; nothing of it was stored.",
    )


def _locked(text: str, path: Path) -> Refusal:
    holder = _HOLDER.search(text)
    who = (
        f"process {holder['pid']} ({os.path.basename(holder['program'])})"  # noqa: PTH119
        if holder
        else "another process"
    )
    return LogLocked(
        f"The event log {path} is open in {who}.",
        next_step="Stop that process (if it is Tenfold: tenfold up, Ctrl-C), then try again.",
    )


def _full(_: str, path: Path) -> Refusal:
    return LogUnwritable(
        f"The disk that holds the event log is full ({path.parent}).",
        next_step="Make room on it. Tenfold writes again by itself as soon as there is some;"
        " nothing that was acknowledged is lost.",
    )


def _read_only(_: str, path: Path) -> Refusal:
    return LogUnwritable(
        f"The event log cannot be written: {path} is read-only.",
        next_step="Let Tenfold's user write the file and its folder, or mount the disk writable.",
    )


def _damaged(_: str, path: Path) -> Refusal:
    return LogDamaged(
        f"The event log {path} is damaged: it does not hold what was written to it.",
        next_step="Bring back the last backup with: tenfold restore PATH. Keep the damaged file.",
    )


_NAMED: tuple[tuple[re.Pattern[str], Callable[[str, Path], Refusal]], ...] = (
    (_LOCKED, _locked),
    (_FULL, _full),
    (_READ_ONLY, _read_only),
    (_DAMAGED, _damaged),
)
