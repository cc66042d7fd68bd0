"""Events as people and programs read them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenfold.eventlog.store import EventLog, StoredEvent
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.techniques.interfaces.rules.sight import EVERYTHING, Sight, split_properties


@dataclass(frozen=True)
class EventView:
    """An event, as far as the viewer may see it.

    `hidden` names what was left out: "actor", "value" or a property. `import_id` is the import that
    brought it, or None.
    """

    id: str
    name: str
    actor: str | None
    person: str | None
    at: datetime
    received_at: datetime
    value: float | None
    currency: str | None
    properties: Mapping[str, Any]
    source: int
    source_name: str
    import_id: int | None
    hidden: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return each property with its value as text, for templates."""
        return tuple((name, write_value(value=value)) for name, value in self.properties.items())


def list_events(
    *,
    log: EventLog,
    limit: int,
    sight: Sight = EVERYTHING,
    name: str | None = None,
    source: int | None = None,
    person: str | None = None,
    internal: bool = False,
    before: datetime | None = None,
) -> tuple[EventView, ...]:
    """Return the newest events by their own time, newest first, as far as `sight` reaches.

    A person can be asked for only by somebody who may see persons; otherwise nothing is found.
    """
    if person is not None and not sight.persons:
        return ()
    found = log.latest(
        limit=limit, name=name, source=source, person=person, internal=internal, before=before
    )
    names = list_source_names()
    return tuple(view_event(event=event, sight=sight, names=names) for event in found)


def get_event(*, log: EventLog, event_id: str, sight: Sight = EVERYTHING) -> EventView | None:
    """Return one event, or None where the log has no such id."""
    found = log.get_event(event_id=event_id)
    if found is None:
        return None
    return view_event(event=found, sight=sight, names=list_source_names())


def view_event(*, event: StoredEvent, sight: Sight, names: Mapping[int, str]) -> EventView:
    """Return the event with everything taken out that `sight` does not reach."""
    properties, hidden = split_properties(
        properties=event.properties, sight=sight, ids={event.actor, event.person}
    )
    shows_value = sight.money or event.currency is None
    if event.actor is not None and not sight.persons:
        hidden = ("actor", *hidden)
    if event.value is not None and not shows_value:
        hidden = ("value", *hidden)
    return EventView(
        id=event.id,
        name=event.name,
        actor=event.actor if sight.persons else None,
        person=event.person if sight.persons else None,
        at=event.at,
        received_at=event.received_at,
        value=event.value if shows_value else None,
        currency=event.currency,
        properties=properties,
        source=event.source,
        source_name=names.get(event.source, str(event.source)),
        import_id=event.import_id,
        hidden=hidden,
    )


def write_value(*, value: Any) -> str:
    """Return a property's value as people read it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_json(*, view: EventView) -> dict[str, Any]:
    """Return the event in the form that the command line and the API promise."""
    return {
        "id": view.id,
        "name": view.name,
        "actor": view.actor,
        "person": view.person,
        "time": view.at.isoformat(),
        "received_at": view.received_at.isoformat(),
        "value": view.value,
        "currency": view.currency,
        "properties": dict(view.properties),
        "source": view.source,
    }
