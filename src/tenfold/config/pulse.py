"""What the server does by itself, twice a second: carry facts to the log, refresh the keys.

What is done more rarely, may take longer or is to be seen by people is a job: see `tenfold.jobs`.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger("tenfold.pulse")
BEAT_SECONDS = 0.5


@dataclass(frozen=True)
class Duty:
    """Something to do at each beat. A duty that fails is logged, and tried again at the next."""

    name: str
    do: Callable[[], None]


class Pulse:
    """A thread that does its duties at each beat until it is stopped."""

    def __init__(self, *, duties: tuple[Duty, ...]) -> None:
        self._duties = duties
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the beat that is on and stop."""
        self._stop.set()
        self._thread.join(timeout=2.5)

    def _run(self) -> None:
        from django.db import close_old_connections

        while not self._stop.wait(BEAT_SECONDS):
            for duty in self._duties:
                try:
                    duty.do()
                except Exception:
                    log.exception("%s failed; it is tried again at the next beat", duty.name)
            close_old_connections()
