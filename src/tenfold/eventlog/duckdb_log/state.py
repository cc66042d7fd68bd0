"""What the writer knows without asking the file; loaded when it opens, kept in step by commits."""

import hmac
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import duckdb
import nanoarrow as na
import numpy as np

from tenfold.eventlog.duckdb_log import batch
from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.extent import Extent, span_of
from tenfold.eventlog.duckdb_log.faults import is_fatal, naming_faults
from tenfold.eventlog.duckdb_log.identity import Identities
from tenfold.eventlog.duckdb_log.journal import EVERYTHING, Journal
from tenfold.eventlog.duckdb_log.promoted import Promoted
from tenfold.eventlog.duckdb_log.seen import SeenIds
from tenfold.eventlog.duckdb_log.turns import Turns
from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.kit.refusal import Refusal

_OUTSIDE = f"FILTER (WHERE source <> {INTERNAL_SOURCE})"
_SUMMARY = f"""SELECT count(*), coalesce(max(batch), 0),
    epoch_us(min(happened_at)), epoch_us(max(happened_at)),
    epoch_us(min(happened_at) {_OUTSIDE}), epoch_us(max(happened_at) {_OUTSIDE}) FROM events"""
# Only sources from outside are rolled up.
_ROLLED = """SELECT coalesce(sum(events), 0)::BIGINT, epoch_us(min(first_at)), epoch_us(max(last_at))
    FROM rolled"""


class State:
    """Owned by the writer's thread; others read single attributes of it."""

    def __init__(self, *, engine: Engine, erasure_key: bytes) -> None:
        self.engine = engine
        self.journal = Journal()
        self.turns = Turns()
        self.seen = SeenIds()
        self.identities = Identities()
        self.promoted = Promoted()
        self.currencies: dict[str, frozenset[str | None]] = {}
        self.total = 0
        self.batch = 0
        self.extent = Extent()
        # From when on a source's events are taken, and until when it has only totals.
        self.horizons: dict[int, int] = {}
        self.rolled_before: dict[int, int] = {}
        self.problem: str | None = None
        self.tombstones: set[bytes] = set()
        self._erasure_key = erasure_key
        self._next_merge_id = 1
        self._connection: duckdb.DuckDBPyConnection | None = None
        self.hash_of = lru_cache(maxsize=65_536)(self._hash)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the writer's connection, opening the file again where the engine gave up on it."""
        if self._connection is None:
            self.engine.reopen()
            self._connection = self.engine.cursor()
            self.load()
            # What became of the commit that failed is known only now.
            self.journal.note(EVERYTHING)
        return self._connection

    def start(self) -> None:
        """Read all that is settled in a file just opened, and which ids it holds."""
        with naming_faults(path=self.engine.path):
            self.load()
            self.connection().execute("CHECKPOINT")
            self.load_seen()

    def load_seen(self) -> None:
        """Read anew which ids are stored."""
        self.seen = _load_seen(self.connection(), self.total)

    def reload(self) -> None:
        """Read what is settled in the file, after it changed otherwise than by an append."""
        self.connection()
        self.load()

    def ask(self, sql: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """Return the rows that the writer's connection answers with."""
        return self.connection().execute(sql, parameters).fetchall()

    def load(self) -> None:
        """Read what is settled in the file."""
        if self._connection is None:
            self._connection = self.engine.cursor()
        connection = self._connection
        self.total, self.batch, *spans = connection.execute(_SUMMARY).fetchall()[0]
        self.extent = Extent(
            whole=span_of(first=spans[0], newest=spans[1]),
            outside=span_of(first=spans[2], newest=spans[3]),
        )
        self._load_rolled(connection)
        merge_id = connection.execute(
            "SELECT coalesce(greatest(max(id), max(decision)), 0) FROM merges"
        ).fetchall()[0][0]
        self._next_merge_id = merge_id + 1
        tombstones = connection.execute("SELECT hash FROM tombstones").fetchall()
        self.tombstones = {bytes(row[0]) for row in tombstones}
        self.promoted = Promoted.load(connection=connection)
        self.identities = load_identities(connection=connection)
        self.currencies = _load_currencies(connection)

    def _load_rolled(self, connection: duckdb.DuckDBPyConnection) -> None:
        events, first, newest = connection.execute(_ROLLED).fetchall()[0]
        self.total += events
        if events:
            self.extent = self.extent.widened(span=(first, newest), internal=False)
        rows = connection.execute(
            "SELECT source, epoch_us(refused), epoch_us(rolled) FROM horizons"
        ).fetchall()
        self.horizons = {source: refused for source, refused, _ in rows}
        self.rolled_before = {source: at for source, _, at in rows if at is not None}

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Commit what is done inside, or nothing of it."""
        connection = self.connection()
        identities = self.identities
        connection.begin()
        try:
            yield connection
            connection.commit()
        except BaseException as error:
            self.identities = identities
            self.roll_back()
            if is_fatal(error=error):
                self.release()
            raise

    def roll_back(self) -> None:
        """Give up the open transaction, if the engine has not done so already."""
        if self._connection is None:
            return
        try:
            self._connection.rollback()
        except duckdb.TransactionException:
            return  # The engine rolled back by itself.
        except duckdb.Error:
            self.release()

    def release(self) -> None:
        """Let go of the connection; the next use opens the file again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def note_failure(self, *, error: BaseException, refusal: Refusal | None) -> None:
        """Remember why the last commit failed, and open the file anew where that is needed."""
        if refusal is not None:
            self.problem = refusal.sentence
        if is_fatal(error=error):
            self.release()

    def note_currencies(self, *, pairs: Iterable[tuple[str, str | None]]) -> None:
        """Remember that events of these names are in these currencies; None: they say none."""
        for name, currency in pairs:
            found = self.currencies.get(name, frozenset())
            if currency not in found:
                self.currencies[name] = found | {currency}

    def take_merge_ids(self, count: int) -> range:
        """Return that many unused ids for merges."""
        first = self._next_merge_id
        self._next_merge_id += count
        return range(first, first + count)

    def insert_statement(self) -> str:
        """Return the INSERT for the next commit, with the typed copies there are now."""
        return batch.INSERT.format(batch=self.batch + 1, promoted=self.promoted.insert_columns())

    def erased_check(self) -> Callable[[str], bool] | None:
        """Return how to ask whether an id is an erased person's; None where nobody was erased."""
        if not self.tombstones:
            return None
        return lambda who: self.hash_of(who) in self.tombstones

    def _hash(self, who: str) -> bytes:
        return hmac.digest(self._erasure_key, who.encode(), "sha256")


def _load_seen(connection: duckdb.DuckDBPyConnection, expected: int) -> SeenIds:
    seen = SeenIds(expected=expected + expected // 2)
    relation = connection.sql("SELECT event_id FROM events")
    for chunk in na.c_array_stream(relation):
        ids = np.frombuffer(chunk.view().child(0).buffer(1), np.uint8)
        seen.add(ids=ids[: 16 * chunk.length].tobytes())
    return seen


def _load_currencies(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str | None]]:
    found: dict[str, set[str | None]] = {}
    rows = connection.execute(
        "SELECT DISTINCT name, currency FROM events UNION SELECT name, currency FROM rolled"
    )
    for name, currency in rows.fetchall():
        found.setdefault(name, set()).add(currency)
    return {name: frozenset(currencies) for name, currencies in found.items()}


def load_identities(*, connection: duckdb.DuckDBPyConnection) -> Identities:
    """Return who is whom, as the connection sees it."""
    identities = Identities()
    identities.person.update(connection.execute("SELECT alias, person FROM persons").fetchall())
    known = connection.execute("SELECT id FROM known_ids UNION SELECT known FROM merges")
    identities.known.update(row[0] for row in known.fetchall())
    settled = connection.execute("SELECT alias, known FROM merges WHERE state <> 'active'")
    identities.settled.update((alias, known) for alias, known in settled.fetchall())
    return identities
