"""Those who look at a board, and who sends events meanwhile: plain clients that do what a page does.

Reads one line of JSON that says what to do, prints a line when all look, and one when it is over.
"""

import asyncio
import json
import re
import sys
import time
import zlib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingesting.load import make_bodies

BATCHES_A_SECOND = 10
SETTLES = 4.0
"""Seconds after which what is seen counts: the first pictures are on their way before."""


@dataclass
class Sender:
    """Sends so many events a second; knows how many had been acknowledged when."""

    said: dict[str, Any]
    times: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    sent: int = 0

    async def run(self) -> None:
        """Send until it is cancelled."""
        batch = self.said["rate"] // BATCHES_A_SECOND
        reader, writer = await asyncio.open_connection("127.0.0.1", self.said["port"])
        due, seed = time.perf_counter(), time.time_ns() % 2**32
        while True:
            (body,) = make_bodies(requests=1, batch=batch, seed=(seed := seed + 1))
            writer.write(_head("POST", "/v1/events", self.said, body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head)
            length = re.search(rb"content-length: (\d+)", head.lower())
            assert length
            await reader.readexactly(int(length[1]))
            self.sent += batch
            self.times.append(time.perf_counter())
            self.totals.append(self.sent)
            due += 1 / BATCHES_A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    def behind(self, *, counted: int, now: float) -> float:
        """How long ago more than this was acknowledged for the first time; 0 where never."""
        later = bisect_right(self.totals, counted)
        return now - self.times[later] if later < len(self.times) else 0.0


@dataclass
class Viewer:
    """Somebody who looks. `oldest` is what they saw longest after it was so."""

    said: dict[str, Any]
    sender: Sender
    as_of: dict[str, datetime] = field(default_factory=dict)
    oldest: float = 0.0
    behind: float = 0.0
    received: int = 0
    counts: bool = False

    async def run(self, *, first_total: "asyncio.Future[int]") -> None:
        """Load the page, then follow its stream."""
        await self._load()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.said["port"])
        writer.write(_head("GET", f"/live/boards/{self.said['board']}?seen=", self.said))
        await reader.readuntil(b"\r\n\r\n")
        unpack, text = zlib.decompressobj(wbits=31), ""
        while True:
            size = int(await reader.readline(), 16)
            data = await reader.readexactly(size)
            await reader.readexactly(2)
            self.received += size
            text += unpack.decompress(data).decode()
            while "\n\n" in text:
                message, _, text = text.partition("\n\n")
                self._hear(message, first_total)

    async def _load(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.said["port"])
        writer.write(_head("GET", f"/boards/{self.said['board']}/", self.said, close=True))
        page = await reader.read()
        if not page.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(page[:300])
        writer.close()

    def _hear(self, message: str, first_total: "asyncio.Future[int]") -> None:
        now = datetime.now().astimezone()
        if self.counts:
            ages = [(now - at).total_seconds() for at in self.as_of.values()]
            self.oldest = max([self.oldest, *ages])
        data = json.loads(message.rpartition("data: ")[2])
        self.as_of = {name: datetime.fromisoformat(at) for name, at in data["as_of"].items()}
        for tile in data.get("tiles", ()):
            shown = re.search(r'class="tf-num"><span[^>]*>([\d.,\s]+)<', tile["html"])
            if tile["id"] == self.said["counts"] and shown:
                self._count(int(re.sub(r"\D", "", shown[1])), first_total)

    def _count(self, total: int, first_total: "asyncio.Future[int]") -> None:
        """The first tile counts all events: what it says was so at some moment."""
        if not first_total.done():
            first_total.set_result(total - self.sender.sent)
        elif self.counts:
            counted = total - first_total.result()
            self.behind = max(
                self.behind, self.sender.behind(counted=counted, now=time.perf_counter())
            )


def _head(
    method: str, path: str, said: dict[str, Any], body: bytes = b"", *, close: bool = False
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"cookie: {said['cookie']}",
             f"authorization: Bearer {said['key']}", "accept-encoding: gzip",
             f"content-length: {len(body)}", "content-type: application/json"]  # fmt: skip
    return "\r\n".join([*lines, "connection: close"] if close else lines).encode() + b"\r\n\r\n"


async def look(said: dict[str, Any]) -> dict[str, Any]:
    """Let everybody look for so long; return what they saw."""
    sender = Sender(said)
    first_total: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    viewers = [Viewer(said, sender) for _ in range(said["viewers"])]
    watching = [asyncio.create_task(one.run(first_total=first_total)) for one in viewers]
    # Whoever fails is heard of, and not waited for.
    await asyncio.wait({first_total, *watching}, return_when=asyncio.FIRST_COMPLETED)
    _raise(watching)
    sending = asyncio.create_task(sender.run())
    await asyncio.sleep(SETTLES)
    _raise([*watching, sending])
    before = sender.sent
    for one in viewers:
        one.counts, one.received = True, 0
    print("looking", flush=True)
    await asyncio.sleep(said["seconds"])
    _raise([*watching, sending])
    return {
        "oldest": max(one.oldest for one in viewers),
        "behind": max(one.behind for one in viewers),
        "events": sender.sent - before,
        "bytes_each": sum(one.received for one in viewers) / len(viewers),
    }


def _raise(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        if task.done():
            task.result()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(look(json.loads(sys.stdin.readline())))), flush=True)
