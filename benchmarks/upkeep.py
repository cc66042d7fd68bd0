"""Claim: putting closed days in order makes questions about one name faster and stalls nobody.

A log of two years is filled in the order of arrival and put in order slice by slice while small
commits go on. Printed are the fastest of several runs of each question before and after, what the
commits waited, and how large the file was at most.

    python benchmarks/upkeep.py
    BENCH_STORED=1_000_000 python benchmarks/upkeep.py
"""

import os
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eventlog_payloads import KEY, START, make_log
from tenfold.eventlog.duckdb_log import upkeep
from tenfold.eventlog.duckdb_log.log import DuckDBLog
from tenfold.eventlog.envelope import Envelope

_EVENTS = int(os.environ.get("BENCH_STORED", "10_000_000"))
_NAMES = ("visit",) * 10 + ("view",) * 6 + ("cart",) * 2 + ("order", "signup")
_APART = int(timedelta(days=730) / timedelta(microseconds=1)) // _EVENTS
_REPEATS = 5
_MONTH = "happened_at >= TIMESTAMP '2026-03-01' AND happened_at < TIMESTAMP '2026-04-01'"
_QUESTIONS = {
    "sum of one name by day": "SELECT date_trunc('day', happened_at), sum(amount) FROM events"
    " WHERE name = 'order' GROUP BY 1",
    "persons of one name by month": "SELECT date_trunc('month', happened_at),"
    " count(DISTINCT actor) FROM events WHERE name = 'order' GROUP BY 1",
    "a property of one name": "SELECT properties->>'country', count(*) FROM events"
    " WHERE name = 'order' GROUP BY 1",
    "one name in one month": f"SELECT count(DISTINCT actor) FROM events"
    f" WHERE name = 'order' AND {_MONTH}",
    "everything in one month": f"SELECT count(DISTINCT actor) FROM events WHERE {_MONTH}",
    "everything by day": "SELECT date_trunc('day', happened_at), count(*) FROM events GROUP BY 1",
}


def main() -> None:
    upkeep._FIRST_SECONDS = 1e6  # the slices are done here, one after the other
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        make_log(path=path, events=_EVENTS, names=_NAMES, apart=_APART)
        log = DuckDBLog(path=path, erasure_key=KEY)
        print(f"{_EVENTS:,} events over two years; load average {os.getloadavg()[0]:.1f}")
        before, size = _ask_all(log), log.status().bytes_on_disk
        quiet = _commit_until(log, threading.Timer(5, lambda: None))
        worst = _put_in_order(log, size)
        after = _ask_all(log)
        for title, milliseconds in before.items():
            ratio = milliseconds / after[title]
            print(f"{title:30} {milliseconds:7.1f} ms  then {after[title]:7.1f} ms  {ratio:4.1f} x")
        _tell_waits("with nothing else", quiet)
        _tell_waits("beside the slices", worst)
        log.close()


def _ask_all(log: DuckDBLog) -> dict[str, float]:
    return {
        title: min(_ask(log, sql) for _ in range(_REPEATS)) for title, sql in _QUESTIONS.items()
    }


def _ask(log: DuckDBLog, sql: str) -> float:
    clock = time.perf_counter()
    log.read(sql)
    return (time.perf_counter() - clock) * 1000


def _put_in_order(log: DuckDBLog, size: int) -> list[float]:
    largest, slices = [size], []

    def work() -> None:
        clock = time.perf_counter()
        while log._caretaker.do_slice():
            slices.append(time.perf_counter() - clock)
            largest.append(log.status().bytes_on_disk)
            time.sleep(0.2)
            clock = time.perf_counter()

    waits = _commit_until(log, threading.Thread(target=work))
    print(
        f"{len(slices)} slices, {log.status().upkeep.ordered:,} events put in order,"
        f" {sum(slices):.1f} s in all, the longest {max(slices):.1f} s"
    )
    print(f"file {size / 1e6:,.0f} MB, at most {max(largest) / 1e6:,.0f} MB")
    return waits


def _commit_until(log: DuckDBLog, work: threading.Thread) -> list[float]:
    """Commit 100 events every 50 ms until the work is done; return what each waited."""
    waits = []
    work.start()
    while work.is_alive():
        events = [
            Envelope(event_id=os.urandom(16), at=START + _EVENTS * _APART, name="visit")
            for _ in range(100)
        ]
        clock = time.perf_counter()
        log.append(source=1, envelopes=events, received_at=datetime.now(UTC)).result()
        waits.append((time.perf_counter() - clock) * 1000)
        time.sleep(0.05)
    return sorted(waits)


def _tell_waits(title: str, waits: list[float]) -> None:
    at = {share: waits[int(share * (len(waits) - 1))] for share in (0.5, 0.95, 0.99)}
    print(
        f"commits {title}: median {at[0.5]:.0f} ms, 95 % {at[0.95]:.0f} ms,"
        f" 99 % {at[0.99]:.0f} ms, longest {waits[-1]:.0f} ms ({len(waits)})"
    )


if __name__ == "__main__":
    main()
