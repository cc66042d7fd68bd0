"""What the log discovered, together with what people said about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenfold.eventlog.store import EventLog, NameEntry, PropertyEntry
from tenfold.techniques.interfaces.models import NameDescription, PropertyDescription
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.techniques.interfaces.rules.catalogue import count_missing
from tenfold.techniques.interfaces.rules.sight import EVERYTHING, Sight, hides

_CUT = "…"  # ends a sample that was too long
_VALUES = re.compile(r'"((?:[^"\\]|\\.)*)"|(-?\d[\d.]*)')


@dataclass(frozen=True)
class PropertyView:
    """A property of an event name. `kind` is its most frequent JSON type.

    `missing` counts the name's events without it. `samples_hidden`: there are samples, but the
    viewer may not see them.
    """

    name: str
    kind: str
    types: Mapping[str, int]
    samples: tuple[str, ...]
    samples_hidden: bool
    first_seen_at: datetime
    last_seen_at: datetime
    type_changed: bool
    missing: int
    description: str
    hidden: bool
    required: bool


@dataclass(frozen=True)
class NameView:
    """An event name with its properties. `warnings` counts changed types and missing required."""

    name: str
    events: int
    with_actor: int
    with_value: int
    currencies: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    sources: tuple[str, ...]
    internal: bool
    description: str
    hidden: bool
    properties: tuple[PropertyView, ...]

    @property
    def warnings(self) -> int:
        """Return how many of its properties want a look."""
        return sum(
            entry.type_changed or (entry.required and entry.missing > 0)
            for entry in self.properties
            if not entry.hidden
        )


def list_catalogue(
    *, log: EventLog, sight: Sight = EVERYTHING, internal: bool = False, hidden: bool = True
) -> tuple[NameView, ...]:
    """Return the event names, most frequent first; without the hidden ones where `hidden` is False.

    A required property that has never come stands in the list with no type and all events missing.
    """
    words = {row.name: row for row in NameDescription.objects.all()}
    of_properties: dict[str, dict[str, PropertyDescription]] = {}
    for row in PropertyDescription.objects.all():
        of_properties.setdefault(row.name, {})[row.property] = row
    sources = list_source_names()
    entries = log.catalogue(internal=internal)
    people = frozenset() if sight.persons else _find_ids(entries=entries, log=log)
    views = (
        _view_name(
            entry=entry,
            said=words.get(entry.name),
            of_properties=of_properties.get(entry.name, {}),
            sources=sources,
            sight=sight,
            people=people,
        )
        for entry in entries
    )
    return tuple(view for view in views if hidden or not view.hidden)


def get_name(*, name: str, log: EventLog, sight: Sight = EVERYTHING) -> NameView | None:
    """Return one event name, or None where no event has it."""
    for view in list_catalogue(log=log, sight=sight, internal=True):
        if view.name == name:
            return view
    return None


def as_json(*, view: NameView) -> dict[str, Any]:
    """Return the name in the form that the command line and the API promise."""
    return {
        "name": view.name,
        "description": view.description,
        "events": view.events,
        "with_actor": view.with_actor,
        "with_value": view.with_value,
        "currencies": list(view.currencies),
        "first_seen_at": view.first_seen_at.isoformat(),
        "last_seen_at": view.last_seen_at.isoformat(),
        "sources": list(view.sources),
        "internal": view.internal,
        "hidden": view.hidden,
        "properties": [_property_as_json(entry) for entry in view.properties],
    }


def _property_as_json(entry: PropertyView) -> dict[str, Any]:
    return {
        "name": entry.name,
        "description": entry.description,
        "type": entry.kind,
        "types": dict(entry.types),
        "type_changed": entry.type_changed,
        "samples": list(entry.samples),
        "samples_hidden": entry.samples_hidden,
        "first_seen_at": entry.first_seen_at.isoformat(),
        "last_seen_at": entry.last_seen_at.isoformat(),
        "missing": entry.missing,
        "required": entry.required,
        "hidden": entry.hidden,
    }


def _view_name(
    *,
    entry: NameEntry,
    said: NameDescription | None,
    of_properties: Mapping[str, PropertyDescription],
    sources: Mapping[int, str],
    sight: Sight,
    people: frozenset[str],
) -> NameView:
    seen = tuple(
        _view_property(
            entry=found,
            said=of_properties.get(found.name),
            events=entry.events,
            hide=_hides_samples(entry=found, sight=sight, people=people),
        )
        for found in entry.properties
    )
    names = {view.name for view in seen}
    absent = tuple(
        _view_absent(said=row, entry=entry)
        for row in of_properties.values()
        if row.required and row.property not in names
    )
    return NameView(
        name=entry.name,
        events=entry.events,
        with_actor=entry.with_actor,
        with_value=entry.with_value,
        currencies=entry.currencies,
        first_seen_at=entry.first_seen_at,
        last_seen_at=entry.last_seen_at,
        sources=tuple(sources.get(source, str(source)) for source in entry.sources),
        internal=entry.internal,
        description=said.description if said else "",
        hidden=said.hidden if said else False,
        properties=(*seen, *absent),
    )


def _find_ids(*, entries: Sequence[NameEntry], log: EventLog) -> frozenset[str]:
    """Return those of the samples, or of what stands in them, that are an id of somebody."""
    leaves = {
        leaf
        for entry in entries
        for found in entry.properties
        for sample in found.samples
        for leaf in _leaves(sample)
    }
    if not leaves:
        return frozenset()
    reading = log.reading()
    given = "(SELECT unnest($leaves) AS actor)"
    # A long sample was cut: it is an id of somebody whose id begins alike.
    letters = max(len(leaf) for leaf in leaves)
    cut = f"left(actor, $letters - 1) || '{_CUT}'"
    shown = f"CASE WHEN length(actor) > $letters THEN {cut} ELSE actor END"
    found = log.read(
        f"SELECT DISTINCT {shown} FROM {reading.table} WHERE {shown} IN {given} "  # noqa: S608  the log's own names
        f"UNION SELECT actor FROM {given} AS {reading.table} {reading.joins} "
        f"WHERE {reading.person} <> actor",
        {"leaves": sorted(leaves), "letters": letters},
    )
    return frozenset(who for (who,) in found)


def _hides_samples(*, entry: PropertyEntry, sight: Sight, people: frozenset[str]) -> bool:
    """Return whether samples may not be shown. Samples that repeat an id say who somebody is."""
    leaves = [leaf for sample in entry.samples for leaf in _leaves(sample)]
    repeats = not sight.persons and not people.isdisjoint(leaves)
    return bool(entry.samples) and (
        repeats or hides(name=entry.name, samples=[*entry.samples, *leaves], sight=sight)
    )


def _leaves(sample: str) -> list[str]:
    # A sample of an object or a list is its JSON text, and may be cut: what stands whole in it.
    if not sample.startswith(("{", "[")):
        return [sample]
    return [text or bare for text, bare in _VALUES.findall(sample)]


def _view_property(
    *, entry: PropertyEntry, said: PropertyDescription | None, events: int, hide: bool
) -> PropertyView:
    return PropertyView(
        name=entry.name,
        kind=max(entry.types, key=lambda kind: entry.types[kind], default=""),
        types=entry.types,
        samples=() if hide else entry.samples,
        samples_hidden=hide,
        first_seen_at=entry.first_seen_at,
        last_seen_at=entry.last_seen_at,
        type_changed=entry.type_changed,
        missing=count_missing(events=events, types=entry.types),
        description=said.description if said else "",
        hidden=said.hidden if said else False,
        required=said.required if said else False,
    )


def _view_absent(*, said: PropertyDescription, entry: NameEntry) -> PropertyView:
    return PropertyView(
        name=said.property,
        kind="",
        types={},
        samples=(),
        samples_hidden=False,
        first_seen_at=entry.first_seen_at,
        last_seen_at=entry.last_seen_at,
        type_changed=False,
        missing=entry.events,
        description=said.description,
        hidden=said.hidden,
        required=True,
    )
