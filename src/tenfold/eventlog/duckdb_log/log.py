"""The log as others see it: each promise of `store.EventLog`, kept by the module that it names."""

import atexit
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.condition import Status
from tenfold.eventlog.duckdb_log import (
    browsing,
    catalogue,
    commit,
    copies,
    members,
    merging,
    removal,
    rolling,
)
from tenfold.eventlog.duckdb_log.engine import MEMORY_MB, Engine
from tenfold.eventlog.duckdb_log.extent import Span
from tenfold.eventlog.duckdb_log.identity import Claim
from tenfold.eventlog.duckdb_log.journal import EVERYTHING, NOTHING, PERSONS
from tenfold.eventlog.duckdb_log.news import News
from tenfold.eventlog.duckdb_log.promoter import Promoter
from tenfold.eventlog.duckdb_log.questions import Questions
from tenfold.eventlog.duckdb_log.rollup import build_catalogue
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.upkeep import Caretaker
from tenfold.eventlog.duckdb_log.waiting import Waiting
from tenfold.eventlog.duckdb_log.writer import Writer
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import (
    Appended,
    Changes,
    Erased,
    Listener,
    Merge,
    NameEntry,
    Reading,
    SourceVolume,
    StoredEvent,
)
from tenfold.kit.clock import from_micros, to_micros

_COPY_SECONDS = 3600.0

_JOIN_PERSONS = "LEFT JOIN persons ON persons.alias = events.actor"


class DuckDBLog:
    """One DuckDB file, one writer thread, readers beside it. See `store.EventLog`."""

    def __init__(self, *, path: Path, erasure_key: bytes, memory_mb: int = MEMORY_MB) -> None:
        self._engine = Engine(path=path, memory_mb=memory_mb)
        self._engine.open()
        # Only now that the file is ours, and with it what lies beside it.
        copies.remove_leftovers(path=path)
        self._engine.remove_spilled()
        self._state = State(engine=self._engine, erasure_key=erasure_key)
        self._news = News()
        self._questions = Questions(engine=self._engine)
        self._writer = Writer(state=self._state, news=self._news)
        self._promoter = Promoter(state=self._state, writer=self._writer)
        self._caretaker = Caretaker(state=self._state, writer=self._writer)
        self._closing = threading.Lock()
        try:
            self._state.start()
        except BaseException:
            self._engine.close()
            raise
        self._writer.start()
        self._promoter.resume()
        self._caretaker.start()
        # A process that ends without closing would abort in the engine's threads.
        atexit.register(self.close)

    # Writing

    def append(
        self,
        *,
        source: int,
        envelopes: Sequence[Envelope],
        received_at: datetime,
        import_id: int | None = None,
    ) -> "Future[Appended]":
        """Queue a batch; the future resolves when it is on disk."""
        waiting = Waiting(source, envelopes, to_micros(at=received_at), import_id)
        if envelopes:
            self._writer.queue.put(waiting)
        else:
            waiting.future.set_result(Appended(accepted=0))
        return waiting.future

    def foresee(self, *, source: int, envelopes: Sequence[Envelope]) -> Appended:
        """Return what would become of a batch if it were added now."""
        waiting = Waiting(source, envelopes, 0, None)
        return self._writer.run(
            lambda: commit.foresee(waiting=waiting, state=self._state), changes=NOTHING
        )

    def undo_import(self, *, import_id: int) -> int:
        """Remove all that an import added."""
        return self._writer.run(
            lambda: removal.undo_import(import_id=import_id, state=self._state), changes=EVERYTHING
        )

    def forget_import(self, *, import_id: int, envelopes: Sequence[Envelope]) -> int:
        """Remove just these events of an import."""
        return self._writer.run(
            lambda: removal.forget_import(
                import_id=import_id, envelopes=envelopes, state=self._state
            ),
            changes=EVERYTHING,
        )

    def retain(self, *, horizons: Mapping[int, datetime]) -> None:
        """Keep the raw events of these sources from these instants on, of all others for ever."""
        rolling.retain(horizons=horizons, state=self._state, writer=self._writer)
        self._caretaker.wake()

    def count_before(self, *, source: int, at: datetime) -> int:
        """Return how many raw events of a source `retain` would turn into totals."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return rolling.count_before(connection=connection, source=source, at=at)

    # Persons

    def identify(self, *, known: str, alias: str, source: int, at: datetime) -> Merge:
        """Join an anonymous id to a known person; record a refusal between two known ones."""
        claim = Claim(known, alias, source, to_micros(at=at))
        return self._writer.run(
            lambda: merging.identify(claim=claim, state=self._state), changes=PERSONS
        )

    def merge_known(self, *, known: str, alias: str, source: int, at: datetime) -> Merge:
        """Join two ids on somebody's decision."""
        claim = Claim(known, alias, source, to_micros(at=at))
        return self._writer.run(
            lambda: merging.join_known(claim=claim, at=at, state=self._state), changes=PERSONS
        )

    def undo_merge(self, *, merge_id: int, at: datetime) -> Merge:
        """Take a merge back."""
        return self._writer.run(
            lambda: merging.undo_merge(merge_id=merge_id, at=at, state=self._state),
            changes=PERSONS,
        )

    def list_merges(self, *, person: str | None = None, limit: int = 100) -> list[Merge]:
        """Return merges, newest first."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return merging.list_merges(
                connection=connection,
                identities=self._state.identities,
                person=person,
                limit=limit,
            )

    def erase(self, *, person: str, at: datetime) -> Erased:
        """Remove a person and leave tombstones."""
        return self._writer.run(
            lambda: removal.erase(person=person, at=at, state=self._state), changes=EVERYTHING
        )

    def tombstones(self) -> list[str]:
        """Return the keyed hashes of all erased ids."""
        return sorted(tombstone.hex() for tombstone in self._state.tombstones)

    def bury(self, *, tombstones: Sequence[str], at: datetime) -> Erased:
        """Erase whoever these tombstones stand for, and keep them."""
        hashes = [bytes.fromhex(tombstone) for tombstone in tombstones]
        return self._writer.run(
            lambda: removal.bury(hashes=hashes, at=at, state=self._state), changes=EVERYTHING
        )

    # Lists of persons

    def put_members(self, *, list_id: int, persons: Sequence[str]) -> int:
        """Put these persons in the place of a list's; return how many it has now."""
        return members.put(list_id=list_id, persons=persons, state=self._state, writer=self._writer)

    def drop_members(self, *, list_id: int) -> None:
        """Drop a list."""
        members.drop(list_id=list_id, state=self._state, writer=self._writer)

    # Reading

    def read(
        self,
        sql: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = 30.0,
        cancelled: Cancellation | None = None,
    ) -> list[tuple[Any, ...]]:
        """Run one SELECT beside the writer."""
        return self._questions.ask(sql, parameters, seconds=seconds, cancelled=cancelled)

    def reading(self, *, properties: Sequence[str] = ()) -> Reading:
        """Return how to read the log now."""
        self._promoter.note(names=properties)
        promoted = self._state.promoted
        merged = bool(self._state.identities.person)
        return Reading(
            table="events",
            person="coalesce(persons.person, events.actor)" if merged else "events.actor",
            joins=_JOIN_PERSONS if merged else "",
            merged="persons" if merged else "",
            columns={name: promoted.column(name=name) for name in properties},
            # A copy, because the writer adds; names may be many, and commits more often than this.
            currencies=self._state.currencies.copy(),
            extent=_instants(self._state.extent.outside),
            whole_extent=_instants(self._state.extent.whole),
            batch=self._state.batch,
            members=members.reading(merged=merged),
            rolled="rolled" if self._state.rolled_before else "",
            rolled_before={
                source: from_micros(micros=at) for source, at in self._state.rolled_before.items()
            },
            ids_of=self._state.identities.ids_of,
        )

    def promote(self, *, name: str) -> None:
        """Give a property typed copies now, instead of when it was asked for often."""
        self._promoter.promote(name=name)

    def latest(
        self,
        *,
        limit: int,
        name: str | None = None,
        source: int | None = None,
        person: str | None = None,
        internal: bool = False,
        before: datetime | None = None,
    ) -> list[StoredEvent]:
        """Return the newest events by their own time, newest first."""
        identities = self._state.identities
        wanted = browsing.Wanted(
            name=name,
            source=source,
            actors=None if person is None else tuple(sorted(identities.members_of(person))),
            internal=internal,
            end=before,
        )
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return browsing.latest(
                connection=connection, wanted=wanted, limit=limit, identities=identities
            )

    def get_event(self, *, event_id: str) -> StoredEvent | None:
        """Return one event by its id, or by what its source called it."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return browsing.get_event(
                connection=connection, given=event_id, identities=self._state.identities
            )

    def count_import(self, *, import_id: int) -> int:
        """Return how many events of the log an import has brought."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return browsing.count_import(connection=connection, import_id=import_id)

    def catalogue(self, *, internal: bool = False) -> list[NameEntry]:
        """Return every event name and property seen, most frequent first."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            rollup = catalogue.load_all(connection=connection)
        return build_catalogue(rollup=rollup, internal=internal)

    def volumes(self) -> list[SourceVolume]:
        """Return how much each source has sent."""
        with self._questions.connection(seconds=browsing.SECONDS) as connection:
            return browsing.volumes(connection=connection)

    def status(self) -> Status:
        """Return how the log is."""
        whole = self._state.extent.whole
        return Status(
            events=self._state.total,
            bytes_on_disk=self._engine.bytes_on_disk(),
            writable=self._state.problem is None,
            problem=self._state.problem,
            last_event_at=None if whole is None else from_micros(micros=whole[1]),
            promoted=self._state.promoted.ready_names(),
            upkeep=self._caretaker.status(),
        )

    def version(self) -> int:
        """Return a number that grows whenever an answer could change."""
        return self._state.journal.version

    def changes_since(self, *, version: int) -> Changes:
        """Return what happened since `version()` returned this number."""
        return self._state.journal.since(version=version)

    def timings(self, *, event_id: str) -> Mapping[str, float] | None:
        """Return the milliseconds of each step of a recent event; None for older ones."""
        return self._writer.timings.find(event_id=UUID(event_id).bytes)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit; returns how to stop it."""
        return self._news.subscribe(listener)

    # Copies

    def backup(self, *, path: Path) -> None:
        """Write a consistent copy to a new file while commits go on."""
        copies.backup(engine=self._engine, path=path)

    def export(
        self,
        *,
        path: Path,
        format: Literal["parquet", "csv", "jsonl"],
        start: datetime | None = None,
        end: datetime | None = None,
        name: str | None = None,
        internal: bool = False,
    ) -> int:
        """Write events to a new file, oldest first, half-open range; return how many."""
        reading = self.reading()
        with self._questions.connection(seconds=_COPY_SECONDS) as connection:
            return copies.export(
                connection=connection,
                path=path,
                format=format,
                wanted=browsing.Wanted(name=name, internal=internal, start=start, end=end),
                person=reading.person,
                joins=reading.joins,
            )

    def walk(self, *, batch: int = 10_000) -> Iterator[list[StoredEvent]]:
        """Yield all events, oldest first, in batches."""
        return copies.walk(state=self._state, batch=batch)

    def digest(self) -> str:
        """Return a fingerprint of all that is stored."""
        with self._questions.connection(seconds=_COPY_SECONDS) as connection:
            return copies.digest(connection=connection)

    # Life

    def checkpoint(self) -> None:
        """Fold what was written into the file's main body."""
        self._writer.run(
            lambda: self._state.connection().execute("CHECKPOINT") and None, changes=NOTHING
        )

    def close(self) -> None:
        """Commit what waits, stop the writer and release the file. Idempotent."""
        with self._closing:
            self._caretaker.stop()
            self._promoter.stop()
            self._writer.stop()
            self._state.release()
            self._engine.close()
        atexit.unregister(self.close)


def _instants(span: Span | None) -> tuple[datetime, datetime] | None:
    return None if span is None else (from_micros(micros=span[0]), from_micros(micros=span[1]))
