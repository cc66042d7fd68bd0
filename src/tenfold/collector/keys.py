"""Who may send events: what the collector needs to know about write keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a write key stands for."""

    source_id: int


class KeyDirectory(Protocol):
    """Knows every write key that is valid now. Asked on the event loop: answers from memory."""

    def find(self, key: str, /) -> KeyEntry | None:
        """Return what the key stands for, or None where there is no such key."""


class Keys:
    """A key directory that whoever owns the keys replaces as a whole when they change."""

    def __init__(self, entries: Mapping[str, KeyEntry] | None = None) -> None:
        self._entries = dict(entries or {})

    def find(self, key: str, /) -> KeyEntry | None:
        """Return what the key stands for, or None where there is no such key."""
        return self._entries.get(key)

    def replace(self, *, entries: Mapping[str, KeyEntry]) -> None:
        """Know these keys from now on, and no others. Safe to call from any thread."""
        self._entries = dict(entries)
