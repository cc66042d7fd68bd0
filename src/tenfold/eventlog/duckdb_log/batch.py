"""A group of batches becomes the rows of one commit: what is new, doubled, or of erased persons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
from nanoarrow.c_array import CArray
from numpy.typing import NDArray

from tenfold.eventlog.duckdb_log import arrow
from tenfold.eventlog.duckdb_log.extent import Extent
from tenfold.eventlog.duckdb_log.identity import Claim
from tenfold.eventlog.duckdb_log.waiting import Waiting
from tenfold.eventlog.envelope import INTERNAL_SOURCE, Envelope
from tenfold.eventlog.store import Appended

IDENTIFY = "$identify"
ALIAS = "$alias"

_ALIAS_PROPERTY = {IDENTIFY: "anonymous_id", ALIAS: "alias"}

CLAIMED = f"""CASE name
    WHEN '{IDENTIFY}' THEN json_extract_string(properties, '/anonymous_id')
    WHEN '{ALIAS}' THEN json_extract_string(properties, '/alias') END"""
"""The anonymous id that an event names, as SQL."""

CLAIMS = f"name IN ('{IDENTIFY}', '{ALIAS}')"
"""Which events may name one, as SQL."""


@dataclass(slots=True)
class Part:
    """One waiting batch, sorted: positions of what is new, doubled, of erased persons, too old."""

    waiting: Waiting
    fresh: list[int]
    duplicates: list[int] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    too_old: list[int] = field(default_factory=list)

    def envelopes(self) -> Sequence[Envelope]:
        """Return the events that are new."""
        if len(self.fresh) == len(self.waiting.envelopes):
            return self.waiting.envelopes
        return [self.waiting.envelopes[position] for position in self.fresh]

    def appended(self) -> Appended:
        """Return what to tell the sender."""
        return Appended(
            accepted=len(self.fresh),
            duplicates=tuple(sorted(self.duplicates)),
            erased=tuple(self.erased),
            too_old=tuple(self.too_old),
        )

    def drop(self, positions: set[int]) -> None:
        """Move these positions from new to doubled."""
        self.fresh = [position for position in self.fresh if position not in positions]
        self.duplicates.extend(positions)


def sort_group(
    *,
    group: Sequence[Waiting],
    is_erased: Callable[[str], bool] | None,
    horizons: Mapping[int, int],
) -> list[Part]:
    """Return the parts with what is not taken, and ids that came twice in the group, set aside.

    `horizons` says from when on (microseconds) a source's events are taken.
    """
    seen: dict[int, set[bytes]] = {}
    parts = []
    for waiting in group:
        part = Part(waiting, list(range(len(waiting.envelopes))))
        if waiting.source in horizons:
            _set_too_old_aside(part, horizons[waiting.source])
        if is_erased is not None:
            _set_erased_aside(part, is_erased)
        _set_repeats_aside(part, seen.setdefault(waiting.source, set()))
        parts.append(part)
    return parts


def _set_too_old_aside(part: Part, horizon: int) -> None:
    events = part.waiting.envelopes
    part.too_old = [position for position in part.fresh if events[position].at < horizon]
    part.fresh = [position for position in part.fresh if events[position].at >= horizon]


def _set_erased_aside(part: Part, is_erased: Callable[[str], bool]) -> None:
    for position in part.fresh:
        envelope = part.waiting.envelopes[position]
        named = (envelope.actor, alias_of(envelope))
        if any(who is not None and is_erased(who) for who in named):
            part.erased.append(position)
    gone = set(part.erased)
    part.fresh = [position for position in part.fresh if position not in gone]


def _set_repeats_aside(part: Part, seen: set[bytes]) -> None:
    ids = [envelope.event_id for envelope in part.envelopes()]
    before = len(seen)
    if seen.isdisjoint(ids):
        seen.update(ids)
        if len(seen) == before + len(ids):
            return
        seen.difference_update(ids)
    repeats = set()
    for position, event_id in zip(part.fresh, ids, strict=True):
        if event_id in seen:
            repeats.add(position)
        seen.add(event_id)
    part.drop(repeats)


def join_ids(*, parts: Sequence[Part]) -> bytes:
    """Return the ids of all that is new, one after the other."""
    return b"".join([envelope.event_id for part in parts for envelope in part.envelopes()])


def build_rows(*, parts: Sequence[Part]) -> arrow.ArrowTable:
    """Return the new events as one table for INSERT. Raises UnicodeEncodeError, ValueError."""
    envelopes = [envelope for part in parts for envelope in part.envelopes()]
    return arrow.build_table(
        columns={
            "event_id": arrow.from_ids(ids=b"".join([event.event_id for event in envelopes])),
            "source": _repeated(parts, [part.waiting.source for part in parts]),
            "happened_at": arrow.build_integers(values=[event.at for event in envelopes]),
            "sent_at": arrow.build_integers(values=[event.sent_at for event in envelopes]),
            "received_at": _repeated(parts, [part.waiting.received_at for part in parts]),
            "name": arrow.build_texts(values=[event.name for event in envelopes]),
            "actor": arrow.build_texts(values=[event.actor for event in envelopes]),
            "value": arrow.build_doubles(values=[event.value for event in envelopes]),
            "currency": arrow.build_texts(values=[event.currency for event in envelopes]),
            "properties": arrow.build_texts(values=[event.properties for event in envelopes]),
            "import_id": _repeated(parts, [part.waiting.import_id for part in parts]),
        }
    )


AMOUNT = "CASE WHEN abs(value) < 1 THEN value::DECIMAL(18,6) ELSE value::VARCHAR::DECIMAL(18,6) END"
"""The exact value to six places.

By way of the shortest text that reads back as the same double: 123456789012.345 stays just that.
Below one the engine writes exponents, which it then reads wrongly (5e-324 as 0.000001), and there
the direct way is exact.
"""

INSERT = f"""INSERT INTO events BY NAME SELECT
    event_id::UUID AS event_id, source::INTEGER AS source,
    make_timestamp(happened_at) AS happened_at, make_timestamp(sent_at) AS sent_at,
    make_timestamp(received_at) AS received_at, name, actor, value,
    {AMOUNT} AS amount,
    currency, properties::JSON AS properties, import_id, {{batch}}::BIGINT AS batch{{promoted}}
    FROM incoming"""
"""Fills `events` from the registered table `incoming`; `promoted` adds the typed copies."""


def _repeated(parts: Sequence[Part], values: Sequence[int | None]) -> CArray:
    counts = [len(part.fresh) for part in parts]
    numbers = np.repeat(np.array([value or 0 for value in values], np.int64), counts)
    if None not in values:
        return arrow.from_integers(numbers=numbers)
    present = np.repeat(np.array([value is not None for value in values], np.bool_), counts)
    return arrow.from_integers(numbers=numbers, valid=np.packbits(present, bitorder="little"))


def alias_of(envelope: Envelope) -> str | None:
    """Return the anonymous id that an `$identify` or `$alias` event names; None for others."""
    key = _ALIAS_PROPERTY.get(envelope.name)
    if key is None:
        return None
    properties = msgspec.json.decode(envelope.properties)
    alias = properties.get(key) if isinstance(properties, dict) else None
    return alias if isinstance(alias, str) and alias else None


def find_currencies(*, parts: Sequence[Part]) -> set[tuple[str, str | None]]:
    """Return the pairs of name and currency that the new events bring."""
    return {(event.name, event.currency) for part in parts for event in part.envelopes()}


def find_times(*, part: Part) -> NDArray[np.int64]:
    """Return when the new events of a part happened."""
    return np.fromiter((event.at for event in part.envelopes()), np.int64, len(part.fresh))


def widen(*, extent: Extent, part: Part, times: NDArray[np.int64]) -> Extent:
    """Return the extent with a part's new events, which happened at these times (at least one)."""
    internal = part.waiting.source == INTERNAL_SOURCE
    return extent.widened(span=(int(times.min()), int(times.max())), internal=internal)


def find_claims(*, parts: Sequence[Part]) -> list[Claim]:
    """Return what the new events claim about who is whom, in their order."""
    return [
        Claim(
            known=envelope.actor,
            alias=alias_of(envelope),
            source=part.waiting.source,
            at=envelope.at,
            import_id=part.waiting.import_id,
        )
        for part in parts
        for envelope in part.envelopes()
        if envelope.name in _ALIAS_PROPERTY and envelope.actor is not None
    ]
