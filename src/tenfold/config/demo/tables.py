"""From columns to events: what each part of the simulation hands over becomes one log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from tenfold.config.demo import truth
from tenfold.config.demo.days import Floats, Ints, Random
from tenfold.eventlog.envelope import Envelope

_json = msgspec.json.Encoder()


@dataclass(frozen=True)
class Table:
    """Events of one name, as columns of equal length.

    at          microseconds since the epoch
    actor       who did it; None: nobody
    cents       money in whole cents; None: the value, if any, is a plain number
    value       a plain number
    properties  by name; a None among the values leaves the property out of that event
    """

    name: str
    at: Ints
    actor: Sequence[str] | None = None
    cents: Ints | None = None
    value: Floats | None = None
    properties: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def names_of(*, names: Sequence[str | None], places: Ints) -> list[Any]:
    """Return the name at each place."""
    return [names[place] for place in places.tolist()]


def _encode(*, table: Table) -> list[str]:
    columns = dict(table.properties)
    if table.cents is not None:
        columns["currency"] = [truth.CURRENCY] * len(table.at)
    if not columns:
        return ["{}"] * len(table.at)
    names = tuple(columns)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if any(None in column for column in columns.values()):
        rows = [{name: said for name, said in row.items() if said is not None} for row in rows]
    return [_json.encode(row).decode() for row in rows]


def _values(*, table: Table) -> Sequence[float | None]:
    if table.cents is not None:
        values: list[float | None] = (table.cents / 100).tolist()
        return values
    if table.value is not None:
        return list(table.value.tolist())
    return [None] * len(table.at)


def _nobody(*, table: Table) -> list[str | None]:
    return [None] * len(table.at)


def _event_ids(*, random: Random, count: int) -> list[bytes]:
    """Return UUIDs of version 4 (RFC 9562, section 5.4) from the simulation's own stream."""
    block = np.frombuffer(random.bytes(16 * count), np.uint8).reshape(count, 16).copy()
    block[:, 6] = block[:, 6] & 0x0F | 0x40
    block[:, 8] = block[:, 8] & 0x3F | 0x80
    raw = block.tobytes()
    return [raw[place : place + 16] for place in range(0, len(raw), 16)]


def to_envelopes(*, tables: Sequence[Table], random: Random, until: int) -> list[Envelope]:
    """Return the events up to and including `until`, oldest first.

    Ids are dealt out before the cut, so that an earlier `until` on the same last day gives a part
    of the same events.
    """
    events: list[Envelope] = []
    for table in tables:
        currency = None if table.cents is None else truth.CURRENCY
        columns = zip(
            _event_ids(random=random, count=len(table.at)),
            table.at.tolist(),
            _nobody(table=table) if table.actor is None else table.actor,
            _values(table=table),
            _encode(table=table),
            strict=True,
        )
        events += [
            Envelope(event_id, at, table.name, actor, value, currency, properties)
            for event_id, at, actor, value, properties in columns
            if at <= until
        ]
    events.sort(key=lambda event: event.at)
    return events
