"""docs/reference/events.md: what an event has, and which events Tenfold states of itself."""

import dataclasses
from typing import get_type_hints

from tenfold.config.reference import modules
from tenfold.config.reference.markdown import code, docstring, page, table
from tenfold.facts.base import Fact

INTRO = """
An event says that something happened. It is sent to `POST /v1/events`, imported from a file, or
stated by Tenfold itself.

```json
{"id": "order-10482", "name": "order", "actor": "anna@example.org",
 "time": "2026-11-24T14:02:11+01:00", "value": 48.5,
 "properties": {"currency": "EUR", "country": "Norway", "items": 2}}
```
"""
MEMBERS = {
    "name": "What happened, such as `order`. The only one that an event must have.",
    "id": "Your name for this event. Sent again, from the same source, it is not counted again. "
    "Without one, every event is new.",
    "actor": "Who did it: a customer, a visitor, a device. Without one it was nobody, and nobody "
    "is not a person.",
    "time": "When it happened: a date and time with its zone, or seconds since 1970. Without one, "
    "the moment of arrival. More than 24 hours in the future is refused.",
    "value": "What it was worth or measured: a number.",
    "properties": "Everything else: a JSON object of your own.",
}
"""What each member of an event in Tenfold's own form means."""
PROPERTIES = {
    "currency": "Makes the value money: three capital letters (ISO 4217). Amounts in different "
    "currencies are never added.",
    "anonymous_id": "In an event named `$identify`: the unknown visitor who turned out to be the "
    "actor.",
    "alias": "In an event named `$alias`: another id of the actor.",
}
"""Properties that Tenfold understands; all others are yours."""
BUILT_IN = """
## Properties that every event has

Filters and breakdowns can use these beside the sent ones. To use a sent property of the same name,
write `properties.` before it.
"""
FACTS = """
## Events that Tenfold states itself

They are in the company's own log, hidden from metrics and lists unless asked for (`--internal`).
They carry numbers of things, never names or addresses.
"""
_TYPES = {int: "whole number", str: "text", bool: "true or false", float: "number"}


def list_facts() -> list[type[Fact]]:
    """Return every fact that a room can state, in the order of the alphabet."""
    modules.import_all()
    found = [fact for fact in modules.subclasses(Fact) if issubclass(fact, Fact)]
    return sorted(found, key=lambda fact: fact.name())


def _fields(fact: type[Fact]) -> str:
    types = get_type_hints(fact)
    return ", ".join(
        f"{code(field.name)} ({_TYPES.get(types[field.name], 'text')})"
        for field in dataclasses.fields(fact)
    )


def _list_built_in() -> list[str]:
    from tenfold.metrics import definitions

    return sorted(definitions.BUILT_IN)


def make_page() -> str:
    """Return the page."""
    members = table(
        columns=("member", "meaning"),
        rows=[(code(name), meaning) for name, meaning in MEMBERS.items()],
    )
    properties = table(
        columns=("property", "meaning"),
        rows=[(code(name), meaning) for name, meaning in PROPERTIES.items()],
    )
    facts = table(
        columns=("event", "meaning", "properties"),
        rows=[(code(fact.name()), docstring(fact), _fields(fact)) for fact in list_facts()],
    )
    return page(
        title="Events",
        intro=INTRO,
        parts=[
            members,
            "## Properties with a meaning",
            properties,
            BUILT_IN.strip(),
            ", ".join(code(name) for name in _list_built_in()),
            FACTS.strip(),
            facts,
        ],
    )
