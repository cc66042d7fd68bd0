"""Claim: a durable, de-duplicated append costs little more than DuckDB's bare INSERT.

Prints events a second at 5,000 rows a commit (and at 1,000 and 100) through the log, the same rows
inserted by DuckDB alone from a ready Arrow table, and the ratio. The goal is 150,000 a second.

    python benchmarks/eventlog_write.py [--events 500000] [--stored 0]
"""

import argparse
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

from eventlog_payloads import KEY, START, make_batches, make_log
from tenfold.eventlog.duckdb_log import batch, open_log
from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.waiting import Waiting
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import Appended

_ROUNDS = 3
_UNDER_WAY = 6
Write = Callable[[Path, list[list[Envelope]]], float]
_NEW = START + 100_000_000_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--stored", type=int, default=0)
    given = parser.parse_args()
    print(f"{given.stored:,} events stored before")
    for size in (5_000, 1_000, 100):
        events = given.events if size > 1_000 else given.events * size // 5_000 + size
        batches = list(make_batches(events=events, size=size, start=_NEW))
        times = [
            (
                _measure(_write_log, batches, given.stored),
                _measure(_write_bare, batches, given.stored),
            )
            for _ in range(_ROUNDS)
        ]
        ours = events / min(ours for ours, _ in times)
        bare = events / min(bare for _, bare in times)
        print(
            f"{size:>6} rows a commit: {ours:>9,.0f} events/s through the log,"
            f" {bare:>9,.0f} bare INSERT, ratio {ours / bare:.2f}"
        )


def _measure(write: Write, batches: list[list[Envelope]], stored: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        if stored:
            make_log(path=path, events=stored)
        return write(path, batches)


def _write_log(path: Path, batches: list[list[Envelope]]) -> float:
    log = open_log(path=path, erasure_key=KEY)
    # Only one batch waits behind the one in hand, so that a commit is as large as a batch.
    under_way: deque[Future[Appended]] = deque()
    clock = time.perf_counter()
    for number, envelopes in enumerate(batches):
        limit = _UNDER_WAY if len(envelopes) > 4_000 else 1
        under_way.append(log.append(source=1, envelopes=envelopes, received_at=datetime.now(UTC)))
        if len(under_way) > limit or number == len(batches) - 1:
            under_way.popleft().result()
    while under_way:
        under_way.popleft().result()
    seconds = time.perf_counter() - clock
    log.close()
    return seconds


def _write_bare(path: Path, batches: list[list[Envelope]]) -> float:
    tables = [
        batch.build_rows(
            parts=[batch.Part(Waiting(1, envelopes, 0, None), list(range(len(envelopes))))]
        )
        for envelopes in batches
    ]
    engine = Engine(path=path)
    engine.open()
    connection = engine.cursor()
    statement = batch.INSERT.format(batch=1, promoted="")
    clock = time.perf_counter()
    for table in tables:
        connection.register("incoming", table)
        connection.execute(statement)
        connection.unregister("incoming")
    seconds = time.perf_counter() - clock
    connection.close()
    engine.close()
    return seconds


if __name__ == "__main__":
    main()
