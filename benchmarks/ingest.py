"""Claims: HTTP ingest reaches half of what the log takes in-process, and many times its peers.

64 connections send the same payloads, in batches of 100 and one by one, to `tenfold up` and to
FastAPI on PostgreSQL (executemany, COPY), each with as many events stored beforehand. Everything is
durable and idempotent. Prints medians and ratios of one run; returns 1 where a figure is missed.

    python benchmarks/ingest.py
    BENCH_STORED=100000 BENCH_EVENTS=100000 BENCH_ROUNDS=1 python benchmarks/ingest.py   # to try out
"""

import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from ingesting import limit, load, tenfold_up
from peers import postgres, server

STORED = int(os.environ.get("BENCH_STORED", "10_000_000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "400_000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BATCH = 100
SINGLES = max(EVENTS // 40, 500)
PEER_SHARE = 5
"""A peer is sent a fifth of the batches: it takes longer for each, and its rate is as steady."""


@dataclass
class Seen:
    """What was measured, in the order of the rounds."""

    limits: list[float] = field(default_factory=list)
    loads: dict[str, list[load.Load]] = field(default_factory=lambda: defaultdict(list))

    def rate(self, name: str) -> float:
        """Return the median of events a second."""
        return median(seen.events_per_second for seen in self.loads[name])

    def p99(self, name: str) -> float:
        """Return the median of the 99th percentile in milliseconds."""
        return median(seen.p99_ms for seen in self.loads[name])

    def best(self, name: str) -> str:
        """Return which number of workers was better for a peer."""
        tried = [known for known in self.loads if known.startswith(name)]
        return max(tried, key=self.rate)


def main() -> int:
    """Measure in rounds, so that what disturbs the machine disturbs all of them."""
    describe_machine()
    seen = Seen()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tenfold-bench-")))
        key = tenfold_up.found(folder=folder / "home", stored=STORED)
        alone = folder / "alone.duckdb"
        shutil.copy(folder / "home" / "log.duckdb", alone)
        up = stack.enter_context(tenfold_up.serving(folder=folder / "home", key=key))
        peers = stack.enter_context(server.serving(stored=STORED))
        for turn in range(ROUNDS):
            seen.limits.append(limit.measure(path=alone, events=EVENTS, seed=100 + turn))
            measure_batches(seen, up=up, peers=peers, seed=200 + turn)
            measure_singles(seen, up=up, peers=peers, seed=300 + turn)
    return report(seen)


def measure_batches(seen: Seen, *, up: tenfold_up.Up, peers: dict[int, int], seed: int) -> None:
    """Send batches to ours, and the first of the same to each way of the peer."""
    requests = EVENTS // BATCH
    seen.loads["tenfold"].append(
        load.measure(
            port=up.port, path="/v1/events", key=up.key, requests=requests, batch=BATCH, seed=seed
        )
    )
    for workers, port in peers.items():
        for place, way in enumerate(("executemany", "copy")):
            seen.loads[f"{way}, workers: {workers}"].append(
                load.measure(
                    port=port,
                    path=f"/{way}",
                    key=server.KEY,
                    requests=max(requests // PEER_SHARE, 64),
                    batch=BATCH,
                    seed=seed * 10 + workers * 2 + place,  # or the second would find duplicates
                )
            )


def measure_singles(seen: Seen, *, up: tenfold_up.Up, peers: dict[int, int], seed: int) -> None:
    """Send single events to ours and to the peer."""
    seen.loads["tenfold singles"].append(
        load.measure(
            port=up.port, path="/v1/events", key=up.key, requests=SINGLES, batch=1, seed=seed
        )
    )
    for workers, port in peers.items():
        seen.loads[f"singles, workers: {workers}"].append(
            load.measure(
                port=port,
                path="/single",
                key=server.KEY,
                requests=max(SINGLES // 2, 500),
                batch=1,
                seed=seed * 10 + workers,
            )
        )


def describe_machine() -> None:
    """Print what this was measured on, and how busy it was."""
    processor = Path("/proc/cpuinfo").read_text().partition("model name")[2]
    model = processor.partition(":")[2].partition("\n")[0].strip() or platform.processor()
    print(f"{os.cpu_count()} x {model}, {platform.platform()}, Python {platform.python_version()}")
    print(f"{postgres.version()}; load average beforehand {os.getloadavg()[0]:.1f}")
    print(f"{STORED:,} events stored beforehand; {ROUNDS} rounds, medians")


def report(seen: Seen) -> int:
    """Print everything; return 1 where a figure is missed."""
    print(f"in-process, {limit.ROWS:,} rows a commit: {median(seen.limits):,.0f} events/s")
    for name, loads in seen.loads.items():
        p50 = median(one.p50_ms for one in loads)
        spread = ", ".join(f"{one.events_per_second:,.0f}" for one in loads)
        print(
            f"{name}: {seen.rate(name):,.0f} events/s ({spread}), "
            f"p50 {p50:.1f} ms, p99 {seen.p99(name):.1f} ms"
        )
    ours, single = seen.rate("tenfold"), seen.best("singles")
    figures = [
        ("batches to in-process", ours / median(seen.limits), 0.55),
        ("batches to executemany", ours / seen.rate(seen.best("executemany")), 8.0),
        ("batches to COPY", ours / seen.rate(seen.best("copy")), 5.0),
        ("singles to PostgreSQL", seen.rate("tenfold singles") / seen.rate(single), 2.5),
        ("p99 of singles, PostgreSQL to ours", seen.p99(single) / seen.p99("tenfold singles"), 1.0),
    ]
    for name, ratio, target in figures:
        print(
            f"ratio, {name}: {ratio:.2f} (target {target:g}{'' if ratio >= target else ', MISSED'})"
        )
    return 0 if all(ratio >= target for _, ratio, target in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
