"""The demo company: two years of events drawn and stored, against the 20 seconds they may take."""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tenfold.config.demo.company import SOURCES, append_all
from tenfold.config.demo.simulation import simulate
from tenfold.eventlog.duckdb_log import open_log

ALLOWED_SECONDS = 20.0
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def main() -> int:
    """Draw and store once; return 1 where it took longer than it may."""
    began = time.perf_counter()
    simulated = simulate(at=AT)
    drawn = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=os.urandom(32))
        sources = {name: number for number, name in enumerate(SOURCES, 1)}
        events = append_all(log=log, sources=sources, simulated=simulated, at=AT)
        log.close()
    stored = time.perf_counter()
    took = stored - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{events:,} events: drawn in {drawn - began:.1f} s, stored in {stored - drawn:.1f} s")
    print(f"together {took / ALLOWED_SECONDS:.2f} of the {ALLOWED_SECONDS:.0f} s they may take")
    print(f"peak memory {peak:,.0f} MB")
    return 0 if took <= ALLOWED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
