"""A company of its own, in this process, whose questions can be asked as a page asks them."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingesting.tenfold_up import tenfold


@contextmanager
def at_home() -> Iterator[Path]:
    """Found a company, make it this process's, and yield a folder for logs. Once a process."""
    with tempfile.TemporaryDirectory(prefix="tenfold-bench-") as folder:
        home = Path(folder) / "home"
        tenfold(
            *("init", "--company", "Bench", "--timezone", "UTC", "--currency", "EUR"),
            *("--owner", "owner@example.com", "--password-stdin"),
            folder=home,
            given="correct horse battery staple\n",
        )
        os.environ["TENFOLD_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tenfold.config.settings"
        import django

        django.setup()
        yield Path(folder)


class Fresh:
    """The log as nobody has asked it before: answers are kept for each log, and this is another.

    Tells what was read through it: `reads`, and `seconds` that the engine was at it.
    """

    def __init__(self, log: Any) -> None:
        self._log = log
        self.reads = 0
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def read(self, *given: Any, **named: Any) -> Any:
        """Read, and take the time."""
        began = time.perf_counter()
        try:
            return self._log.read(*given, **named)
        finally:
            self.reads += 1
            self.seconds += time.perf_counter() - began


@dataclass
class Runs:
    """Several runs of one thing: seconds by the clock and of processor time (of all threads)."""

    clocks: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)

    def run(self, work: Callable[[], Any]) -> Any:
        """Run once more; return what came out."""
        clock, processor = time.perf_counter(), time.process_time()
        found = work()
        self.clocks.append(time.perf_counter() - clock)
        self.processors.append(time.process_time() - processor)
        return found

    @property
    def clock(self) -> float:
        """The fastest: what else the machine does only ever makes a run slower."""
        return min(self.clocks)

    @property
    def processor(self) -> float:
        """The least processor time: a loaded machine disturbs that less."""
        return min(self.processors)


def load() -> str:
    """How busy the machine is, by all that runs on it."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
