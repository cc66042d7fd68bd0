"""Every kind of metric: within 1.2 times of SQL by hand on the same engine, 10 times PostgreSQL 15.

    python benchmarks/kinds.py
    BENCH_STORED=1_000_000 python benchmarks/kinds.py conversion      # only titles with that word
    BENCH_PEER=0 python benchmarks/kinds.py                           # without PostgreSQL
    BENCH_LOGS=FOLDER python benchmarks/kinds.py                      # keeps the log that it makes

Questions are asked as a page asks them (`metrics.queries.answer`), each time as if nobody had asked
before. What somebody would write by hand stands in `asking`, the fastest of several ways that were
tried; numbers are compared, too. Ours and the hand-written statement run alternately, and the ratio is
of the fastest runs; that of processor time stands beside it: a loaded machine disturbs that less. The
figure is missed where both are over the limit.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median
from typing import Any

from asking.all_cases import CASES, prepare
from asking.cases import Case
from asking.home import Fresh, Runs, at_home, load
from asking.peer import LONGEST, Peer, filled
from shop import KEY, PER_PERSON, PROMOTED, shop_in

EVENTS = int(os.environ.get("BENCH_STORED", "10_000_000"))
PEER = os.environ.get("BENCH_PEER", "1") != "0"

HAND_LIMIT, PEER_LIMIT = 1.2, 10.0
TOO_SHORT_SECONDS = 0.01
"""Below that it is not the scan that is compared: a question costs milliseconds of its own."""
FEWEST, MOST, ENOUGH_SECONDS = 3, 15, 6.0


def main() -> int:
    """Print a line for each case; return 1 where a figure is missed."""
    with at_home() as folder, ExitStack() as stack:
        path = shop_in(folder, events=EVENTS)
        peer = stack.enter_context(filled(log=path)) if PEER else None
        print(f"{EVENTS:,} events, {EVENTS // PER_PERSON:,} persons; {load()}", flush=True)
        from tenfold.eventlog.duckdb_log import open_log

        log = open_log(path=path, erasure_key=KEY)
        stack.callback(log.close)
        log.reading(properties=PROMOTED)
        return _report([_attempt(case, log, peer) for case in _chosen()])


def _chosen() -> list[Case]:
    wanted = sys.argv[1:]
    return [one for one in CASES if all(word in f"{one.kind}: {one.title}" for word in wanted)]


def ask(case: Case, log: Any) -> Any:
    """Return our answer as nobody has asked before."""
    from tenfold.metrics.calendar import Calendar, Grain
    from tenfold.metrics.definitions import from_spec
    from tenfold.metrics.queries import answer
    from tenfold.metrics.questions import Question

    question = Question(
        definition=from_spec(case.spec),
        grain=Grain(case.grain) if case.grain else None,
        breakdown=(case.breakdown,) if case.breakdown else (),
    )
    calendar = Calendar("UTC", "monday", "EUR")
    return answer(question=question, calendar=calendar, at=datetime.now(UTC), log=Fresh(log))


Ratios = tuple[float | None, float | None]
"""To SQL by hand and to PostgreSQL; None where there is nothing to compare."""


def _attempt(case: Case, log: Any, peer: Peer | None) -> Ratios:
    """Measure; what cannot be answered has missed both figures, and the others go on."""
    try:
        prepare(case)
        return _measure(case, log, peer)
    except Exception as error:
        print(f"failed: {case.kind}: {case.title}: {type(error).__name__}: {error}", flush=True)
        return float("inf"), None if peer is None else 0.0


def _measure(case: Case, log: Any, peer: Peer | None) -> Ratios:
    """Print one line; return the ratios."""
    mine, hand = Runs(), Runs()
    began = time.perf_counter()
    for run in range(MOST):
        if run >= FEWEST and time.perf_counter() - began > ENOUGH_SECONDS:
            break
        answer = mine.run(lambda: ask(case, log))
        rows = hand.run(lambda: [log.read(sql) for sql in case.by_hand])
    wrong = [] if _same(case, answer, rows[0]) else ["other numbers than by hand"]
    slower = _ask_peer(case, peer, answer, wrong)
    clock, work = mine.clock / hand.clock, mine.processor / hand.processor
    judged = None if mine.clock < TOO_SHORT_SECONDS else min(clock, work)
    _tell(case, mine, hand, slower, wrong)
    return judged, None if slower is None else slower / mine.clock


def _ask_peer(case: Case, peer: Peer | None, answer: Any, wrong: list[str]) -> float | None:
    if peer is None:
        return None
    took, rows = 0.0, None
    for statement in case.postgres:
        # Twice, and the faster one: the first may have had to read from the disk.
        runs = [peer.ask(statement)]
        if runs[0][1] is not None and runs[0][0] < float(LONGEST) / 4:
            runs.append(peer.ask(statement))
        took += min(seconds for seconds, _ in runs)
        rows = rows or runs[-1][1]
    if rows is not None and not _same(case, answer, rows):
        wrong.append("other numbers than PostgreSQL")
    return took


def _same(case: Case, answer: Any, rows: list[tuple[Any, ...]]) -> bool:
    """Whether the two say the same, in whatever order, as far as it can be compared."""
    if case.told is None:
        return True
    from tenfold.metrics.answers import to_json

    mine = case.told(to_json(answer=answer))
    end = None if case.values is None else case.keys + case.values
    theirs = [value for row in rows for value in row[case.keys : end]]
    return _sorted(mine) == _sorted(theirs)


def _sorted(values: list[Any]) -> list[str]:
    # Quantiles, shares and money differ in the last digits; nothing and 0 are the same here.
    return sorted(f"{float(one):.8g}" for one in values if one)


def _tell(case: Case, mine: Runs, hand: Runs, slower: float | None, wrong: list[str]) -> None:
    clock, work = mine.clock / hand.clock, mine.processor / hand.processor
    notes = list(wrong)
    if mine.clock < TOO_SHORT_SECONDS:
        notes.append("too short to compare with by hand")
    elif min(clock, work) > HAND_LIMIT:
        notes.append("missed")
    beside = ""
    if slower is not None:
        beside = f", PostgreSQL {slower:7.2f} s = {slower / mine.clock:6.1f} x"
    print(
        f"{clock:5.2f} x ({work:4.2f} x processor) {mine.clock * 1000:7.1f} ms,"
        f" by hand {hand.clock * 1000:7.1f} ms{beside}  {case.kind}: {case.title}"
        f"{'  ' if notes else ''}{'; '.join(notes)}",
        flush=True,
    )


def _report(found: list[Ratios]) -> int:
    hand = [ratio for ratio, _ in found if ratio is not None]
    peer = [ratio for _, ratio in found if ratio is not None]
    missed = _summary("of SQL by hand, at most", HAND_LIMIT, hand, lambda one: one > HAND_LIMIT)
    missed += _summary("of PostgreSQL, at least", PEER_LIMIT, peer, lambda one: one < PEER_LIMIT)
    print(load())
    return 1 if missed else 0


def _summary(what: str, limit: float, ratios: list[float], bad: Callable[[float], bool]) -> int:
    if not ratios:
        return 0
    missed = sum(bad(ratio) for ratio in ratios)
    print(
        f"{what} {limit:g} x: {'reached' if not missed else f'missed {missed} times'};"
        f" {min(ratios):.2f} to {max(ratios):.2f}, median {median(ratios):.2f} x of {len(ratios)}"
    )
    return missed


if __name__ == "__main__":
    sys.exit(main())
