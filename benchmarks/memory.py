"""Claim: an idle server takes at most 250 MB; with ten million events, at work, at most 1.2 GB.

Starts the real server twice: in a new company, where a page has been looked at, and in one that holds
ten million events, while events come in and numbers are asked for. Prints the peak of what is
resident, as a share of what it may be; returns 1 where it is more.

    python benchmarks/memory.py
    BENCH_STORED=100000 python benchmarks/memory.py   # to try out
"""

import json
import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from ingesting import load, tenfold_up

STORED = int(os.environ.get("BENCH_STORED", "10_000_000"))
IDLE_MB = 250
FULL_MB = 1_200
SPECS: tuple[dict[str, object], ...] = (
    {"kind": "count"},
    {"kind": "persons"},
    {"kind": "sum"},
)


def resident_mb(*, folder: Path, peak: bool) -> float:
    """Return what the server of this home has, or at most had, in memory, in MB."""
    pid = (folder / "lock").read_text().strip()
    status = Path(f"/proc/{pid}/status").read_text()
    wanted = "VmHWM" if peak else "VmRSS"
    line = next(line for line in status.splitlines() if line.startswith(wanted))
    return int(line.split()[1]) * 1024 / 1e6


def measure_idle(*, folder: Path) -> float:
    """Return what a server of a new company has in memory after its first page."""
    key = tenfold_up.found(folder=folder, stored=0)
    with tenfold_up.serving(folder=folder, key=key) as up:
        with urllib.request.urlopen(f"http://127.0.0.1:{up.port}/sign-in/") as page:
            page.read()
        time.sleep(2)
        return resident_mb(folder=folder, peak=False)


def measure_full(*, folder: Path) -> float:
    """Return what a server with many events had at most while it took in more and answered."""
    key = tenfold_up.found(folder=folder, stored=STORED)
    with tenfold_up.serving(folder=folder, key=key) as up:
        load.measure(port=up.port, path="/v1/events", key=up.key, requests=2_000, batch=100, seed=7)
        for number, spec in enumerate(SPECS):
            path = folder / f"spec-{number}.json"
            path.write_text(json.dumps(spec))
            for grain in ("day", "week"):
                tenfold_up.tenfold("metric", "--spec", str(path), "--by", grain, folder=folder)
        return resident_mb(folder=folder, peak=True)


def main() -> int:
    """Measure both; return 1 where one is over."""
    with tempfile.TemporaryDirectory(prefix="tenfold-memory-") as place:
        idle = measure_idle(folder=Path(place) / "idle")
        full = measure_full(folder=Path(place) / "full")
    print(f"idle server: {idle:.0f} MB, {idle / IDLE_MB:.2f} of {IDLE_MB} MB")
    print(f"{STORED:,} events, at work: {full:.0f} MB, {full / FULL_MB:.2f} of {FULL_MB} MB")
    return 0 if idle <= IDLE_MB and full <= FULL_MB else 1


if __name__ == "__main__":
    sys.exit(main())
