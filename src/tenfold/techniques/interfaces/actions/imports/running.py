"""Run an import: rows -> envelopes -> log, a few commits ahead, and count what became of each row."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.refusals import Overloaded
from tenfold.eventlog.store import Appended, EventLog
from tenfold.facts.interfaces import ImportFinished
from tenfold.kit import clock
from tenfold.kit.operations import Progress, ignore_progress
from tenfold.kit.refusal import Refusal
from tenfold.outbox import tell
from tenfold.techniques.interfaces.actions import active_imports as active
from tenfold.techniques.interfaces.actions.imports.beginning import get_run
from tenfold.techniques.interfaces.actions.imports.report import Report
from tenfold.techniques.interfaces.models import ImportRun, ImportState
from tenfold.techniques.interfaces.queries.imports import (
    ImportView,
    get_import,
)
from tenfold.techniques.interfaces.readers import Table, open_table
from tenfold.techniques.interfaces.rules.imports import ImportNotRunning, ImportRunning
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.retention import note_too_old
from tenfold.techniques.interfaces.rules.rows import make_mapper

CHUNK_ROWS = 5_000
IN_FLIGHT = 4
_TOLD_EVERY_SECONDS = 0.5
_PATIENCE_SECONDS = 0.05


@dataclass
class Tally:
    """What became of the rows so far. `before`: what earlier tries of the same import brought."""

    before: int = 0
    read: int = 0
    added: int = 0
    found: int = 0
    erased: int = 0
    too_old: int = 0
    rejected: int = 0
    left_out: int = 0
    share: float = 0.0

    def settle(self, *, appended: Appended) -> None:
        """Count what the log said of a chunk."""
        self.added += appended.accepted
        self.found += len(appended.duplicates)
        self.erased += len(appended.erased)
        self.too_old += len(appended.too_old)

    def as_counts(self) -> dict[str, int | float]:
        """Return the counts by their names; what an earlier try brought counts as accepted."""
        return {
            "read": self.read,
            "accepted": self.before + self.added,
            "duplicates": max(0, self.found - self.before),
            "erased": self.erased,
            "rejected": self.rejected + self.too_old,
            "left_out": self.left_out,
            "share": self.share,
        }


def run_import(
    *,
    import_id: int,
    log: EventLog,
    progress: Progress = ignore_progress,
    cancelled: Event | None = None,
    now: Callable[[], datetime] = clock.now,
) -> ImportView:
    """Read the file to its end, or until it is cancelled; return what came of it.

    Raises `ImportRunning` where it runs already, `ImportNotRunning` where it is in no state to, and
    what readers and log refuse: then it is left as failed, with what it brought, and can be
    continued or undone.
    """
    mine = active.start(import_id=import_id)
    if mine is None:
        raise ImportRunning(
            _("The import is running."), next_step=_("Cancel it, or wait until it has finished.")
        )
    try:
        run = get_run(import_id=import_id)
        if run.state != ImportState.RUNNING:
            raise ImportNotRunning(
                _("The import is not running."), next_step=_("It can be continued or undone.")
            )
        stops = [mine.stopping, *([cancelled] if cancelled else [])]
        streaming = _Streaming(run=run, log=log, progress=progress, stops=stops)
        _see_through(streaming, run, mine, now)
    finally:
        active.leave(import_id=import_id)
    return get_import(import_id=import_id)


def _see_through(
    streaming: "_Streaming", run: ImportRun, mine: active.Active, now: Callable[[], datetime]
) -> None:
    """Read the file, and whatever happens meanwhile, write down how it ended."""
    state, problem = ImportState.INTERRUPTED.value, ""
    try:
        whole = streaming.stream()
        state = ImportState.FINISHED.value if whole else mine.leaves
    except Refusal as refusal:
        state, problem = ImportState.FAILED.value, refusal.sentence
        raise
    finally:
        _end(run, tally=streaming.tally, state=state, problem=problem, at=now())
    streaming.tell(state=state)


class _Streaming:
    """One pass over the file."""

    def __init__(
        self, *, run: ImportRun, log: EventLog, progress: Progress, stops: list[Event]
    ) -> None:
        self.tally = Tally()
        self._run = run
        self._log = log
        self._progress = progress
        self._stops = stops
        self._waiting: deque[Future[Appended]] = deque()
        self._told_at = 0.0

    def stream(self) -> bool:
        """Return whether the file was read to its end."""
        self.tally.before = self._log.count_import(import_id=self._run.pk)
        mapping = Mapping.from_spec(self._run.mapping)
        report = Report(import_id=self._run.pk)
        try:
            with open_table(path=Path(self._run.path), form=mapping.format) as table:
                whole = self._stream_rows(table, mapping, report)
            while self._waiting:
                self._settle_oldest()
        finally:
            self._give_up_waiting()
            report.add(note_too_old(rows=self.tally.too_old))
            report.close()
        return whole

    def _stream_rows(self, table: Table, mapping: Mapping, report: Report) -> bool:
        mapper = make_mapper(
            mapping=mapping, table=table, source=self._run.source_id, at=self._run.began_at
        )
        for chunk in table.chunks(size=CHUNK_ROWS):
            if any(stop.is_set() for stop in self._stops):
                return False
            mapped = mapper(chunk)
            report.add([*chunk.faults, *mapped.faults])
            self._append(mapped.envelopes)
            self.tally.read += len(chunk.rows) + len(chunk.faults)
            self.tally.rejected += len(chunk.faults) + len(mapped.faults)
            self.tally.left_out += mapped.left_out
            self.tally.share = table.share()
            self._tell_now_and_then()
        self.tally.share = 1.0
        return True

    def _append(self, envelopes: list[Envelope]) -> None:
        while envelopes:
            if len(self._waiting) >= IN_FLIGHT:
                self._settle_oldest()
            try:
                self._waiting.append(
                    self._log.append(
                        source=self._run.source_id,
                        envelopes=envelopes,
                        received_at=clock.now(),
                        import_id=self._run.pk,
                    )
                )
            except Overloaded:
                # Others are writing as well: a file can wait, it does not lose its place.
                if self._waiting:
                    self._settle_oldest()
                time.sleep(_PATIENCE_SECONDS)
                continue
            return

    def _settle_oldest(self) -> None:
        self.tally.settle(appended=self._waiting.popleft().result())

    def _give_up_waiting(self) -> None:
        """After a failure, wait for what is on its way, so that the counts are true."""
        while self._waiting:
            future = self._waiting.popleft()
            if future.exception() is None:
                self.tally.settle(appended=future.result())

    def _tell_now_and_then(self) -> None:
        if time.monotonic() - self._told_at >= _TOLD_EVERY_SECONDS:
            self._told_at = time.monotonic()
            ImportRun.objects.filter(pk=self._run.pk).update(**self.tally.as_counts())
            self.tell(state=ImportState.RUNNING.value)

    def tell(self, *, state: str) -> None:
        """Tell whoever waits how far it is."""
        self._progress({"import_id": self._run.pk, "state": state, **self.tally.as_counts()})


@transaction.atomic
def _end(run: ImportRun, *, tally: Tally, state: str, problem: str, at: datetime) -> None:
    counts = tally.as_counts()
    ImportRun.objects.filter(pk=run.pk).update(**counts, state=state, problem=problem, ended_at=at)
    if state != ImportState.FINISHED:
        return
    fact = ImportFinished(
        import_id=run.pk,
        source_id=run.source_id,
        accepted=int(counts["accepted"]),
        duplicates=int(counts["duplicates"]),
        rejected=int(counts["rejected"]),
    )
    tell(fact=fact, actor_id=run.began_by_id, at=at)
