"""kill -9 in the middle of it: nothing acknowledged is lost, nothing is doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.tests import child, tending

ROUNDS = 6
BATCH = 40


def _run_child(path: Path, first: int, seconds: float, module: str = "child") -> int:
    """Append numbered batches in another process, kill it; return how many it acknowledged."""
    name = f"tenfold.eventlog.tests.{module}"
    process = subprocess.Popen(
        [sys.executable, "-m", name, str(path), str(first), str(BATCH)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    lines = process.stdout.read().split(b"\n")[:-1]
    process.wait()
    return int(lines[-1]) + 1 if lines else first


@pytest.mark.reliability
def test_kill__under_load__acknowledged_events_are_there_exactly_once(path, noon):
    source = random.Random(11)
    acknowledged = 0
    for _ in range(ROUNDS):
        sent_again = max(0, acknowledged - 3)
        acknowledged = max(acknowledged, _run_child(path, sent_again, source.uniform(0.05, 0.6)))

    log = open_log(path=path, erasure_key=b"k")
    stored = [row[0] for row in log.read("SELECT name FROM events")]
    expected = {f"{number}/{i}" for number in range(acknowledged) for i in range(BATCH)}
    missing = [
        log.append(source=1, envelopes=child.make_batch(number, BATCH), received_at=noon).result(30)
        for number in range(acknowledged + 1)
    ]
    whole = log.status().events
    log.close()

    assert acknowledged > ROUNDS
    assert len(stored) == len(set(stored))
    assert expected <= set(stored)
    assert all(answer.accepted == 0 for answer in missing[:-1])
    assert whole == max(len(stored), (acknowledged + 1) * BATCH)


@pytest.mark.reliability
def test_kill__while_old_events_are_moved__each_counts_exactly_once(path, noon):
    source = random.Random(5)
    acknowledged = 0
    for _ in range(ROUNDS):
        seconds = source.uniform(0.5, 2.5)
        acknowledged = max(acknowledged, _run_child(path, acknowledged, seconds, "tending"))

    log = open_log(path=path, erasure_key=b"k")
    again = [
        log.append(source=of, envelopes=tending.make_batch(number), received_at=noon).result(30)
        for number in range(acknowledged + 1)
        for of in tending.SOURCES
    ]
    counted = log.read(
        """SELECT source, sum(events)::BIGINT, sum(amount)::BIGINT FROM (
            SELECT source, count(*) AS events, sum(amount) AS amount FROM events GROUP BY 1
            UNION ALL SELECT source, events, amount FROM rolled) GROUP BY 1 ORDER BY 1"""
    )
    moved = log.read("SELECT (SELECT count(*) FROM rolled), (SELECT count(*) FROM clustered)")[0]
    total = log.status().events
    log.close()

    batches = acknowledged + 1
    assert all(answer.accepted == 0 for answer in again[:-2])
    assert counted == [(of, 12 * batches, 66 * batches) for of in tending.SOURCES]
    assert total == 24 * batches
    assert min(moved) > 0


def test_make_batch__same_number__gives_the_same_ids():
    first, again = child.make_batch(3, 2), child.make_batch(3, 2)

    assert first == again
    assert isinstance(first[0], Envelope)
