"""One process has a company open at a time: whoever holds the lock of its home."""

import fcntl
import os
import time
from types import TracebackType

from tenfold.config.home import Home
from tenfold.kit.refusal import Refusal

WAIT_SECONDS = 10.0
_RETRY_SECONDS = 0.05


class CompanyBusy(Refusal):
    """Another process has the company open."""

    code = "company_busy"
    status = 503


class HomeLock:
    """The lock of a home: an advisory lock (flock) that the kernel drops when its holder dies.

    Nothing has to be cleaned up after a kill -9, and a left-over lock file locks nobody out.
    """

    def __init__(self, *, home: Home) -> None:
        self._home = home
        self._descriptor: int | None = None

    def try_once(self) -> bool:
        """Take the lock if nobody has it; return whether it is ours now."""
        descriptor = os.open(self._home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return True

    def take(self, *, wait_seconds: float = WAIT_SECONDS) -> None:
        """Take the lock, waiting. Raises `CompanyBusy` when it is still held after that."""
        until = time.monotonic() + wait_seconds
        while not self.try_once():
            if time.monotonic() >= until:
                raise self.busy()
            time.sleep(_RETRY_SECONDS)

    def busy(self) -> CompanyBusy:
        """Return the refusal that says who holds the lock."""
        holder = self._home.lock.read_text(encoding="ascii").strip() or "unknown"
        return CompanyBusy(
            f"Another Tenfold process (number {holder}) has this company open.",
            next_step="If it is the server, stop it first; if it is a command, wait until it is "
            "done. Then try again.",
        )

    def release(self) -> None:
        """Give the lock back. Idempotent."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "HomeLock":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
