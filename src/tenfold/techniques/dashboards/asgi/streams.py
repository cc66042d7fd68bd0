"""What every stream of server-sent events needs (WHATWG HTML, section 9.2), in pure ASGI."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


async def run_until_left(*, stream: asyncio.Task[None], receive: Receive) -> None:
    """Let a stream run until it ends, is cancelled, or whoever reads it leaves.

    Being cancelled and being read too slowly are ordinary ends; raises anything else, which is a bug.
    """
    leaving = asyncio.create_task(_wait_for_leaving(receive))
    try:
        await asyncio.wait({stream, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stream.cancel()
        leaving.cancel()
        ended = await asyncio.gather(stream, leaving, return_exceptions=True)
    for end in ended:
        if isinstance(end, Exception) and not isinstance(end, TimeoutError | ConnectionError):
            raise end


async def comes(*, something: asyncio.Event, seconds: float) -> bool:
    """Return whether something came within so many seconds; then wait for the next."""
    # Not wait_for: being cancelled at the moment when it comes, it forgets the former.
    try:
        async with asyncio.timeout(seconds):
            await something.wait()
    except TimeoutError:
        return False
    something.clear()
    return True


def wake(*, loop: asyncio.AbstractEventLoop, something: asyncio.Event) -> None:
    """Say from any thread that something came."""
    # That may be while the loop is already closing; then nobody waits for it any more.
    if not loop.is_closed():
        loop.call_soon_threadsafe(something.set)


async def refuse(*, send: Send, status: int) -> None:
    """Answer with a status and nothing else."""
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _wait_for_leaving(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
