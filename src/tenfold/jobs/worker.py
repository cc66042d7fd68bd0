"""Whoever works: three threads that run what is due, and one that says that they live.

What may take minutes has a thread of its own, so a backup keeps no alert waiting. The rest has two,
so a mail server that takes its time keeps nothing else waiting.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Lock, Thread
from time import monotonic
from uuid import UUID

from django.db import close_old_connections, connections

from tenfold.jobs import claims, rules
from tenfold.jobs.actions import bell
from tenfold.jobs.claims import Claim
from tenfold.jobs.declaring import Job, Schedule, list_jobs, list_schedules
from tenfold.jobs.running import Able, Explain, Surround, explain_refusal, run_next
from tenfold.kit import clock

log = logging.getLogger("tenfold.jobs")
LOOK_SECONDS = 1.0
STOP_SECONDS = 2.0


class Worker:
    """Runs what is due until it is stopped.

    has_log  the event log is open in this process; without it, only what does not need it is run
    alone    no other process can be running jobs: what is claimed was claimed by the dead
    explain  says an error in plain words, or returns None
    surround entered around all that is run
    """

    def __init__(
        self,
        *,
        has_log: bool,
        alone: bool,
        explain: Explain = explain_refusal,
        surround: Surround = nullcontext,
    ) -> None:
        self._has_log = has_log
        self._alone = alone
        self._explain = explain
        self._surround = surround
        self._stopping = Event()
        self._held: dict[UUID, tuple[Claim, Event]] = {}
        self._guard = Lock()
        self._threads: list[Thread] = []
        self._told_at = 0.0

    def start(self) -> None:
        """Begin to work."""
        self._look_after_others(alone=self._alone)
        for name, do in (
            ("jobs", lambda: self._work(self._able(long=False))),
            ("more jobs", lambda: self._work(self._able(long=False))),
            ("long jobs", lambda: self._work(self._able(long=True))),
            ("signs of life", self._live),
        ):
            thread = Thread(target=_closing_connections(do), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def tell_to_stop(self) -> None:
        """Begin nothing new, and let what reports progress end. Returns at once."""
        if not self._stopping.is_set():
            self._told_at = monotonic()
            self._stopping.set()
        bell.set()

    def stop(self, *, seconds: float = STOP_SECONDS) -> None:
        """Stop within so many seconds after it was told to.

        What does not end until then is given back: it runs again elsewhere, or later.
        """
        self.tell_to_stop()
        until = self._told_at + seconds
        for thread in self._threads:
            thread.join(timeout=max(0.0, until - monotonic()))
        with self._guard:
            left = list(self._held.values())
        for claim, _ in left:
            _leave_behind(claim)

    def _able(self, *, long: bool) -> Able:
        def ours(each: Job | Schedule) -> bool:
            return each.long is long and (self._has_log or not each.needs_log)

        return Able(
            jobs=tuple(job for job in list_jobs() if ours(job)),
            schedules=tuple(schedule for schedule in list_schedules() if ours(schedule)),
            explain=self._explain,
            hold=self._hold,
            surround=self._surround,
        )

    def _work(self, able: Able) -> None:
        while not self._stopping.is_set():
            bell.clear()  # before the look: what is asked for during it rings again
            try:
                ran = run_next(able=able)
            except Exception:
                # The rows cannot be reached: nothing is lost, and the next look may find them.
                log.exception("looking for jobs failed; it is tried again in a second")
                close_old_connections()
                ran = None
            if ran is None:
                bell.wait(LOOK_SECONDS)

    @contextmanager
    def _hold(self, claim: Claim) -> Iterator[Callable[[], bool]]:
        lost = Event()
        with self._guard:
            self._held[claim.token] = (claim, lost)
        try:
            yield lambda: self._stopping.is_set() or lost.is_set()
        finally:
            with self._guard:
                self._held.pop(claim.token, None)

    def _live(self) -> None:
        while not self._stopping.wait(rules.BEAT.total_seconds()):
            try:
                self._beat()
            except Exception:
                log.exception("a sign of life failed; it is tried again at the next beat")
                close_old_connections()

    def _beat(self) -> None:
        with self._guard:
            held = list(self._held.values())
        for claim, lost in held:
            if not claims.renew(claim=claim, at=clock.now()):
                lost.set()
        self._look_after_others(alone=False)

    def _look_after_others(self, *, alone: bool) -> None:
        with self._surround():  # what it says of the dead is in the company's language, too
            claims.know_schedules(at=clock.now())
            claims.take_back(at=clock.now(), of_everybody=alone)


def _leave_behind(claim: Claim) -> None:
    try:
        claims.give_back(claim=claim, at=clock.now())
    except Exception:
        # Whoever starts next, or misses it, takes it back; the rest of the house has to be closed.
        log.exception("%s could not be given back; it is taken for dead later", claim.name)
    else:
        log.warning("%s was interrupted and runs again later", claim.name)


def _closing_connections(do: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            do()
        finally:
            connections.close_all()

    return run
