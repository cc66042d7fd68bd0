"""GET /live/boards/<id> and /live/shared/<secret>: server-sent events of what changes on a board.

    event: tiles
    id: 3fa9...
    data: {"now": "...", "version": 4, "as_of": {"12": "..."}, "tiles": [{"id": 12, ...}]}

    event: fresh
    data: {"now": "...", "as_of": {"12": "..."}}

Whoever comes (back) says in `seen`, or as a browser does by itself in `Last-Event-ID`, what they see
and gets what is different. All who look with the same eyes are sent the same bytes, compressed once.
`event: over` says that there is nothing to look at any more; every 15 seconds, whether somebody may
still look is asked anew, and a link that is stopped ends its streams at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.asgi.boards.keeping import Keeper
from tenfold.techniques.dashboards.asgi.boards.shown import (
    GZIP_HEAD,
    Key,
    squeeze,
    write_message,
)
from tenfold.techniques.dashboards.asgi.streams import (
    HEADERS,
    Receive,
    Scope,
    Send,
    comes,
    refuse,
    run_until_left,
    wake,
)

FRESH_SECONDS = 2.0
ASK_SECONDS = 15.0
SLOWEST_SECONDS = 10.0
PAUSE_SECONDS = 0.2
_HEADERS = [
    *HEADERS,
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"referrer-policy", b"no-referrer"),
    (b"vary", b"accept-encoding"),
]
OVER = write_message(event="over", data={})


@dataclass(frozen=True)
class Watching:
    """Who looks: at which board, with which eyes, through which share link (None: a member)."""

    key: Key
    link: int | None = None


Authorise = Callable[[Scope], Awaitable["Watching | int"]]
"""Returns who looks, or the HTTP status with which they are refused."""


class BoardStreams:
    """The ASGI application of both addresses."""

    def __init__(
        self,
        *,
        keeper: Keeper,
        authorise: Authorise,
        fresh_seconds: float = FRESH_SECONDS,
        ask_seconds: float = ASK_SECONDS,
    ) -> None:
        self._keeper = keeper
        self._authorise = authorise
        self._fresh = fresh_seconds
        self._ask = ask_seconds
        self._streams: dict[asyncio.Task[None], Watching] = {}
        self._stopped: set[asyncio.Task[None]] = set()

    @property
    def watching(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def close(self) -> None:
        """End every stream at once. Call it in the event loop's thread."""
        for stream in tuple(self._streams):
            stream.cancel()

    def end_link(self, link: int) -> None:
        """End at once what is seen through a link. Call it from any thread."""
        for stream, watching in tuple(self._streams.items()):
            if watching.link == link:
                self._stopped.add(stream)
                stream.get_loop().call_soon_threadsafe(stream.cancel)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one who looks until they leave, fall behind, may no longer, or it is ended."""
        if scope["method"] != "GET":
            await refuse(send=send, status=405)
            return
        watching = await self._authorise(scope)
        if isinstance(watching, int):
            await refuse(send=send, status=watching)
            return
        headers = dict(scope["headers"])
        zipped = b"gzip" in headers.get(b"accept-encoding", b"")
        said = [*_HEADERS, (b"content-encoding", b"gzip")] if zipped else _HEADERS
        await send({"type": "http.response.start", "status": 200, "headers": said})
        line = _Line(send, zipped)
        stream = asyncio.create_task(self._stream(scope, watching, line))
        self._streams[stream] = watching
        try:
            await run_until_left(stream=stream, receive=receive)
        finally:
            del self._streams[stream]
        if stream in self._stopped:
            self._stopped.discard(stream)
            await line.say(OVER)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, scope: Scope, watching: Watching, line: "_Line") -> None:
        loop, came = asyncio.get_running_loop(), asyncio.Event()
        seen, asked_at = _seen(scope), loop.time()
        await line.begin()
        try:
            stop = await asyncio.to_thread(
                self._keeper.watch,
                key=watching.key,
                wake=lambda: wake(loop=loop, something=came),
            )
        except Refusal:  # taken away since it was looked up
            await line.say(OVER)
            return
        try:
            while True:
                if loop.time() - asked_at >= self._ask:
                    if await self._authorise(scope) != watching:
                        await line.say(OVER)
                        return
                    asked_at = loop.time()
                message = self._keeper.message(key=watching.key, seen=seen, zipped=line.zipped)
                if message is None:
                    await line.say(OVER)
                    return
                body, seen = message
                await line.send(body)
                await comes(something=came, seconds=self._fresh)
                await asyncio.sleep(PAUSE_SECONDS)  # several tiles that change together go together
        finally:
            stop()


@dataclass(frozen=True)
class _Line:
    """The way to one browser. Whoever does not read for ten seconds is dropped."""

    to: Send
    zipped: bool

    async def begin(self) -> None:
        """Send what a compressed stream begins with."""
        if self.zipped:
            await self.send(GZIP_HEAD)

    async def say(self, message: bytes) -> None:
        """Send a message that is not compressed yet."""
        await self.send(squeeze(message) if self.zipped else message)

    async def send(self, body: bytes) -> None:
        """Send bytes as they are."""
        async with asyncio.timeout(SLOWEST_SECONDS):
            await self.to({"type": "http.response.body", "body": body, "more_body": True})


def _seen(scope: Scope) -> str:
    """What a browser that comes back saw last counts more than what the page was made with."""
    headers: Mapping[bytes, bytes] = dict(scope["headers"])
    last = headers.get(b"last-event-id", b"").decode("latin-1")
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return last or query.get("seen", [""])[0]
