"""What the log takes inside one process: nothing but envelopes made beforehand, many under way.

cd benchmarks; python -m ingesting.limit LOG --events 500000 --seed 1     prints one JSON object
"""

import argparse
import json
import random
import subprocess
import sys
from collections import deque
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from ingesting.load import HERE, make_event
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import Appended
from tenfold.kit import clock, ids

ROWS = 5_000
UNDER_WAY = 6


def seal(event: dict[str, object]) -> Envelope:
    """Return what the collector would make of the event."""
    at = clock.to_micros(at=datetime.fromisoformat(str(event["time"])))
    return Envelope(
        ids.stable_id(source=1, given=str(event["id"])).bytes,
        at,
        str(event["name"]),
        str(event["actor"]),
        float(str(event["value"])),
        "EUR",
        json.dumps(event["properties"], separators=(",", ":")),
        at,
    )


def append_all(*, path: Path, batches: list[list[Envelope]]) -> float:
    """Append every batch and return the seconds until the last was on disk."""
    log = open_log(path=path, erasure_key=b"benchmark")
    waiting: deque[Future[Appended]] = deque()
    began = perf_counter()
    for batch in batches:
        if len(waiting) == UNDER_WAY:
            waiting.popleft().result()
        waiting.append(log.append(source=1, envelopes=batch, received_at=clock.now()))
    while waiting:
        waiting.popleft().result()
    seconds = perf_counter() - began
    log.close()
    return seconds


def measure(*, path: Path, events: int, seed: int) -> float:
    """Return events a second into this log, appended by another process."""
    command = [
        *(sys.executable, "-m", "ingesting.limit", str(path)),
        *("--events", str(events), "--seed", str(seed)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, cwd=HERE)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(json.loads(done.stdout)["events_per_second"])


def main() -> None:
    """Print events a second."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    dice = random.Random(said.seed)
    made = [seal(make_event(dice=dice, at=datetime.now(UTC))) for _ in range(said.events)]
    batches = [made[at : at + ROWS] for at in range(0, said.events, ROWS)]
    seconds = append_all(path=said.log, batches=batches)
    print(json.dumps({"events_per_second": said.events / seconds}))


if __name__ == "__main__":
    main()
