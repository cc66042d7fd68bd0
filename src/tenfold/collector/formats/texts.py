"""Texts that cannot be stored: how that is said, and how a body that holds one is still read."""

import re

_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
UNSTORABLE = (
    "A text holds a NUL character, half of a surrogate pair, or bytes that are not UTF-8; "
    "no database can store that."
)


def mend_surrogates(*, body: bytes) -> bytes:
    r"""Return the JSON text with every unpaired surrogate escape replaced by \u0000.

    The length stays the same, so offsets stay true; a NUL character is refused event by event,
    which an unpaired surrogate would not be: it makes the whole text unreadable.
    """
    return _ESCAPES.sub(lambda found: b"\\u0000" if found[1] else found[0], body)
