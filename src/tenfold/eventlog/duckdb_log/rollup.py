"""What was discovered: names, properties, JSON types. Pure: two roll-ups add up to one.

Counts, and when a name or property was first and last seen (by the events' own time), are exact.
Samples are a few values of the newest events, shortened.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.eventlog.store import NameEntry, PropertyEntry
from tenfold.kit.clock import from_micros

MOST_SAMPLES = 5
MOST_PROPERTIES = 500
"""Of one event name: a sender that makes up new property names must not fill memory."""

_SAMPLE_LETTERS = 60
_TYPES = {
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "NULL": "null",
    "BIGINT": "number",
    "UBIGINT": "number",
    "HUGEINT": "number",
    "UHUGEINT": "number",
    "DOUBLE": "number",
}

NameKey = tuple[str, int, str | None]
PropertyKey = tuple[str, bool, str, str]


@dataclass(slots=True)
class NameTally:
    """Counts of one name from one source in one currency."""

    events: int
    with_actor: int
    with_value: int
    first: int
    last: int


@dataclass(slots=True)
class PropertyTally:
    """Counts of one property of one name in one JSON type."""

    occurrences: int
    first: int
    last: int
    samples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Rollup:
    """All tallies: names by (name, source, currency); properties by (name, internal, key, type)."""

    names: dict[NameKey, NameTally] = field(default_factory=dict)
    properties: dict[PropertyKey, PropertyTally] = field(default_factory=dict)
    known: dict[tuple[str, bool], set[str]] = field(default_factory=dict)

    def add_name(self, key: NameKey, tally: NameTally) -> None:
        """Count more of a name."""
        held = self.names.get(key)
        if held is None:
            self.names[key] = tally
            return
        held.events += tally.events
        held.with_actor += tally.with_actor
        held.with_value += tally.with_value
        held.first, held.last = min(held.first, tally.first), max(held.last, tally.last)

    def add_property(self, key: PropertyKey, tally: PropertyTally) -> None:
        """Count more of a property. Newer samples push older ones out."""
        known = self.known.setdefault(key[:2], set())
        if key[2] not in known:
            if len(known) >= MOST_PROPERTIES:
                return
            known.add(key[2])
        held = self.properties.get(key)
        if held is None:
            self.properties[key] = tally
            return
        newer, older = (tally, held) if tally.last >= held.last else (held, tally)
        held.samples = list(dict.fromkeys([*newer.samples, *older.samples]))[:MOST_SAMPLES]
        held.occurrences += tally.occurrences
        held.first, held.last = min(held.first, tally.first), max(held.last, tally.last)

    def add_structure(
        self, *, name: str, internal: bool, structure: str, tally: PropertyTally
    ) -> None:
        """Count events that share a structure, as `json_structure` gives it.

        The samples of `tally` are the properties of some of them, as text.
        """
        shape = json.loads(structure)
        if not isinstance(shape, dict):
            return
        examples = [_decode(text) for text in tally.samples]
        for key, found in shape.items():
            samples = dict.fromkeys(_shorten(one[key]) for one in examples if key in one)
            self.add_property(
                (name, internal, key, _type_of(found)),
                PropertyTally(
                    tally.occurrences, tally.first, tally.last, list(samples)[:MOST_SAMPLES]
                ),
            )

    def has_property(self, name: str) -> bool:
        """Return whether any event had this property."""
        return any(name in known for known in self.known.values())


def build_catalogue(*, rollup: Rollup, internal: bool) -> list[NameEntry]:
    """Return every name with its properties, most frequent first."""
    names: dict[str, list[tuple[NameKey, NameTally]]] = {}
    for key, tally in rollup.names.items():
        if internal or key[1] != INTERNAL_SOURCE:
            names.setdefault(key[0], []).append((key, tally))
    properties: dict[str, dict[str, list[tuple[str, PropertyTally]]]] = {}
    for (name, is_internal, key_name, type_name), found in rollup.properties.items():
        if internal or not is_internal:
            of_name = properties.setdefault(name, {})
            of_name.setdefault(key_name, []).append((type_name, found))
    entries = [_build_name(name, parts, properties.get(name, {})) for name, parts in names.items()]
    return sorted(entries, key=lambda entry: (-entry.events, entry.name))


def _build_name(
    name: str,
    parts: list[tuple[NameKey, NameTally]],
    properties: dict[str, list[tuple[str, PropertyTally]]],
) -> NameEntry:
    tallies = [tally for _, tally in parts]
    sources = tuple(sorted({source for (_, source, _), _ in parts}))
    return NameEntry(
        name=name,
        events=sum(tally.events for tally in tallies),
        with_actor=sum(tally.with_actor for tally in tallies),
        with_value=sum(tally.with_value for tally in tallies),
        currencies=tuple(sorted({currency for (_, _, currency), _ in parts if currency})),
        first_seen_at=from_micros(micros=min(tally.first for tally in tallies)),
        last_seen_at=from_micros(micros=max(tally.last for tally in tallies)),
        properties=tuple(_build_property(key, properties[key]) for key in sorted(properties)),
        sources=sources,
        internal=sources == (INTERNAL_SOURCE,),
    )


def _build_property(name: str, parts: list[tuple[str, PropertyTally]]) -> PropertyEntry:
    types: dict[str, int] = {}
    for type_name, tally in parts:
        types[type_name] = types.get(type_name, 0) + tally.occurrences
    newest_first = sorted((tally for _, tally in parts), key=lambda tally: -tally.last)
    samples = dict.fromkeys(sample for tally in newest_first for sample in tally.samples)
    return PropertyEntry(
        name=name,
        types=dict(sorted(types.items())),
        samples=tuple(samples)[:MOST_SAMPLES],
        first_seen_at=from_micros(micros=min(tally.first for _, tally in parts)),
        last_seen_at=from_micros(micros=max(tally.last for _, tally in parts)),
        type_changed=len(types.keys() - {"null"}) > 1,
    )


def _type_of(found: object) -> str:
    if isinstance(found, str):
        return _TYPES.get(found, "object")  # an empty object has the structure "JSON"
    return "list" if isinstance(found, list) else "object"


def _decode(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _shorten(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SAMPLE_LETTERS else text[: _SAMPLE_LETTERS - 1] + "…"
