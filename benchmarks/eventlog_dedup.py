"""Claim: exact de-duplication for ever costs about a millisecond per thousand events.

Per 1,000 events with 10 % retries of old events, beside the events stored: our way (filter in
memory, exact look-up of the few), a Python set of all ids, an anti-join against the whole table,
and the Bloom filter of the library rbloom. Prints milliseconds and the ratio to ours.

    python benchmarks/eventlog_dedup.py [--stored 1000000]
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from eventlog_payloads import KEY, make_batches, make_log
from tenfold.eventlog.duckdb_log import arrow, batch, duplicates
from tenfold.eventlog.duckdb_log.engine import Engine
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.waiting import Waiting
from tenfold.eventlog.envelope import Envelope

_SIZE = 5_000
_ROUNDS = 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        make_log(path=path, events=given.stored)
        engine = Engine(path=path)
        engine.open()
        state = State(engine=engine, erasure_key=KEY)
        clock = time.perf_counter()
        state.start()
        started = time.perf_counter() - clock
        groups = _make_groups(state.connection(), given.stored)
        ways: dict[str, Callable[[list[Envelope]], int]] = {
            "filter, then exact look-up": lambda group: _ours(group, state),
            "anti-join, whole table": lambda group: _anti_join(group, state.connection()),
            "set of all ids": _make_set(state.connection()),
        }
        ways |= _make_rbloom(state.connection(), given.stored)
        print(
            f"{given.stored:,} events stored; read into the filter in {started:.2f} s,"
            f" {state.seen.memory_bytes() / 1e6:.0f} MB"
        )
        _compare(ways, groups)
        state.release()
        engine.close()


def _make_groups(connection: duckdb.DuckDBPyConnection, stored: int) -> list[list[Envelope]]:
    source = random.Random(5)
    groups = []
    for fresh in make_batches(events=_SIZE * _ROUNDS, size=_SIZE, seed=99):
        # A retry comes soon after: a tenth of each group is a slice of what was stored in a row.
        first = source.randrange(stored - _SIZE)
        old = connection.execute(
            "SELECT event_id, epoch_us(sent_at) FROM events WHERE rowid BETWEEN ? AND ?",
            [first, first + _SIZE // 10 - 1],
        ).fetchall()
        retries = [Envelope(event_id.bytes, at, "view", sent_at=at) for event_id, at in old]
        groups.append(fresh[len(retries) :] + retries)
    return groups


def _compare(
    ways: dict[str, Callable[[list[Envelope]], int]], groups: list[list[Envelope]]
) -> None:
    best = dict.fromkeys(ways, float("inf"))
    found = {}
    for group in groups:
        for name, way in ways.items():
            clock = time.perf_counter()
            found[name] = way(group)
            best[name] = min(best[name], (time.perf_counter() - clock) * 1e6 / _SIZE)
    ours = next(iter(best.values()))
    for name, milliseconds in best.items():
        print(
            f"{name:>28}: {milliseconds:6.2f} ms per 1,000 events, ratio {milliseconds / ours:5.1f},"
            f" found {found[name]} of {_SIZE // 10}"
        )


def _ours(group: list[Envelope], state: State) -> int:
    part = batch.Part(Waiting(1, group, 0, None), list(range(len(group))))
    duplicates.set_stored_aside(parts=[part], seen=state.seen, connection=state.connection())
    return len(part.duplicates)


def _anti_join(group: list[Envelope], connection: duckdb.DuckDBPyConnection) -> int:
    table = arrow.build_table(
        columns={"event_id": arrow.from_ids(ids=b"".join([event.event_id for event in group]))}
    )
    connection.register("incoming", table)
    rows = connection.execute(
        "SELECT count(*) FROM incoming SEMI JOIN events"
        " ON events.event_id = incoming.event_id::UUID AND events.source = 1"
    ).fetchall()
    connection.unregister("incoming")
    return int(rows[0][0])


def _all_ids(connection: duckdb.DuckDBPyConnection) -> list[bytes]:
    return [row[0] for row in connection.execute("SELECT event_id::BLOB FROM events").fetchall()]


def _make_set(connection: duckdb.DuckDBPyConnection) -> Callable[[list[Envelope]], int]:
    ids = set(_all_ids(connection))
    return lambda group: sum(event.event_id in ids for event in group)


def _make_rbloom(
    connection: duckdb.DuckDBPyConnection, stored: int
) -> dict[str, Callable[[list[Envelope]], int]]:
    try:
        from rbloom import Bloom
    except ImportError:
        print("rbloom is not installed: not compared")
        return {}
    bloom = Bloom(stored + stored // 2, 2e-6)
    bloom.update(_all_ids(connection))
    return {
        "rbloom alone (not exact)": lambda group: sum(event.event_id in bloom for event in group)
    }


if __name__ == "__main__":
    main()
