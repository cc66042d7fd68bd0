"""What a property's name speaks of: the event, its person, its source, or a segment.

country             a property that the event was sent with
person.country      the newest value that the event's person has of it
source.name         what the source is called; source.kind: web, server, device, file
segment:lapsing     whether the person is in that segment: "in" or "not in"
properties.name     a property that was sent under a name that means something else
"""

from enum import StrEnum

IN, NOT_IN = "in", "not in"
"""The two values of a breakdown by a segment."""

_SENT, _PERSON, _SEGMENT = "properties.", "person.", "segment:"
_OF_SOURCES = {"source.name": "name", "source.kind": "kind"}


class Speaks(StrEnum):
    """What a name speaks of."""

    EVENT = "event"
    PERSON = "person"
    SOURCE = "source"
    SEGMENT = "segment"


def split_name(name: str) -> tuple[Speaks, str]:
    """Return what a property's name speaks of, and the name there."""
    if name in _OF_SOURCES:
        return Speaks.SOURCE, _OF_SOURCES[name]
    for prefix, speaks in ((_PERSON, Speaks.PERSON), (_SEGMENT, Speaks.SEGMENT)):
        if name.startswith(prefix) and len(name) > len(prefix):
            return speaks, name.removeprefix(prefix)
    return Speaks.EVENT, name


def sent_name(name: str) -> str:
    """Return the name under which a property was sent: without a leading "properties."."""
    return name.removeprefix(_SENT)
