"""Claim: 100,000 merges on 10 million events cost a question of unique persons little.

Prints the time of a question with and without merges, and the ratio; two ways with merges: the
join for every event, and after DISTINCT (what `store.Reading` asks of its users).

    python benchmarks/merges.py [--events 10000000] [--merges 100000]
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from eventlog_payloads import KEY, START, make_log
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog

_REPEATS = 5
_BUCKETS = {"all": "'all'", "by hour": "date_trunc('hour', happened_at)"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--merges", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        make_log(path=path, events=given.events)
        log = open_log(path=path, erasure_key=KEY)
        before = {name: _ask(log, bucket, first=True) for name, bucket in _BUCKETS.items()}
        _merge(log, given.merges)
        print(f"{given.events:,} events, {given.merges:,} merges")
        for name, bucket in _BUCKETS.items():
            joined, distinct = _ask(log, bucket, first=False), _ask(log, bucket, first=True)
            print(
                f"unique persons, {name}: {before[name]:.3f} s without merges,"
                f" {distinct:.3f} s joined after DISTINCT (ratio {distinct / before[name]:.2f}),"
                f" {joined:.3f} s joined for each event (ratio {joined / before[name]:.2f})"
            )
        log.close()


def _merge(log: EventLog, merges: int) -> None:
    clock = time.perf_counter()
    for first in range(0, merges, 5_000):
        events = [
            Envelope(
                event_id=os.urandom(16),
                at=START,
                name="$identify",
                actor=f"known-{number}",
                properties=f'{{"anonymous_id": "person-{number}"}}',
            )
            for number in range(first, min(first + 5_000, merges))
        ]
        log.append(source=1, envelopes=events, received_at=datetime.now(UTC)).result()
    log.checkpoint()
    print(f"{merges / (time.perf_counter() - clock):,.0f} merges/s")


def _ask(log: EventLog, bucket: str, *, first: bool) -> float:
    reading = log.reading()
    table = (
        f"(SELECT DISTINCT {bucket} AS bucket, actor FROM {reading.table}) AS events"
        if first
        else f"(SELECT {bucket} AS bucket, actor FROM {reading.table}) AS events"
    )
    question = (
        f"SELECT bucket, count(DISTINCT {reading.person}) FROM {table} {reading.joins}"
        " GROUP BY bucket"
    )
    best = float("inf")
    for _ in range(_REPEATS):
        clock = time.perf_counter()
        log.read(question, seconds=300)
        best = min(best, time.perf_counter() - clock)
    return best


if __name__ == "__main__":
    main()
