"""Bodies: read from the connection and unpacked, never further than the limit."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import zstandard

from tenfold.collector.limits import MIB, Limits
from tenfold.collector.refusals import (
    BodyTimeout,
    BodyTooLarge,
    CollectorBusy,
    EncodingBroken,
    EncodingUnsupported,
)

Receive = Callable[[], Awaitable[Any]]
_WINDOW = 32 * MIB
"""The most memory that unpacking zstd may take; level 19 takes 8 MiB."""
_STEP = 512
"""Packed bytes unpacked at a time: zstd makes at most 128 KiB out of three of them."""
_PARTS = 64
"""Gzip members or zstd frames in one body: taking off each copies the rest."""


class Gone(Exception):  # noqa: N818  nothing went wrong here
    """Whoever sent the request hung up before it was complete. There is nobody to answer."""


class Room:
    """The memory that is set aside for bodies in progress, over all connections."""

    def __init__(self, *, size: int) -> None:
        self._left = size

    def lease(self) -> "Lease":
        """Return an empty share of it, for one request."""
        return Lease(self)

    def take(self, size: int) -> None:
        """Set memory aside. Raises `CollectorBusy` where none is left."""
        if size > self._left:
            raise CollectorBusy(
                "More is waiting to be stored than memory allows.",
                next_step="Nothing of this request was stored. Send it again after a moment.",
            )
        self._left -= size

    def give_back(self, size: int) -> None:
        """Free what was taken."""
        self._left += size


class Lease:
    """What one request holds of the room, until it is answered."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._size = 0

    def grow(self, size: int) -> None:
        """Hold `size` bytes more. Raises `CollectorBusy`."""
        self._room.take(size)
        self._size += size

    def __enter__(self) -> "Lease":
        return self

    def __exit__(self, *_: object) -> None:
        self._room.give_back(self._size)


def too_large(*, limits: Limits) -> BodyTooLarge:
    """Return the refusal of a body that is over the limit."""
    return BodyTooLarge(
        f"The body has more than {limits.body_bytes / MIB:g} MiB, as sent or unpacked.",
        next_step="Send the events in several requests.",
    )


async def read_body(
    *, receive: Receive, announced: int | None, limits: Limits, lease: Lease
) -> bytes:
    """Return the body as it was sent.

    Raises `BodyTooLarge`, `BodyTimeout`, `CollectorBusy`, and `Gone`. What a client sends beyond a
    refusal is read and dropped by the server, so that the connection stays usable.
    """
    if announced is not None and announced > limits.body_bytes:
        raise too_large(limits=limits)
    try:
        async with asyncio.timeout(limits.read_seconds):
            return await _gather(receive, limits, lease)
    except TimeoutError:
        raise BodyTimeout(
            f"The body did not arrive within {limits.read_seconds:g} seconds.",
            next_step="Nothing of it was stored. Send it again, in smaller requests.",
        ) from None


async def _gather(receive: Receive, limits: Limits, lease: Lease) -> bytes:
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limits.body_bytes:
            raise too_large(limits=limits)
        lease.grow(len(chunk))
        chunks.append(chunk)
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def unpack(*, body: bytes, encoding: str, limits: Limits) -> bytes:
    """Return the body unpacked. `encoding` is the Content-Encoding, in lower case. Any thread.

    Raises `EncodingUnsupported`, `EncodingBroken`, and `BodyTooLarge` before more than the limit
    has been unpacked.
    """
    unpacker = _UNPACKERS.get(encoding)
    if unpacker is None:
        raise EncodingUnsupported(
            f"The content encoding {encoding[:50]!r} is not understood.",
            next_step="Send the body with gzip or zstd, or as it is.",
        )
    try:
        unpacked = unpacker(body, limits.body_bytes)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise EncodingBroken(
            f"The body is no whole {encoding} stream: {error}.",
            next_step="Nothing of it was stored. Send it again.",
        ) from None
    if len(unpacked) > limits.body_bytes:
        raise too_large(limits=limits)
    return unpacked


def _gunzip(body: bytes, limit: int) -> bytes:
    """Unpack all members of a gzip file (RFC 1952), up to one byte over the limit."""
    unpacked = bytearray()
    for _ in range(_PARTS):
        member = zlib.decompressobj(wbits=31)
        unpacked += member.decompress(body, limit + 1 - len(unpacked))
        if len(unpacked) > limit:
            break
        if not member.eof:
            raise EOFError("the end is missing")
        body = member.unused_data
        if not body:
            return bytes(unpacked)
    return _over(unpacked, limit)


def _unzstd(body: bytes, limit: int) -> bytes:
    """Unpack all frames of a zstd stream (RFC 8878), up to a little over the limit."""
    unpacked = bytearray()
    for _ in range(_PARTS):
        frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        at = 0
        while at < len(body) and not frame.eof and len(unpacked) <= limit:
            unpacked += frame.decompress(body[at : at + _STEP])
            at += _STEP
        if len(unpacked) > limit:
            break
        if not frame.eof:
            raise EOFError("the end is missing")
        body = frame.unused_data + body[at:]
        if not body:
            return bytes(unpacked)
    return _over(unpacked, limit)


def _over(unpacked: bytearray, limit: int) -> bytes:
    """Return what is over the limit. Raises `EOFError` where it only has too many parts."""
    if len(unpacked) <= limit:
        raise EOFError(f"it has more than {_PARTS} parts")
    return bytes(unpacked)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "zstd": _unzstd,
}
