"""What a board looks like at one moment, for everybody who may see the same of it."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""What a compressed stream begins with (RFC 1952); pieces by `squeeze` follow."""


@dataclass(frozen=True)
class Sight:
    """What those who look may see. `doors`: whether tiles lead on, as they do for members alone."""

    persons: bool
    money: bool
    doors: bool


@dataclass(frozen=True)
class Key:
    """A board, seen with certain eyes. Whoever has the same key sees the same bytes."""

    board: int
    sight: Sight


@dataclass(frozen=True)
class Layout:
    """Which tiles there are: `quick` ones are asked together, each of the others by itself."""

    version: int
    quick: tuple[int, ...]
    alone: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A tile as it was just drawn. `problem` says why there is no picture; "" where there is.

    `view` is what it was drawn from, for pages that draw more around it; nothing here looks into it.
    """

    id: int
    digest: str
    html: str
    problem: str = ""
    view: Any = None


@dataclass(frozen=True)
class Shown:
    """A tile as it is shown: where it could not be drawn, its last picture, and why.

    as_of   the instant for which the picture is true
    digest  changes exactly when the picture or the problem does
    """

    id: int
    digest: str
    html: str
    problem: str
    as_of: datetime
    view: Any = None

    @classmethod
    def of(cls, drawn: Drawn, *, before: "Shown | None", at: datetime) -> "Shown":
        """Return what is shown now that `drawn` came, `before` having been shown till now."""
        if drawn.problem and before is not None and before.html:
            return before.failing(problem=drawn.problem)
        digest = drawn.digest or _digest(drawn.problem)
        return cls(drawn.id, digest, drawn.html, drawn.problem, at, drawn.view)

    def failing(self, *, problem: str) -> "Shown":
        """Return the same picture with the reason why there is no newer one."""
        digest = _digest(self.digest.partition("-")[0], problem)
        return replace(self, digest=f"{self.digest.partition('-')[0]}-{digest}", problem=problem)

    @property
    def stale(self) -> str:
        """Why there is no newer picture, or none; "" where the picture is new, or says so itself."""
        return self.problem if "-" in self.digest or not self.html else ""

    def as_json(self) -> dict[str, Any]:
        """Return what a browser needs to draw it."""
        return {
            "id": self.id,
            "digest": self.digest,
            "html": self.html,
            "problem": self.stale,
            "as_of": self.as_of.isoformat(),
        }


@dataclass(frozen=True)
class Picture:
    """A board at one moment. `mark` changes exactly when anything on it does."""

    version: int
    tiles: Mapping[int, Shown]

    @property
    def mark(self) -> str:
        """A short name of what is shown."""
        shown = (f"{one.id}:{one.digest}" for one in self.tiles.values())
        return _digest(str(self.version), *shown)

    def changed_since(self, older: "Picture") -> tuple[Shown, ...]:
        """Return the tiles that look different from an older picture."""
        known = {one.id: one.digest for one in older.tiles.values()}
        return tuple(one for one in self.tiles.values() if known.get(one.id) != one.digest)


def write_message(*, event: str, data: Mapping[str, Any], mark: str = "") -> bytes:
    """Return one server-sent event (WHATWG HTML, section 9.2)."""
    name = f"id: {mark}\n" if mark else ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event}\n{name}data: {text}\n\n".encode()


def squeeze(message: bytes) -> bytes:
    """Return the message compressed so that it stands by itself in any stream after `GZIP_HEAD`.

    A piece refers to nothing before it, so one piece is made once and sent to everybody.
    """
    deflate = zlib.compressobj(level=6, wbits=-15)
    return deflate.compress(message) + deflate.flush(zlib.Z_SYNC_FLUSH)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=9).hexdigest()
