"""GET /live: server-sent events (WHATWG HTML, section 9.2) of what happens in the log.

Pure ASGI without Django. `config` hands it the feed, a way to find out who asks, and calls `close`
when the server is told to stop, because a server waits for open streams.

    event: news
    data: {"version": 7, "per_minute": 41, "changed_at": "...", "latest": [...]}

The newest state goes out at most five times a second; a comment every 15 seconds keeps proxies
from closing the stream. As often, what the watcher may see is asked anew, also while news keep
coming. Whoever does not read for ten seconds is dropped: the browser comes back by itself.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

from tenfold.kit import clock
from tenfold.techniques.dashboards.asgi.feed import Feed, News
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
from tenfold.techniques.dashboards.rules.happening import Watcher, describe_event

Authorise = Callable[[Scope], Awaitable[Watcher | None]]

PAUSE_SECONDS = 0.2
HEARTBEAT_SECONDS = 15.0
SLOWEST_SECONDS = 10.0
_STILL_HERE = b": still here\n\n"


def write_news(*, news: News, watcher: Watcher) -> bytes:
    """Return the message for one watcher, with nothing in it that they may not see."""
    now = clock.now()
    latest = [
        describe_event(
            event=event, source=news.names.get(event.source, ""), watcher=watcher, now=now
        ).as_json()
        for event in news.latest
    ]
    data = {
        "version": news.version,
        "per_minute": news.per_minute,
        "per_minute_text": watcher.formats.number(value=news.per_minute),
        "changed_at": news.changed_at and news.changed_at.isoformat(),
        "latest": latest,
    }
    return b"event: news\ndata: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"


class LiveApp:
    """The ASGI application at /live."""

    def __init__(
        self,
        *,
        feed: Feed,
        authorise: Authorise,
        pause_seconds: float = PAUSE_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        slowest_seconds: float = SLOWEST_SECONDS,
    ) -> None:
        self._feed = feed
        self._authorise = authorise
        self._pause = pause_seconds
        self._heartbeat = heartbeat_seconds
        self._slowest = slowest_seconds
        self._streams: set[asyncio.Task[None]] = set()

    @property
    def watching(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def close(self) -> None:
        """End every stream at once. Call it in the event loop's thread."""
        for stream in tuple(self._streams):
            stream.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one watcher until they leave, fall behind, may no longer, or `close` is called."""
        if scope["method"] != "GET":
            await refuse(send=send, status=405)
            return
        watcher = await self._authorise(scope)
        if watcher is None:
            await refuse(send=send, status=401)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
        stream = asyncio.create_task(self._stream(scope, watcher, send))
        self._streams.add(stream)
        try:
            await run_until_left(stream=stream, receive=receive)
        finally:
            self._streams.discard(stream)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, scope: Scope, watcher: Watcher, send: Send) -> None:
        loop, news_came = asyncio.get_running_loop(), asyncio.Event()
        stop = self._feed.subscribe(lambda: wake(loop=loop, something=news_came))
        asked_at = loop.time()
        try:
            body: bytes = await asyncio.to_thread(self._write, watcher)
            while True:
                message = {"type": "http.response.body", "body": body, "more_body": True}
                async with asyncio.timeout(self._slowest):
                    await send(message)
                await asyncio.sleep(self._pause)
                came = await comes(something=news_came, seconds=self._heartbeat)
                if loop.time() - asked_at >= self._heartbeat:  # also where the news never pause
                    allowed = await self._authorise(scope)
                    if allowed is None:
                        return
                    watcher, asked_at = allowed, loop.time()
                body = await asyncio.to_thread(self._write, watcher) if came else _STILL_HERE
        finally:
            stop()

    def _write(self, watcher: Watcher) -> bytes:
        return write_news(news=self._feed.news(), watcher=watcher)
