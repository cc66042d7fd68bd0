"""Where a command's operation runs: in the server when it is up, else here."""

import time
from contextlib import ExitStack
from typing import Any

from tenfold.config.control import ask_server, connect, run_operation
from tenfold.config.home import Home
from tenfold.config.lock import WAIT_SECONDS, HomeLock
from tenfold.kit.operations import Call, Operation, Progress


class CommandRunner:
    """Runs the operations of one command. Close it when the command is done."""

    def __init__(self, *, home: Home) -> None:
        self._home = home
        self._stack = ExitStack()
        self._company: Any = None

    def __call__(self, operation: Operation, arguments: dict[str, Any], progress: Progress) -> Any:
        """Run `operation` and return its answer. Raises `NoCompanyHere`, `CompanyBusy`, ..."""
        self._home.require()
        if self._company is None:
            connection = self._reach()
            if connection is not None:
                return ask_server(connection, operation, arguments, progress)
        call = Call(log=self._company.log, progress=progress)
        return run_operation(call, operation.name, arguments)

    def close(self) -> None:
        """Close the company if it was opened here."""
        self._stack.close()

    def _reach(self) -> Any:
        # Somebody may hold the lock without listening yet (a server that is starting) or any more
        # (one that is stopping, or another command): look again at both until the time is up.
        from tenfold.config.company import open_company

        lock = HomeLock(home=self._home)
        until = time.monotonic() + WAIT_SECONDS
        while True:
            connection = connect(home=self._home)
            if connection is not None:
                return connection
            if lock.try_once():
                break
            if time.monotonic() >= until:
                raise lock.busy()
            time.sleep(0.05)
        self._stack.callback(lock.release)
        self._company = self._stack.enter_context(open_company(home=self._home, lock=lock))
        return None
