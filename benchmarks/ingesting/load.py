"""A load generator: so many connections, each sends its next request when the last is answered.

Runs in a process of its own and shares the machine with the server that it loads, so it does
little: bodies are made beforehand, answers are only looked at for their status and length.

    cd benchmarks; python -m ingesting.load --port 8000 --key tfw_... --requests 5000 --batch 100
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import cast
from uuid import UUID

import uvloop

HERE = Path(__file__).parents[1]
COUNTRIES = ("Norway", "Germany", "France", "Denmark", "United Kingdom")
NAMES = ("page_viewed", "cart_filled", "order_line", "mail_opened")


@dataclass(frozen=True)
class Load:
    """What came of it. Latencies in milliseconds, from sending a request to its whole answer."""

    events_per_second: float
    requests_per_second: float
    p50_ms: float
    p99_ms: float
    longest_ms: float
    seconds: float


def make_event(*, dice: random.Random, at: datetime) -> dict[str, object]:
    """Return an event as a web shop would send it: about 280 bytes as JSON."""
    return {
        "id": str(UUID(int=dice.getrandbits(128), version=4)),
        "name": dice.choice(NAMES),
        "actor": f"customer-{dice.randrange(50_000)}",
        "time": at.isoformat(timespec="milliseconds"),
        "value": dice.randrange(100, 20_000) / 100,
        "properties": {
            "country": dice.choice(COUNTRIES),
            "sku": f"SKU-{dice.randrange(4_000)}",
            "quantity": dice.randrange(1, 12),
            "page": f"https://shop.example.com/gifts/{dice.randrange(4_000)}",
            "currency": "EUR",
        },
    }


def make_bodies(*, requests: int, batch: int, seed: int) -> list[bytes]:
    """Return the bodies of so many requests: arrays, or single objects where `batch` is 1."""
    dice = random.Random(seed)
    now = datetime.now(UTC)
    bodies = []
    for _ in range(requests):
        events = [
            make_event(dice=dice, at=now - timedelta(milliseconds=dice.randrange(3_600_000)))
            for _ in range(batch)
        ]
        said = events[0] if batch == 1 else events
        bodies.append(json.dumps(said, separators=(",", ":")).encode())
    return bodies


class Sender(asyncio.Protocol):
    """One connection."""

    def __init__(self, *, waiting: "deque[bytes]", head: str, done: "asyncio.Future[None]") -> None:
        self._waiting = waiting
        self._head = head
        self._done = done
        self._answer = b""
        self._sent_at = 0.0
        self.latencies: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        if not self._waiting:
            self._transport.close()
            return
        body = self._waiting.popleft()
        self._sent_at = perf_counter()
        self._transport.writelines([(self._head % len(body)).encode(), body])

    def data_received(self, data: bytes) -> None:
        """Count an answer that is whole, and send on."""
        self._answer += data
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not end or len(body) < _length_of(head):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._done.set_exception(RuntimeError(f"answered {self._answer[:500]!r}"))
            self._transport.abort()
            return
        self.latencies.append(perf_counter() - self._sent_at)
        self._answer = b""
        self._send()

    def connection_lost(self, _: Exception | None) -> None:
        """End."""
        if not self._done.done():
            self._done.set_result(None)


def _length_of(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])


async def send_all(
    *, port: int, path: str, key: str, bodies: list[bytes], connections: int, batch: int
) -> Load:
    """Send every body once and return how it went."""
    loop = asyncio.get_running_loop()
    waiting = deque(bodies)
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {key}\r\n"
        "content-type: application/json\r\ncontent-length: %d\r\n\r\n"
    )
    senders, ends = [], []
    began = perf_counter()
    for _ in range(connections):
        done = loop.create_future()
        sender = Sender(waiting=waiting, head=head, done=done)
        await loop.create_connection(lambda sender=sender: sender, "127.0.0.1", port)
        senders.append(sender)
        ends.append(done)
    await asyncio.gather(*ends)
    seconds = perf_counter() - began
    taken = sorted(latency for sender in senders for latency in sender.latencies)
    if len(taken) != len(bodies):
        raise SystemExit(f"{len(bodies) - len(taken)} requests were not answered")
    return Load(
        events_per_second=len(bodies) * batch / seconds,
        requests_per_second=len(bodies) / seconds,
        p50_ms=taken[len(taken) // 2] * 1000,
        p99_ms=taken[int(len(taken) * 0.99)] * 1000,
        longest_ms=taken[-1] * 1000,
        seconds=seconds,
    )


def measure(*, port: int, path: str, key: str, requests: int, batch: int, seed: int) -> Load:
    """Load a server from another process and return how it went. The seed decides the events."""
    command = [
        *(
            sys.executable,
            "-m",
            "ingesting.load",
            "--port",
            str(port),
            "--path",
            path,
            "--key",
            key,
        ),
        *("--requests", str(requests), "--batch", str(batch), "--seed", str(seed)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, cwd=HERE)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Load(**json.loads(done.stdout))


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", default="/v1/events")
    parser.add_argument("--key", required=True)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    bodies = make_bodies(requests=said.requests, batch=said.batch, seed=said.seed)
    load = uvloop.run(
        send_all(
            port=said.port,
            path=said.path,
            key=said.key,
            bodies=bodies,
            connections=said.connections,
            batch=said.batch,
        )
    )
    print(json.dumps(asdict(load)))


if __name__ == "__main__":
    main()
