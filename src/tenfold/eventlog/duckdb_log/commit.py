"""One group commit: sort out what came before, insert what is new, commit, tell who waits.

Runs in the writer's thread alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import duckdb
import msgspec

from tenfold.eventlog.duckdb_log import batch, duplicates, merging
from tenfold.eventlog.duckdb_log.faults import name_fault
from tenfold.eventlog.duckdb_log.identity import Draft
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.timings import CommitTimings
from tenfold.eventlog.duckdb_log.waiting import Waiting
from tenfold.eventlog.refusals import EventBroken
from tenfold.eventlog.store import Appended

_PROPERTIES = msgspec.json.Decoder(dict[str, object])


@dataclass(slots=True)
class Outcome:
    """What a commit changed."""

    parts: list[batch.Part]
    names: frozenset[str] = frozenset()
    draft: Draft | None = None
    timings: CommitTimings = field(default_factory=CommitTimings)
    started: float = field(default_factory=perf_counter)

    def fresh(self) -> int:
        """Return how many events are new."""
        return sum(len(part.fresh) for part in self.parts)


def commit_group(
    *, group: Sequence[Waiting], state: State, kept: Callable[[Outcome], None]
) -> None:
    """Store a group and resolve its futures; `kept` is called in between, after the commit.

    Where something in a group cannot be stored, its halves are stored one after the other, and so
    on, until only the broken batch fails. A failure of the disk fails them all.
    """
    try:
        outcome = _store(group, state)
    except Exception as error:
        _give_up(error, group, state, kept)
        return
    kept(outcome)
    for part in outcome.parts:
        part.waiting.future.set_result(part.appended())


def foresee(*, waiting: Waiting, state: State) -> Appended:
    """Return what would become of a batch. Stores nothing."""
    parts = batch.sort_group(
        group=[waiting], is_erased=state.erased_check(), horizons=state.horizons
    )
    duplicates.set_stored_aside(parts=parts, seen=state.seen, connection=state.connection())
    return parts[0].appended()


def _give_up(
    error: Exception,
    group: Sequence[Waiting],
    state: State,
    kept: Callable[[Outcome], None],
) -> None:
    refusal = name_fault(error=error, path=state.engine.path)
    state.note_failure(error=error, refusal=refusal)
    if refusal is None and len(group) > 1:
        half = len(group) // 2
        commit_group(group=group[:half], state=state, kept=kept)
        commit_group(group=group[half:], state=state, kept=kept)
        return
    if refusal is None and isinstance(
        error, UnicodeEncodeError | duckdb.ConversionException | msgspec.DecodeError
    ):
        refusal = EventBroken(
            "An event of this batch holds something that cannot be stored.",
            next_step="Send properties as one JSON object, in whole characters of UTF-8.",
        )
    for waiting in group:
        waiting.future.set_exception(refusal or error)


def _store(group: Sequence[Waiting], state: State) -> Outcome:
    clock = perf_counter()
    outcome = Outcome(
        batch.sort_group(group=group, is_erased=state.erased_check(), horizons=state.horizons)
    )
    writer = state.connection()
    duplicates.set_stored_aside(parts=outcome.parts, seen=state.seen, connection=writer)
    outcome.timings.dedupe_ms = _since(clock)
    if not outcome.fresh():
        return outcome
    clock = perf_counter()
    _require_objects(outcome.parts)
    rows = batch.build_rows(parts=outcome.parts)
    claims = batch.find_claims(parts=outcome.parts)
    outcome.timings.encode_ms = _since(clock)
    # Before the commit: where nobody knows whether one came to pass, its ids are looked up.
    state.seen.add(ids=batch.join_ids(parts=outcome.parts))
    # And a question that reads what is being committed must know of its currencies.
    pairs = batch.find_currencies(parts=outcome.parts)
    state.note_currencies(pairs=pairs)
    outcome.names = frozenset(name for name, _ in pairs)
    writer.begin()
    try:
        clock = perf_counter()
        writer.register("incoming", rows)
        writer.execute(state.insert_statement())
        writer.unregister("incoming")
        outcome.timings.insert_ms = _since(clock)
        if claims:
            outcome.draft = Draft(state.identities)
            merging.store_claims(draft=outcome.draft, claims=claims, state=state)
        clock = perf_counter()
        writer.commit()
        outcome.timings.commit_ms = _since(clock)
    except BaseException:
        state.roll_back()
        raise
    return outcome


def _require_objects(parts: Sequence[batch.Part]) -> None:
    # DuckDB's own cast of each row refuses what is no JSON, but takes NaN and Infinity for numbers.
    # JSON that begins with a brace is an object. So only the few that begin with anything else, were
    # it white space, or that might name such a number, are decoded here.
    texts = [event.properties for part in parts for event in part.envelopes()]
    for text in texts:
        if not text.startswith("{"):
            _PROPERTIES.decode(text)
    if _may_name_no_number("".join(texts)):
        for text in texts:
            if _may_name_no_number(text):
                _PROPERTIES.decode(text)


def _may_name_no_number(text: str) -> bool:
    lower = text.lower()
    return "nan" in lower or "inf" in lower


def _since(clock: float) -> float:
    return (perf_counter() - clock) * 1000
