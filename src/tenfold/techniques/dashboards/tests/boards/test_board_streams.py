"""What a browser that looks at a board is sent, spoken to as a server would."""

import asyncio
import json
import zlib
from collections.abc import Callable, Coroutine
from typing import Any

from tenfold.techniques.dashboards.asgi.boards import BoardStreams, Keeper, Watching
from tenfold.techniques.dashboards.tests.boards.test_keeping import OWNER, Shop

Act = Callable[[BoardStreams, "Visit", Shop, Keeper], Coroutine[Any, Any, None]]

THROUGH_A_LINK = Watching(OWNER, 7)


class Visit:
    """One request: what was sent to it, and how it leaves."""

    def __init__(self, allowed: Watching | int) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()
        self.allowed = allowed

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.sent.put(message)

    async def authorise(self, _: Any) -> Watching | int:
        return self.allowed

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.sent.get(), 5)

    async def said(self) -> tuple[str, dict[str, Any]]:
        lines = (await self.next())["body"].decode().split("\n")
        named = dict(line.split(": ", 1) for line in lines if line)
        return named["event"], json.loads(named["data"])


def visiting(
    act: Act,
    *,
    allowed: Watching | int = THROUGH_A_LINK,
    scope: dict[str, Any] | None = None,
    **paces: float,
) -> None:
    async def run() -> None:
        shop, visit = Shop(), Visit(allowed)
        keeper = shop.keeper()
        streams = BoardStreams(keeper=keeper, authorise=visit.authorise, **paces)
        keeper.picture(key=OWNER, patience=5)
        asked = {"method": "GET", "headers": [], "query_string": b"", **(scope or {})}
        serving = asyncio.create_task(streams(asked, visit.receive, visit.send))
        await act(streams, visit, shop, keeper)
        visit.left.set()
        await asyncio.wait_for(serving, 5)
        assert streams.watching == 0
        keeper.stop()

    asyncio.run(run())


def test_stream__of_somebody_who_comes__begins_with_the_whole_board():
    async def act(_streams, visit, _shop, _keeper):
        start = await visit.next()
        headers = dict(start["headers"])
        assert (start["status"], headers[b"cache-control"]) == (200, b"no-store")
        assert headers[b"referrer-policy"] == b"no-referrer"
        event, data = await visit.said()
        assert (event, [one["id"] for one in data["tiles"]]) == ("tiles", [1, 2, 3])

    visiting(act)


def test_stream__while_something_changes__sends_what_is_different():
    async def act(_streams, visit, shop, keeper):
        await visit.next()
        await visit.said()
        shop.version, shop.worth, shop.seconds = 2, 6, shop.seconds + 2
        keeper.tick()
        changed: set[int] = set()
        while changed != {1, 2, 3}:
            _event, data = await visit.said()
            changed |= {one["id"] for one in data.get("tiles", []) if one["html"] == "<p>6</p>"}

    visiting(act)


def test_stream__of_somebody_who_has_seen_it_all__says_only_how_fresh_it_is():
    async def act(_streams, visit, _shop, keeper):
        await visit.next()
        assert (await visit.said())[0] == "fresh"

    async def run() -> str:
        return Shop().keeper().picture(key=OWNER, patience=5).mark

    mark = asyncio.run(run()).encode()
    visiting(act, scope={"headers": [(b"last-event-id", mark)], "query_string": b"seen=older"})


def test_stream__to_a_browser_that_unpacks__is_one_gzip_stream_of_shared_pieces():
    async def act(_streams, visit, _shop, _keeper):
        headers = dict((await visit.next())["headers"])
        assert headers[b"content-encoding"] == b"gzip"
        unpack = zlib.decompressobj(wbits=31)
        assert unpack.decompress((await visit.next())["body"]) == b""
        assert unpack.decompress((await visit.next())["body"]).startswith(b"event: tiles\n")
        assert unpack.decompress((await visit.next())["body"]).startswith(b"event: fresh\n")

    visiting(act, scope={"headers": [(b"accept-encoding", b"br, gzip")]}, fresh_seconds=0.01)


def test_stream__through_a_link_that_is_stopped__ends_at_once():
    async def act(streams, visit, _shop, _keeper):
        await visit.next()
        await visit.said()
        streams.end_link(8)
        assert streams.watching == 1
        streams.end_link(7)
        while (await visit.next())["more_body"]:
            pass

    visiting(act)


def test_stream__of_somebody_who_may_no_longer__says_so_and_ends():
    async def act(_streams, visit, _shop, _keeper):
        await visit.next()
        await visit.said()
        visit.allowed = 401
        event = ""
        while event != "over":
            event = (await visit.said())[0]
        assert not (await visit.next())["more_body"]

    visiting(act, ask_seconds=0.0, fresh_seconds=0.01)


def test_stream__of_somebody_who_may_not__is_refused_with_the_reason():
    for status in (401, 404, 429):

        async def act(_streams, visit, _shop, _keeper, status=status):
            assert (await visit.next())["status"] == status

        visiting(act, allowed=status)


def test_stream__asked_to_take_something__refuses():
    async def act(_streams, visit, _shop, _keeper):
        assert (await visit.next())["status"] == 405

    visiting(act, scope={"method": "POST"})


def test_streams__when_the_server_stops__end_at_once():
    async def act(streams, visit, _shop, _keeper):
        await visit.next()
        await visit.said()
        streams.close()
        while (await visit.next())["more_body"]:
            pass

    visiting(act)
