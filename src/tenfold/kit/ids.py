"""Identifiers: fresh ones that sort by time, and stable ones made from somebody else's id."""

import os
import secrets
import time
from uuid import UUID, uuid5

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_NAMESPACE = UUID("7e0f01d0-0000-5000-8000-7e0f01d00001")


def new_id() -> UUID:
    """Return a fresh UUID of version 7 (RFC 9562, section 5.7): later ones sort after earlier ones."""
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    number = (millis & 0xFFFF_FFFF_FFFF) << 80 | random
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number)


def stable_id(*, source: int, given: str) -> UUID:
    """Return the event id for what a source calls `given`.

    A UUID is kept as it is; anything else becomes a UUID of version 5 (RFC 9562, section 5.5)
    over the source and the given text. The same pair always gives the same id.
    """
    try:
        return UUID(given)
    except ValueError:
        return uuid5(_NAMESPACE, f"{source}/{given}")


def make_reference() -> str:
    """Return eight letters that a person can read out on the telephone: the name of one failure."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
