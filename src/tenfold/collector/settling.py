"""Waiting for the log from the event loop."""

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import TypeVar

Outcome = TypeVar("Outcome")


class Settling:
    """Lets many requests wait for the log, and wakes the event loop once for all of a commit.

    A commit settles up to thousands of futures at a time; waking the loop for each would keep the
    log's thread from its next commit.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._settled: deque[asyncio.Future[None]] = deque()
        self._waking = False

    async def wait(self, future: "Future[Outcome]") -> Outcome:
        """Return what the future holds, or raise it, once it is settled from any thread.

        Giving up waiting does not take back what the log was given.
        """
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._settled, self._waking = loop, deque(), False
        if not future.done():
            waiter: asyncio.Future[None] = loop.create_future()
            future.add_done_callback(lambda _: self._settle(loop, waiter))
            await waiter
        return future.result()

    def _settle(self, loop: asyncio.AbstractEventLoop, waiter: "asyncio.Future[None]") -> None:
        """Note that a waiter may go on. Runs in the log's thread."""
        self._settled.append(waiter)
        if not self._waking and not loop.is_closed():
            self._waking = True
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        # Before looking: what is settled from here on wakes the loop again, so none is forgotten.
        self._waking = False
        while self._settled:
            waiter = self._settled.popleft()
            if not waiter.done():
                waiter.set_result(None)
