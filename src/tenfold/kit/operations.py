"""What a command asks the company to do, wherever the company lives at that moment.

The log and the rows belong to one process. When the server runs, a command must go to it; when it
does not, the command opens the company itself. A command does not care: it declares an operation
and asks for it.

    @operation("sources.add")
    def add_source(call: Call, *, name: str, kind: str) -> dict[str, object]: ...

    answer = ask(add_source, name="Web shop", kind="web")

Arguments and answers are plain JSON values, because they may cross a socket. `config` decides where
the operation runs, by installing a runner.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Concatenate, Protocol

Progress = Callable[[dict[str, Any]], None]


def ignore_progress(_: dict[str, Any]) -> None:
    """Let progress pass unseen."""


@dataclass(frozen=True)
class Call:
    """What an operation gets beside its arguments.

    `log` is the open event log of the company (a `tenfold.eventlog.store.EventLog`; not named here
    because `kit` stands below it). `progress` may be called often with a small JSON object.
    `cancelled` is set when whoever asked has gone away: long work looks at it and stops cleanly.
    """

    log: Any
    progress: Progress = ignore_progress
    cancelled: Event = field(default_factory=Event)


Run = Callable[Concatenate[Call, ...], Any]
"""The body of an operation: does it and returns plain JSON values, or raises `Refusal`."""


@dataclass(frozen=True)
class Operation:
    """A named thing that a company can be asked to do."""

    name: str
    run: Run


class Runner(Protocol):
    """Carries an operation to the company and its answer back."""

    def __call__(
        self, operation: Operation, arguments: dict[str, Any], progress: Progress, /
    ) -> Any:
        """Run it where the company is. Raises `Refusal`."""


_operations: dict[str, Operation] = {}
_runner: list[Runner] = []


def operation(name: str) -> Callable[[Run], Operation]:
    """Declare the decorated function as the operation `name` (a dotted name: technique.verb)."""

    def declare(run: Run) -> Operation:
        declared = Operation(name=name, run=run)
        _operations[name] = declared
        return declared

    return declare


def get_operation(name: str) -> Operation | None:
    """Return the declared operation of that name, or None."""
    return _operations.get(name)


def install_runner(runner: Runner) -> None:
    """Say where operations run from now on. Called by `config` alone."""
    _runner[:] = [runner]


def ask(asked: Operation, *, progress: Progress = ignore_progress, **arguments: Any) -> Any:
    """Have the company do `asked` and return its answer. Raises `Refusal`."""
    return _runner[0](asked, arguments, progress)
