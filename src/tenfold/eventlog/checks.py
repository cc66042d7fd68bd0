"""What an event may be, whichever door it comes through: bounds, and checks without a refusal.

A door asks here and refuses in its own way: the collector with a code in the event's verdict, an
import with a line of its report.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from tenfold.kit import clock

MAX_TEXT = 200
"""How many characters an id, a name or an actor may have."""
MAX_VALUE = 10**12
"""The value lies between this and its negative, both excluded."""
MAX_EVENT_BYTES = 64 * 1024
MAX_DEPTH = 16
"""How many objects and arrays may stand in each other, the properties object included."""
MIN_INTEGER, MAX_INTEGER = -(2**63), 2**63 - 1
EARLIEST = clock.to_micros(at=datetime(1900, 1, 1, tzinfo=UTC))
FUTURE = timedelta(hours=24)
"""How far after it arrives an event may claim to happen."""

Unstorable = Literal["nul", "number", "depth"]
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def has_control(text: str) -> bool:
    """Return whether a control character (Unicode category Cc) is in the text."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def is_currency(value: object) -> bool:
    """Return whether the value has the form of an ISO 4217 code: three capital letters A to Z."""
    return (
        isinstance(value, str)
        and len(value) == 3
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    )


def find_unstorable(value: object, *, depth: int = MAX_DEPTH) -> Unstorable | None:
    """Return why a decoded JSON value cannot be stored: a NUL, 64 bits exceeded, too many levels.

    `depth` levels are left for it. None: it can.
    """
    if isinstance(value, str):
        return "nul" if "\0" in value else None
    if isinstance(value, int):
        return None if MIN_INTEGER <= value <= MAX_INTEGER else "number"
    if not isinstance(value, (list, dict)):
        return None
    if depth < 1:
        return "depth"
    for item in value:  # the keys of an object
        found = find_unstorable(item, depth=depth - 1)
        if found is not None:
            return found
    inner = value.values() if isinstance(value, dict) else ()
    return next((found for one in inner if (found := find_unstorable(one, depth=depth - 1))), None)


def nests_deeper(value: object, *, levels: int = MAX_DEPTH) -> bool:
    """Return whether more than so many objects and arrays stand in each other."""
    if not isinstance(value, (dict, list)):
        return False
    if levels < 1:
        return True
    items = value.values() if isinstance(value, dict) else value
    return any(nests_deeper(item, levels=levels - 1) for item in items)


def find_repeated_key(*, text: str, decoded: dict[str, Any]) -> str | None:
    """Return a key that stands twice in one object of a JSON text, which decoded to `decoded`.

    Decoders keep one of the two, and not all the same one. Cheap proofs first: every key is
    followed by a colon. Where no white space stands before any colon, there are at most as many
    keys as there are `":`; if that is how many were decoded, none was lost.
    """
    if text.count(":") == len(decoded):
        return None
    keys = len(decoded)
    if text.count("{") > 1:
        keys += _keys_within(decoded.values())
    if text.count('":') == keys and not _may_space_colons(text):
        return None
    repeated: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        names = [name for name, _value in pairs]
        if len(set(names)) != len(names):
            repeated.append(next(name for name in names if names.count(name) > 1))

    json.loads(text, object_pairs_hook=note)
    return repeated[0] if repeated else None


def _may_space_colons(text: str) -> bool:
    """Return False where no white space stands before a colon. One character is found fastest."""
    return (" " in text and " :" in text) or "\n" in text or "\t" in text or "\r" in text


def _keys_within(values: Iterable[Any]) -> int:
    """Return how many keys the objects among these values have, on all levels."""
    keys = 0
    for value in values:
        if isinstance(value, dict):
            keys += len(value) + _keys_within(value.values())
        elif isinstance(value, list):
            keys += _keys_within(value)
    return keys
