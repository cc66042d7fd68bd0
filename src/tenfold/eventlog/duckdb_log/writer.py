"""The one thread that writes: it commits what waits as soon as it can, and tidies up in between.

While one commit is on its way to disk the next group forms by itself; there is no timer.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import duckdb

from tenfold.eventlog.duckdb_log import batch, catalogue, copies
from tenfold.eventlog.duckdb_log.commit import Outcome, commit_group
from tenfold.eventlog.duckdb_log.faults import name_fault, naming_faults
from tenfold.eventlog.duckdb_log.journal import Change, Stretch, few_stretches, stretches_of
from tenfold.eventlog.duckdb_log.news import News
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.timings import RecentTimings
from tenfold.eventlog.duckdb_log.waiting import Job, Queue, Waiting
from tenfold.kit.refusal import Refusal

Answer = TypeVar("Answer")

_IDLE_SECONDS = 0.2
_QUIET_SECONDS = 5.0
_REWRITE_SECONDS = 600.0  # between two attempts; each copies the whole file
_WAL_BYTES_WORTH_A_CHECKPOINT = 8 << 20

_log = logging.getLogger(__name__)


class Writer:
    """Owns the writing connection from `start` to `stop`."""

    def __init__(self, *, state: State, news: News) -> None:
        self.queue = Queue()
        self.timings = RecentTimings()
        self._state = state
        self._news = news
        self._rewrite_from = 0.0
        self._thread = threading.Thread(target=self._work, name="eventlog-writer", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Commit what waits and end the thread. Idempotent."""
        self.queue.close()
        if self._thread.is_alive():
            self._thread.join()

    def run(self, job: Callable[[], Answer], *, changes: Change) -> Answer:
        """Run `job` between two commits and return what it returns. Raises what it raises.

        `changes` says what it may change of the answers to questions.
        """
        if threading.current_thread() is self._thread:
            return job()
        waiting = Job(job, changes)
        self.queue.put_job(waiting)
        answer: Answer = waiting.future.result()
        return answer

    def _work(self) -> None:
        seconds = _IDLE_SECONDS
        while (work := self.queue.take(seconds=seconds)) is not None:
            seconds = _IDLE_SECONDS
            if isinstance(work, Job):
                self._do(work)
            elif work:
                self._commit(work)
            elif not self._tidy_up():
                seconds = _QUIET_SECONDS

    def _do(self, job: Job) -> None:
        try:
            with naming_faults(path=self._state.engine.path):
                answer: Any = job.run()
        except Exception as error:
            self._state.note_failure(error=error.__cause__ or error, refusal=None)
            # A part of it may have been committed before the rest failed.
            self._state.journal.note(job.changes)
            job.future.set_exception(error)
            return
        self._state.journal.note(job.changes)
        job.future.set_result(answer)

    def _commit(self, group: list[Waiting]) -> None:
        try:
            commit_group(group=group, state=self._state, kept=self._keep)
        except Exception as error:
            # A bug, not a refusal: whoever waits must hear of it, and the writer must go on.
            _log.exception("a commit failed after it was stored")
            for waiting in group:
                if not waiting.future.done():
                    waiting.future.set_exception(error)

    def _keep(self, outcome: Outcome) -> None:
        state = self._state
        fresh = outcome.fresh()
        state.problem = None
        if not fresh:
            return
        state.total += fresh
        state.batch += 1
        stretches: list[Stretch] = []
        for part in outcome.parts:
            times = batch.find_times(part=part)
            if len(times):
                state.extent = batch.widen(extent=state.extent, part=part, times=times)
                stretches += stretches_of(times=times)
        if outcome.draft is not None:
            state.identities.keep(outcome.draft)
        # Only now, because whoever sees the new version may ask at once.
        state.journal.note(
            Change(
                names=outcome.names,
                stretches=few_stretches(stretches),
                persons=outcome.draft is not None and bool(outcome.draft.person),
            )
        )
        for part in outcome.parts:
            waited = (outcome.started - part.waiting.enqueued) * 1000
            self.timings.add(
                ids=batch.join_ids(parts=[part]), waited_ms=waited, steps=outcome.timings
            )
        self._news.tell(
            parts=outcome.parts,
            names=outcome.names,
            total=state.total,
            identities=state.identities,
        )

    def _tidy_up(self) -> bool:
        """Do one thing that waits for silence; return whether there was one."""
        state = self._state
        try:
            return self._tidy_once()
        except duckdb.TransactionException:
            return False  # A copy or a promotion is under way; there will be another silence.
        except (duckdb.Error, OSError, Refusal) as error:
            refusal = name_fault(error=error, path=state.engine.path)
            state.note_failure(error=error, refusal=refusal)
            _log.warning("the event log could not tidy up: %s", error)
        except Exception as error:
            # A bug: whoever looks must hear of it, and the writer must go on.
            state.note_failure(error=error, refusal=None)
            _log.exception("the event log could not tidy up")
        return False

    def _tidy_once(self) -> bool:
        state = self._state
        if state.problem is not None:
            return self._try_again()
        if time.monotonic() >= self._rewrite_from and copies.rewrite_is_due(path=state.engine.path):
            self._rewrite_from = time.monotonic() + _REWRITE_SECONDS
            copies.rewrite(state=state)
            return True
        if state.engine.wal_bytes() > _WAL_BYTES_WORTH_A_CHECKPOINT:
            state.connection().execute("CHECKPOINT")
            return True
        with state.transaction() as connection:
            return catalogue.take_in_piece(connection=connection)

    def _try_again(self) -> bool:
        """After a failure: write a little, to know whether the disk takes it again."""
        with self._state.transaction() as connection:
            connection.execute("UPDATE catalogue_upto SET batch = batch")
        self._state.problem = None
        _log.info("the event log can be written again")
        return True
