"""A page of numbers: read together, computed once for all who ask, brought up to date, merges or not.

    python benchmarks/page.py
    BENCH_STORED=1_000_000 python benchmarks/page.py together changed

Four claims (name them to try only those):
together  twelve series over the same events on one page: at most 2 times the dearest one alone
at_once   fifty identical questions at once: no more engine time than one
changed   after 1,000 new events: at most 10 % of a full recompute, for time series
merged    the same answers from a log with 100,000 merged identities: at most 1.3 times

Everything is asked through `metrics.queries`, of ten million events. Ratios are of the fastest runs by
the clock and of processor time; a figure is missed where both are over the limit.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from threading import Barrier
from typing import Any

from asking.all_cases import CASES, prepare
from asking.home import Fresh, Runs, at_home, load
from shop import KEY, PER_PERSON, PROMOTED, shop_in

EVENTS = int(os.environ.get("BENCH_STORED", "10_000_000"))
PERSONS = EVENTS // PER_PERSON
MERGES = EVENTS // 100

PLAIN, MERGED = "plain.duckdb", "merged.duckdb"
REPEATS = 5
AT_ONCE = 50
NEW_EVENTS = 1_000
_NAMES = ("visit", "view", "cart", "order", "search")
TWELVE: tuple[dict[str, Any], ...] = (
    {"kind": "count"},
    *({"kind": "count", "event": name} for name in _NAMES),
    {"kind": "sum", "event": "order"},
    {"kind": "persons"},
    *({"kind": "persons", "event": name} for name in _NAMES[:4]),
)
SERIES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "count"}, "day"),
    ({"kind": "sum", "event": "order"}, "week"),
    ({"kind": "persons"}, "day"),
    ({"kind": "persons", "event": "order"}, "week"),
    ({"kind": "mean", "event": "view", "property": "price"}, "day"),
    ({"kind": "ratio", "of": {"kind": "sum", "event": "order"},
      "per": {"kind": "persons", "event": "order"}}, "month"),
)  # fmt: skip


def question_of(
    spec: dict[str, Any], grain: str | None = None, breakdown: str | None = None
) -> Any:
    """The question of a spec over all events."""
    from tenfold.metrics.calendar import Grain
    from tenfold.metrics.definitions import from_spec
    from tenfold.metrics.questions import Question

    return Question(
        definition=from_spec(spec),
        grain=Grain(grain) if grain else None,
        breakdown=(breakdown,) if breakdown else (),
    )


def ask_all(questions: list[Any], log: Any) -> tuple[Any, ...]:
    """Ask as a page asks; a refusal is an error here."""
    from tenfold.metrics.calendar import Calendar
    from tenfold.metrics.queries import answer_all

    answers = answer_all(
        questions=questions,
        calendar=Calendar("UTC", "monday", "EUR"),
        at=datetime.now(UTC),
        log=log,
    )
    for found in answers:
        if isinstance(found, Exception):
            raise found
    return answers


def judge(title: str, mine: Runs, other: Runs, limit: float) -> bool:
    """Print how two compare; return whether the figure was missed."""
    clock, work = mine.clock / other.clock, mine.processor / other.processor
    missed = min(clock, work) > limit
    print(
        f"  {clock:6.3f} x ({work:6.3f} x processor) {mine.clock * 1000:8.1f} ms against"
        f" {other.clock * 1000:8.1f} ms  {title}{'  missed' if missed else ''}",
        flush=True,
    )
    return missed


def together(folder: Path) -> bool:
    """Twelve series at once against the dearest of them."""
    with opened(folder / PLAIN) as log:
        questions = [question_of(spec, "day") for spec in TWELVE]
        page, alone = Runs(), [Runs() for _ in questions]
        for _ in range(REPEATS):
            answers = page.run(lambda: ask_all(questions, Fresh(log)))
            for question, runs, whole in zip(questions, alone, answers, strict=True):
                (one,) = runs.run(lambda question=question: ask_all([question], Fresh(log)))
                if (one.value, one.points) != (whole.value, whole.points):
                    raise AssertionError(question)
        dearest = max(alone, key=lambda runs: runs.clock)
        print(f"  one after the other: {sum(runs.clock for runs in alone) / dearest.clock:.1f} x")
        return judge("twelve series together", page, dearest, 2.0)


def at_once(folder: Path) -> bool:
    """Fifty who ask the same at the same moment, against one."""
    missed = False
    with opened(folder / PLAIN) as log, ThreadPoolExecutor(AT_ONCE) as pool:
        for spec, grain in SERIES[:3]:
            question, one, fifty = question_of(spec, grain), [], []
            for _ in range(REPEATS):
                asked = Fresh(log)
                ask_all([question], asked)
                one.append(asked)
                fifty.append(_crowd(pool, question, Fresh(log)))
            engine = [median(asked.seconds for asked in runs) for runs in (fifty, one)]
            reads = [max(asked.reads for asked in runs) for runs in (fifty, one)]
            print(
                f"  {engine[0] / engine[1]:6.3f} x {engine[0] * 1000:8.1f} ms of the engine against"
                f" {engine[1] * 1000:8.1f} ms, {reads[0]} reads against {reads[1]}  {spec['kind']}",
                flush=True,
            )
            missed |= reads[0] > reads[1]
    return missed


def _crowd(pool: ThreadPoolExecutor, question: Any, log: Fresh) -> Fresh:
    together = Barrier(AT_ONCE)

    def ask() -> Any:
        together.wait()
        return ask_all([question], log)

    first, *others = [asked.result() for asked in [pool.submit(ask) for _ in range(AT_ONCE)]]
    if any(other[0].points != first[0].points for other in others):
        raise AssertionError("they were told different things")
    return log


def changed(folder: Path) -> bool:
    """A series that is kept, after new events, against all of it computed anew."""
    missed = False
    with opened(folder / PLAIN) as log:
        dice = random.Random(7)
        for spec, grain in SERIES:
            question, kept = question_of(spec, grain), Fresh(log)
            ask_all([question], kept)
            renewed, anew = Runs(), Runs()
            for _ in range(REPEATS):
                _add_events(log, dice)
                (ours,) = renewed.run(lambda q=question, k=kept: ask_all([q], k))
                (whole,) = anew.run(lambda q=question: ask_all([q], Fresh(log)))
                if (ours.value, ours.points) != (whole.value, whole.points):
                    raise AssertionError((spec, ours.value, whole.value))
            missed |= judge(f"{spec['kind']} by {grain}, renewed", renewed, anew, 0.1)
    return missed


def _add_events(log: Any, dice: random.Random) -> None:
    """Append events of the last hour, half of them of persons whom the log knows."""
    from tenfold.eventlog.envelope import Envelope
    from tenfold.kit.clock import to_micros

    newest = to_micros(at=log.reading().extent[1])
    envelopes = [
        Envelope(
            event_id=dice.randbytes(16),
            at=newest - dice.randrange(3_600_000_000),
            name=dice.choice(_NAMES),
            actor=f"customer-{dice.randrange(2 * PERSONS)}",
            value=dice.randrange(100, 20_000) / 100,
            currency="EUR",
            properties=json.dumps({"country": "Norway", "price": dice.randrange(400) / 4}),
        )
        for _ in range(NEW_EVENTS)
    ]
    log.append(source=1, envelopes=envelopes, received_at=datetime.now(UTC)).result()


def merged(folder: Path) -> bool:
    """Every kind that knows persons, with and without merged identities."""
    missed = False
    cases = [one for one in CASES if one.kind not in ("mean", "min", "max", "sum", "quantile")]
    with opened(folder / PLAIN) as plain, opened(folder / MERGED) as joined:
        for case in cases:
            question = question_of(case.spec, case.grain, case.breakdown)
            try:
                prepare(case)
                missed |= _compare(f"{case.kind}: {case.title}", question, plain, joined)
            except Exception as error:
                print(f"  failed: {case.kind}: {case.title}: {error}", flush=True)
                missed = True
    return missed


def _compare(title: str, question: Any, plain: Any, joined: Any) -> bool:
    without, with_merges = Runs(), Runs()
    for _ in range(REPEATS):
        (one,) = without.run(lambda: ask_all([question], Fresh(plain)))
        (other,) = with_merges.run(lambda: ask_all([question], Fresh(joined)))
    if _numbers(one) != _numbers(other):
        raise AssertionError("the answers are not the same")
    return judge(title, with_merges, without, 1.3)


def _numbers(answer: Any) -> Any:
    return (answer.value, answer.points, answer.groups, answer.detail)


@contextmanager
def opened(path: Path, *, memory_mb: int = 512) -> Any:
    """Open a log, with its typed copies in use and as much memory as `log_memory_mb` gives it."""
    from tenfold.eventlog.duckdb_log import open_log

    log = open_log(path=path, erasure_key=KEY, memory_mb=memory_mb)
    try:
        log.reading(properties=PROMOTED)
        yield log
    finally:
        log.close()


CLAIMS: dict[str, Callable[[Path], bool]] = {
    # `changed` adds events to one of the two logs that `merged` compares, so it comes last.
    "together": together,
    "at_once": at_once,
    "merged": merged,
    "changed": changed,
}


def main() -> int:
    """Print every figure; return 1 where one is missed."""
    wanted = sys.argv[1:] or list(CLAIMS)
    with at_home() as folder:
        shop_in(folder, events=EVENTS).rename(folder / PLAIN)
        if "merged" in wanted:
            shop_in(folder, events=EVENTS, merges=MERGES).rename(folder / MERGED)
        print(f"{EVENTS:,} events, {PERSONS:,} persons, {MERGES:,} merges; {load()}", flush=True)
        missed = []
        for name, claim in CLAIMS.items():
            if name in wanted:
                print(f"{name} ({load()})")
                began = time.perf_counter()
                missed += [name] if claim(folder) else []
                print(f"  took {time.perf_counter() - began:.0f} s")
    print(f"missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
