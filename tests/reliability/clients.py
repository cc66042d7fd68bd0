"""Clients that send without pause and keep books: what was acknowledged, and what has to go again."""

import gzip
import http.client
import json
import random
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import zstandard


@dataclass
class Batch:
    """Some events that travel together, always in the same bytes."""

    ids: list[str]
    body: bytes
    headers: dict[str, str]


def make_batch(*, dice: random.Random) -> Batch:
    """Return a batch as real clients send them: any size, packing and form; some without a time."""
    size = dice.choice([1, 1, 2, 10, 100, 400])
    events = [make_event(dice=dice) for _ in range(size)]
    headers = {"Content-Type": "application/json"}
    if dice.random() < 0.3:
        body = "\n".join(json.dumps(event) for event in events).encode()
        headers["Content-Type"] = "application/x-ndjson"
    else:
        body = json.dumps(events[0] if size == 1 else events).encode()
    packing = dice.choice([None, None, "gzip", "zstd"])
    if packing is not None:
        headers["Content-Encoding"] = packing
        body = gzip.compress(body, 1) if packing == "gzip" else zstandard.compress(body, 1)
    return Batch(ids=[event["id"] for event in events], body=body, headers=headers)


def make_event(*, dice: random.Random) -> dict[str, Any]:
    event: dict[str, Any] = {"id": str(uuid4()), "name": "order", "actor": f"c{dice.randrange(99)}"}
    if dice.random() < 0.8:
        ago = timedelta(seconds=dice.expovariate(1 / 3600))
        event["time"] = (datetime.now(UTC) - ago).isoformat()
    event["properties"] = {"n": dice.randrange(1000), "url": "https://shop.example.com/a:b"}
    return event


@dataclass
class Books:
    """What all clients together know."""

    acknowledged: set[str] = field(default_factory=set)
    settled: deque[Batch] = field(default_factory=lambda: deque(maxlen=500))
    again: deque[Batch] = field(default_factory=deque)
    counted: int = 0
    """How many events the server said it took, each time it said so."""
    torn: list[str] = field(default_factory=list)
    """Answers which say that a batch had been stored in part."""
    refused: list[Any] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def settle(self, batch: Batch, answer: dict[str, Any]) -> None:
        with self.lock:
            self.acknowledged.update(batch.ids)
            self.counted += answer["accepted"]
            self.refused += answer["refused"]
            self.settled.append(batch)
            if answer["accepted"] not in (0, len(batch.ids)):
                self.torn.append(f"{answer} for {len(batch.ids)} events")

    def next_batch(self, dice: random.Random) -> Batch:
        """Return what has no answer yet, or now and then what has one, or something new."""
        with self.lock:
            if self.again:
                return self.again.popleft()
            if self.settled and dice.random() < 0.1:
                return dice.choice(self.settled)
        return make_batch(dice=dice)


class Clients:
    """Threads that send to one server until it dies or they are told to stop."""

    def __init__(self, *, port: int, key: str, books: Books, count: int = 8) -> None:
        self._port = port
        self._key = key
        self._books = books
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(n,)) for n in range(count)]

    def __enter__(self) -> "Clients":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self, number: int) -> None:
        dice = random.Random(f"{self._port}/{number}")
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while not self._stop.is_set():
            batch = self._books.next_batch(dice)
            if not post(connection=connection, key=self._key, batch=batch, books=self._books):
                break
        connection.close()


def post(*, connection: http.client.HTTPConnection, key: str, batch: Batch, books: Books) -> bool:
    """Send a batch and book the answer; without one, the batch goes again. Return whether it came."""
    headers = batch.headers | {"Authorization": f"Bearer {key}"}
    try:
        connection.request("POST", "/v1/events", batch.body, headers)
        response = connection.getresponse()
        said = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        said, response = None, None
    if response is None or response.status == 503:
        with books.lock:
            books.again.append(batch)
        return response is not None
    assert response.status == 200, said
    books.settle(batch, said)
    return True


def send_again(*, port: int, key: str, books: Books) -> None:
    """Send everything that has no answer until it has one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while books.again:
        assert post(connection=connection, key=key, batch=books.again.popleft(), books=books)
    connection.close()
