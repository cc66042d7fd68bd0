"""What an event log promises, whatever engine keeps the promise.

Every method is safe to call from any thread. Instants are aware datetimes in UTC. `source` is the
id that `interfaces` gave the source; `INTERNAL_SOURCE` marks the company's own facts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.condition import Status
from tenfold.eventlog.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch: everything in it is on disk now, or was there before.

    duplicates  positions in the batch of events that the log already had (or that came twice in it)
    erased      positions of events of erased persons: not stored, and not to be sent again
    too_old     positions of events older than their source keeps (see `retain`): the same
    """

    accepted: int
    duplicates: tuple[int, ...] = ()
    erased: tuple[int, ...] = ()
    too_old: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the log gives it back. `person` is the actor after merges."""

    id: str
    source: int
    at: datetime
    received_at: datetime
    name: str
    actor: str | None
    person: str | None
    value: float | None
    currency: str | None
    properties: Mapping[str, Any]
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Told to subscribers after each commit: how many events there are, and the newest few.

    `arrived` counts the new ones that came as they happened: no import's, no fact of our own.
    """

    total: int
    latest: tuple[StoredEvent, ...]
    at: datetime
    names: frozenset[str] = frozenset()
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class PropertyEntry:
    """A property of an event name, as discovered. `types` counts values by JSON type."""

    name: str
    types: Mapping[str, int]
    samples: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    type_changed: bool = False


@dataclass(frozen=True, slots=True)
class NameEntry:
    """An event name, as discovered."""

    name: str
    events: int
    with_actor: int
    with_value: int
    currencies: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    properties: tuple[PropertyEntry, ...] = ()
    sources: tuple[int, ...] = ()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Two ids that are one person. `known` is the id that stays; `alias` is the id that joined it.

    state  active; undone (by a person); refused (it would have joined two known persons)
    """

    id: int
    alias: str
    known: str
    source: int
    at: datetime
    state: Literal["active", "undone", "refused"]


@dataclass(frozen=True, slots=True)
class SourceVolume:
    """How much a source has sent, for its health."""

    source: int
    events: int
    last_received_at: datetime | None
    events_last_day: int


@dataclass(frozen=True, slots=True)
class Erased:
    """Proof of an erasure: what was removed, and that a search afterwards found nothing."""

    events: int
    merges: int
    left: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to a log between one of its versions and now; rather too much than too little.

    names       of the events that came
    spans       the stretches of time, half-open and apart, in order, that those events lie in
    persons     whether the meaning of persons changed: ids were joined or parted
    lists       the lists of members that were put or dropped
    everything  anything may have changed (events were taken out, or the version is not known); then
                the other fields say nothing
    """

    names: frozenset[str]
    spans: tuple[tuple[datetime, datetime], ...]
    persons: bool
    everything: bool
    lists: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """How to read one property: SQL expressions, and whether they are typed copies.

    text      VARCHAR: the contents of a JSON string, the JSON text of any other value (numbers in
              their shortest form); NULL where the property is missing or null
    number    DOUBLE: the text as a finite number, to compare and display; NULL where it is none
    exact     DECIMAL(38,6): the same to six places, to sum; NULL where it is none, or 10^32 and
              more (then `number` is not NULL: whoever sums can tell, and must not drop it)
    """

    text: str
    number: str
    exact: str
    promoted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What the metric language needs to know of the physical log to render SQL for it.

    table          what to select from: has happened_at (TIMESTAMP, UTC; `at` is a reserved word),
                   name, source, value (DOUBLE), amount (DECIMAL(18,6), the exact value), currency,
                   actor
    person         SQL expression of the person (NULL: nobody), merges applied
    joins          SQL to put after the table for `person` to work ("" where nothing was merged)
    merged         the table that `joins` joins: alias, person, chains resolved ("" where nothing was
                   merged)
    columns        how to read each property that was asked for
    currencies     which currencies the events of each name are in: all of those that any committed
                   event has, None where one says none (after a failed commit perhaps more), so that
                   nobody needs to look at every event to know that there is but one
    extent         the instants of the first and the newest event from outside; None: there is none
    whole_extent   the same of all events, the company's own facts included
    batch          the number of the newest commit that is in it; events carry theirs in a column of
                   that name, so that what came since an answer can be read alone
    members        what to select the lists of persons from, as a table or a SELECT in parentheses:
                   has list_id and person, merges applied, so that
                   `{person} IN (SELECT person FROM {members} WHERE list_id = $list)` is right; who
                   was put under two ids is there twice
    rolled         the table of what became of events that their source does not keep; "": no source
                   keeps less than all. A row counts the events of a slot of 15 minutes (UTC) with one
                   name, source and currency, all with a value or all without (there may be several
                   rows of the same): slot, name, source, currency, events, with_value, amount
                   (exact sum), lowest, highest
    rolled_before  of each such source, the instant before which it has (or may have) only these
    ids_of         gives all ids that read as a person: its own and what was merged into it; none
                   where it was itself merged into another

    `person` and `joins` need nothing of the table but `actor`. Joining every event costs two to
    three times the question; make them distinct first, under the table's name, and it costs little:

        SELECT day, count(DISTINCT {person})
        FROM (SELECT DISTINCT day, actor FROM {table} WHERE ...) AS {table} {joins} GROUP BY day
    """

    table: str
    person: str
    joins: str
    merged: str = ""
    columns: Mapping[str, Column] = field(default_factory=dict)
    currencies: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    extent: tuple[datetime, datetime] | None = None
    whole_extent: tuple[datetime, datetime] | None = None
    batch: int = 0
    members: str = "members"
    rolled: str = ""
    rolled_before: Mapping[int, datetime] = field(default_factory=dict)
    ids_of: Callable[[str], tuple[str, ...]] = lambda person: (person,)


Listener = Callable[[Committed], None]


class EventLog(Protocol):
    """One company's log."""

    # Writing

    def append(
        self,
        *,
        source: int,
        envelopes: Sequence[Envelope],
        received_at: datetime,
        import_id: int | None = None,
    ) -> "Future[Appended]":
        """Add what is not there yet; the future resolves when it is committed and fsynced.

        All of the batch or nothing of it. The future raises `LogUnwritable` (disk full, read-only)
        and `append` itself raises `Overloaded` when too much is waiting: nothing was stored, send
        it again. `import_id` marks what an import brought, so that it can be undone whole.
        """

    def foresee(self, *, source: int, envelopes: Sequence[Envelope]) -> Appended:
        """Return what would become of a batch if it were added now. Adds nothing."""

    def undo_import(self, *, import_id: int) -> int:
        """Remove all that an import added; return how many events. They may be imported again."""

    def forget_import(self, *, import_id: int, envelopes: Sequence[Envelope]) -> int:
        """Remove just these events of an import. Returns how many there were."""

    def retain(self, *, horizons: Mapping[int, datetime]) -> None:
        """Keep the raw events of these sources from these instants on (rounded down to the hour).

        Those of sources that are not named are kept for ever. Older ones become totals (see
        `Reading.rolled`) in the background, and are not taken any more; no one can bring them back.
        """

    def count_before(self, *, source: int, at: datetime) -> int:
        """Return how many raw events of a source `retain` would turn into totals."""

    # Persons

    def identify(self, *, known: str, alias: str, source: int, at: datetime) -> Merge:
        """Say that the anonymous id `alias` is the person `known`. Idempotent, retroactive.

        Never joins two known persons: then the merge is recorded as refused, for somebody to
        decide.
        """

    def merge_known(self, *, known: str, alias: str, source: int, at: datetime) -> Merge:
        """Join two ids because a person with the right to decide it says so."""

    def undo_merge(self, *, merge_id: int, at: datetime) -> Merge:
        """Take a merge back. Raises `UnknownMerge`."""

    def list_merges(self, *, person: str | None = None, limit: int = 100) -> list[Merge]:
        """Return merges, newest first; of one person where asked."""

    def erase(self, *, person: str, at: datetime) -> Erased:
        """Remove all events, merges and samples of a person and leave keyed-hash tombstones."""

    def tombstones(self) -> list[str]:
        """Return the keyed hashes of all ids that were erased, for a restored log to know them."""

    def bury(self, *, tombstones: Sequence[str], at: datetime) -> Erased:
        """Erase whoever these tombstones stand for, and never take them back.

        `tenfold restore` passes on those of the log that it replaces.
        """

    # Lists of persons

    def put_members(self, *, list_id: int, persons: Sequence[str]) -> int:
        """Put these persons in the place of a list's; return how many different ids it has now.

        Any of a person's ids will do. Erased persons are left out, and leave with their erasure.
        """

    def drop_members(self, *, list_id: int) -> None:
        """Drop a list; do nothing where there is none."""

    # Reading

    def read(
        self,
        sql: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = 30.0,
        cancelled: Cancellation | None = None,
    ) -> list[tuple[Any, ...]]:
        """Run one SELECT of the metric language beside the writer.

        It waits at most `seconds` for its turn and runs at most as long; `cancelled` stops it from
        another thread. Raises `QueryTooLong`, `QueryTooLarge`, `QueryCancelled`.
        """

    def reading(self, *, properties: Sequence[str] = ()) -> Reading:
        """Return how to read the log now. Properties asked for often are promoted by themselves."""

    def promote(self, *, name: str) -> None:
        """Give a property typed copies now; returns when they are used."""

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

    def get_event(self, *, event_id: str) -> StoredEvent | None:
        """Return one event by its id, from whichever source."""

    def count_import(self, *, import_id: int) -> int:
        """Return how many events of the log an import has brought."""

    def catalogue(self, *, internal: bool = False) -> list[NameEntry]:
        """Return every event name and property seen, most frequent first."""

    def volumes(self) -> list[SourceVolume]:
        """Return how much each source has sent."""

    def status(self) -> Status:
        """Return how the log is. Never raises."""

    def timings(self, *, event_id: str) -> Mapping[str, float] | None:
        """Return the milliseconds that each step took for a recent event; None for an older one."""

    def version(self) -> int:
        """Return a number that grows whenever an answer could change.

        What it counts is seen by every question that begins after it was returned. It also grows
        from one opening of the log to the next.
        """

    def changes_since(self, *, version: int) -> Changes:
        """Return what happened since `version()` returned this number.

        Whatever a question that began before might not have seen is among it.
        """

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit, from the writer's thread; returns how to stop it."""

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

    def walk(self, *, batch: int = 10_000) -> Iterator[list[StoredEvent]]:
        """Yield all events, oldest first, in batches."""

    # Life

    def backup(self, *, path: Path) -> None:
        """Write a consistent copy of the log to a new file while commits go on."""

    def digest(self) -> str:
        """Return a fingerprint of all that is stored: equal logs, equal digests."""

    def checkpoint(self) -> None:
        """Fold what was written into the file's main body."""

    def close(self) -> None:
        """Commit what waits, stop the writer and release the file. Idempotent."""
