"""Claim: 100,000 merges on 10 million events cost a question of persons little.

The same questions are asked through the metric language before and after half of all ids were
merged into others. For comparison the last line joins every event with its person, as somebody
might write it who does not know better.

    python benchmarks/merges.py
    BENCH_STORED=1_000_000 BENCH_MERGES=10_000 python benchmarks/merges.py
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eventlog_payloads import KEY, START, make_log
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.compute import compute
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question

_EVENTS = int(os.environ.get("BENCH_STORED", "10_000_000"))
_MERGES = int(os.environ.get("BENCH_MERGES", "100_000"))
_PERSONS = 2 * _MERGES
_REPEATS = 5
_DANISH = Calendar("Europe/Copenhagen", "monday", "EUR")
_SPEC = {"kind": "persons"}
_ANN = {"property": "person", "is": f"person-{_MERGES + 1}"}
_QUESTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "persons": (_SPEC, {}),
    "persons of one event": (_SPEC | {"event": "order"}, {}),
    "persons by hour": (_SPEC, {"grain": Grain.HOUR}),
    "persons per event name": (_SPEC, {"breakdown": "name"}),
    "events of each person": ({"kind": "count"}, {"breakdown": "person"}),
    "events of one person": ({"kind": "count", "where": _ANN}, {}),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        make_log(path=path, events=_EVENTS, persons=_PERSONS)
        log = open_log(path=path, erasure_key=KEY)
        before = {title: _ask(title, log) for title in _QUESTIONS}
        _merge(log)
        print(f"{_EVENTS:,} events, {_MERGES:,} merges; load average {os.getloadavg()[0]:.1f}")
        for title, without in before.items():
            _tell(title, without, _ask(title, log))
        _tell("persons, each event joined", before["persons"], _fastest(lambda: _join(log)))
        log.close()


def _merge(log: EventLog) -> None:
    clock = time.perf_counter()
    for first in range(0, _MERGES, 5_000):
        events = [
            Envelope(
                event_id=os.urandom(16),
                at=START,
                name="$identify",
                actor=f"person-{_MERGES + number}",
                properties=f'{{"anonymous_id": "person-{number}"}}',
            )
            for number in range(first, min(first + 5_000, _MERGES))
        ]
        log.append(source=1, envelopes=events, received_at=datetime.now(UTC)).result()
    log.checkpoint()
    print(f"{_MERGES / (time.perf_counter() - clock):,.0f} merges/s")


def _ask(title: str, log: EventLog) -> tuple[float, float]:
    spec, rest = _QUESTIONS[title]
    question = Question(definition=from_spec(spec), **rest)
    return _fastest(lambda: compute(question=question, calendar=_DANISH, log=log))


def _join(log: EventLog) -> None:
    reading = log.reading()
    log.read(f"SELECT count(DISTINCT {reading.person}) FROM {reading.table} {reading.joins}")


def _fastest(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processor time (of all threads), each the fewest of several."""
    runs = []
    for _ in range(_REPEATS):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        runs.append((time.perf_counter() - clock, time.process_time() - processor))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def _tell(title: str, without: tuple[float, float], merged: tuple[float, float]) -> None:
    print(
        f"{merged[0] / without[0]:5.2f} x ({merged[1] / without[1]:4.2f} x processor)"
        f" {without[0]:6.3f} s without merges, {merged[0]:6.3f} s with  {title}",
        flush=True,
    )


if __name__ == "__main__":
    main()
