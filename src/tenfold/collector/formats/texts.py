"""Texts that can be stored: what any format checks names, ids and property texts against."""

import re

from tenfold.collector.verdicts import Code, Unfit

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
UNSTORABLE = (
    "A text holds a NUL character, half of a surrogate pair, or bytes that are not UTF-8; "
    "no database can store that."
)


def has_control(text: str) -> bool:
    """Return whether a control character (Unicode category Cc) is in the text."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def require_storable(value: object) -> None:
    r"""Raise `Unfit` where a NUL character is in any text or key of a decoded JSON value."""
    if isinstance(value, str):
        if "\0" in value:
            raise Unfit(Code.TEXT_INVALID, UNSTORABLE)
    elif isinstance(value, list):
        for item in value:
            require_storable(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            require_storable(key)
            require_storable(item)


def mend_surrogates(*, body: bytes) -> bytes:
    r"""Return the JSON text with every unpaired surrogate escape replaced by \u0000.

    The length stays the same, so offsets stay true; a NUL character is refused event by event,
    which an unpaired surrogate would not be: it makes the whole text unreadable.
    """
    return _ESCAPES.sub(lambda found: b"\\u0000" if found[1] else found[0], body)
