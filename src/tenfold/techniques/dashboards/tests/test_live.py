"""The stream at /live, spoken to as a server would."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tenfold.techniques.dashboards.asgi import LiveApp
from tenfold.techniques.dashboards.asgi.feed import Feed
from tenfold.techniques.dashboards.rules.happening import Watcher
from tenfold.techniques.dashboards.tests.happened import Happened, Told, make_feed
from tenfold.ui.format import Formats

WATCHER = Watcher(formats=Formats(language="en-gb", timezone="UTC", currency="EUR"), money=False)


class Visit:
    """One request: what was sent to it, and how it leaves."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()
        self.allowed: Watcher | None = WATCHER

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.sent.put(message)

    async def authorise(self, _: Any) -> Watcher | None:
        return self.allowed

    async def body(self) -> str:
        message = await asyncio.wait_for(self.sent.get(), 5)
        assert message["type"] == "http.response.body"
        return message["body"].decode()

    async def news(self) -> dict[str, Any]:
        body = await self.body()
        assert body.startswith("event: news\ndata: ")
        assert body.endswith("\n\n")
        return json.loads(body.split("data: ", 1)[1])


def visiting(
    act: Callable[[LiveApp, Feed, Visit, "asyncio.Task[None]"], Coroutine[Any, Any, None]],
    *,
    method: str = "GET",
    allowed: Watcher | None = WATCHER,
    **seconds: float,
) -> None:
    async def run() -> None:
        feed, visit = make_feed(Happened("1", value=5.0, currency="EUR"), total=1), Visit()
        visit.allowed = allowed
        paces = {"pause_seconds": 0.0, **seconds}
        app = LiveApp(feed=feed, authorise=visit.authorise, **paces)
        serving = asyncio.create_task(app({"method": method}, visit.receive, visit.send))
        await act(app, feed, visit, serving)
        visit.left.set()
        await asyncio.wait_for(serving, 5)
        assert app.watching == 0

    asyncio.run(run())


async def started(visit: Visit) -> None:
    start = await asyncio.wait_for(visit.sent.get(), 5)
    assert start["status"] == 200
    assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]


def test_watcher__who_comes__gets_the_state_at_once_without_what_they_may_not_see() -> None:
    async def act(app: LiveApp, _: Feed, visit: Visit, __: Any) -> None:
        await started(visit)
        news = await visit.news()
        assert [event["id"] for event in news["latest"]] == ["1"]
        assert news["latest"][0]["value"] == "hidden"
        assert app.watching == 1

    visiting(act)


def test_commit__while_somebody_watches__is_told() -> None:
    async def act(_: LiveApp, feed: Feed, visit: Visit, __: Any) -> None:
        await started(visit)
        await visit.news()
        feed.take(Told(2, (Happened("2", name="visit"),)))
        news = await visit.news()
        assert news["version"] == 1
        assert [event["id"] for event in news["latest"]] == ["2", "1"]

    visiting(act)


def test_many_commits__at_once__are_told_as_the_newest_state() -> None:
    async def act(_: LiveApp, feed: Feed, visit: Visit, __: Any) -> None:
        await started(visit)
        await visit.news()
        for number in range(2, 2000):
            feed.take(Told(number, (Happened(str(number)),)))
        told = [await visit.news()]
        while told[-1]["version"] < 1998:
            told.append(await visit.news())
        assert len(told) < 10

    visiting(act, pause_seconds=0.05)


def test_quiet__gets_a_heartbeat() -> None:
    async def act(_: LiveApp, __: Feed, visit: Visit, ___: Any) -> None:
        await started(visit)
        await visit.news()
        assert await visit.body() == ": still here\n\n"

    visiting(act, heartbeat_seconds=0.01)


def test_watcher__who_may_no_longer_watch__is_let_go_with_the_next_heartbeat() -> None:
    async def act(_: LiveApp, __: Feed, visit: Visit, serving: Any) -> None:
        await started(visit)
        visit.allowed = None
        await asyncio.wait_for(serving, 5)

    visiting(act, heartbeat_seconds=0.01)


def test_watcher__who_does_not_read__is_dropped() -> None:
    async def act(_: LiveApp, __: Feed, visit: Visit, serving: Any) -> None:
        await started(visit)
        await asyncio.wait_for(serving, 5)

    original = Visit.send

    async def stuck(self: Visit, message: Any) -> None:
        if message["type"] == "http.response.body" and message["more_body"]:
            await asyncio.sleep(60)
        await original(self, message)

    Visit.send = stuck  # type: ignore[method-assign]
    try:
        visiting(act, slowest_seconds=0.01)
    finally:
        Visit.send = original  # type: ignore[method-assign]


def test_close__ends_every_stream__though_nobody_leaves() -> None:
    async def act(app: LiveApp, _: Feed, visit: Visit, serving: Any) -> None:
        await started(visit)
        await visit.news()
        app.close()
        await asyncio.wait_for(serving, 5)

    visiting(act)


def test_stranger__is_refused() -> None:
    async def act(_: LiveApp, __: Feed, visit: Visit, ___: Any) -> None:
        assert (await visit.sent.get())["status"] == 401

    visiting(act, allowed=None)


def test_post__is_refused() -> None:
    async def act(_: LiveApp, __: Feed, visit: Visit, ___: Any) -> None:
        assert (await visit.sent.get())["status"] == 405

    visiting(act, method="POST")


def test_stream__as_a_module__needs_no_django() -> None:
    code = (
        "import sys, tenfold.techniques.dashboards.asgi\n"
        "sys.exit([name for name in sys.modules if name.split('.')[0] == 'django'][:3] or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("steps", range(8))
def test_watcher__who_leaves_while_something_is_sent__is_let_go(steps: int) -> None:
    async def run() -> None:
        feed, visit = make_feed(Happened("1"), total=1), Visit()
        app = LiveApp(feed=feed, authorise=visit.authorise, pause_seconds=0.0)

        async def send(message: Any) -> None:
            if b"news" in message.get("body", b""):
                visit.left.set()
                for _ in range(steps):
                    await asyncio.sleep(0)

        await asyncio.wait_for(app({"method": "GET"}, visit.receive, send), 5)
        assert app.watching == 0

    asyncio.run(run())


def test_watcher__who_loses_a_permission__sees_less_although_the_news_never_pause() -> None:
    async def act(_: LiveApp, feed: Feed, visit: Visit, serving: Any) -> None:
        await started(visit)
        assert (await visit.news())["latest"][0]["value"] != "hidden"
        visit.allowed = WATCHER
        for number in range(2, 400):
            feed.take(Told(number, (Happened(str(number), value=5.0, currency="EUR"),)))
            if (await visit.news())["latest"][0]["value"] == "hidden":
                break
        else:
            pytest.fail("the amount was shown to the end")
        visit.allowed = None
        for number in range(400, 800):
            feed.take(Told(number, (Happened(str(number)),)))
            await asyncio.sleep(0.001)
            if serving.done():
                return
        pytest.fail("the stream went on")

    seeing = Watcher(formats=WATCHER.formats, money=True)
    visiting(act, allowed=seeing, heartbeat_seconds=0.02)
