"""A metric at ten million events: within 1.2 times of SQL written by hand for the same file.

`python benchmarks/metrics.py [EVENTS]`. The hand-written statement gives the same numbers: exact
sums, local days (two changes of clocks a year), the same groups. Where a person would need two
statements for what one answer holds (different persons by day and in all), it is two. Each pair
runs alternately; the ratio is of the fastest runs, because what else the machine does only ever
makes one slower. The answers are compared, too.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.store import EventLog
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.compute import Computed, compute
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question

LIMIT = 1.2
TOO_SHORT_SECONDS = 0.005
"""Below that it is not the scan that is compared: a question costs a fraction of a millisecond."""
RUNS = 7
EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
DANISH = Calendar("Europe/Copenhagen", "monday", "EUR")
PROPERTIES = ("country", "rounds", "invoice")

FILL = f"""INSERT INTO events SELECT
    uuid(), 1 + (hash(i) % 3)::INTEGER, happened_at, happened_at, happened_at,
    ['view', 'view', 'cart', 'order', 'install'][1 + (hash(i * 7) % 5)::INTEGER],
    CASE WHEN hash(i + 7) % 10 < 8 THEN 'person-' || (hash(i * 3) % 200000)::VARCHAR END,
    price, price, CASE WHEN hash(i * 7) % 5 = 3 THEN 'EUR' END,
    json_object('country', 'country ' || (hash(i * 11) % 12)::VARCHAR,
        'rounds', hash(i * 13) % 50, 'invoice', 'INV' || (hash(i * 17) % 500000)::VARCHAR),
    NULL, i // 5000
    FROM (SELECT i, (hash(i * 5) % 100000) / 1000.0 AS price,
        TIMESTAMP '2024-11-20' + to_microseconds(i * {63_072_000_000_000 // EVENTS}) AS happened_at
        FROM range({EVENTS}) AS rows(i))"""

OFFSET = """CASE WHEN happened_at < TIMESTAMP '2025-03-30 01:00' THEN 3600000000
    WHEN happened_at < TIMESTAMP '2025-10-26 01:00' THEN 7200000000
    WHEN happened_at < TIMESTAMP '2026-03-29 01:00' THEN 3600000000
    WHEN happened_at < TIMESTAMP '2026-10-25 01:00' THEN 7200000000 ELSE 3600000000 END"""
DAY = f"(epoch_us(happened_at) + {OFFSET}) // 86400000000"
WEEK = f"(epoch_us(happened_at) + {OFFSET} + 259200000000) // 604800000000"
MONTH = f"date_trunc('month', make_timestamp(epoch_us(happened_at) + {OFFSET}))"
ORDERS = "name = 'order' AND source <> 0"
BOTH = {
    "kind": "ratio",
    "of": {"kind": "sum", "event": "order"},
    "per": {"kind": "persons", "event": "order"},
}


@dataclass(frozen=True)
class Case:
    """A question, and what somebody would write by hand for the same numbers."""

    spec: dict[str, Any]
    by_hand: tuple[str, ...]
    grain: Grain | None = None
    breakdown: str | None = None

    def title(self) -> str:
        """Return what it is, in a line."""
        parts = [str(self.spec["kind"]), str(self.spec.get("event") or "")]
        parts += [self.spec.get("property", ""), "filtered" if "where" in self.spec else ""]
        parts += [f"by {self.grain.value}" if self.grain else ""]
        return " ".join([*parts, f"per {self.breakdown}" if self.breakdown else ""]).strip()


def grouped(key: str, value: str, where: str = ORDERS) -> str:
    """A plain hand-written GROUP BY."""
    return f"SELECT {key}, {value} FROM events WHERE {where} GROUP BY 1"


def plain(value: str, where: str = ORDERS) -> str:
    """A plain hand-written aggregate."""
    return f"SELECT {value} FROM events WHERE {where}"


def make_cases(country: str, rounds: str, invoice: str) -> list[Case]:
    """Every kind; with and without time and breakdown."""
    persons = "count(DISTINCT actor)"
    count, total = {"kind": "count", "event": "order"}, {"kind": "sum", "event": "order"}
    every, who = "source <> 0", {"kind": "persons", "event": "order"}
    of_property = {"kind": "mean", "event": "install", "property": "rounds"}
    installs = "name = 'install' AND source <> 0"
    narrow = {**count, "where": [{"property": "country", "is": "country 3"}]}
    return [
        Case({"kind": "count"}, (plain("count(*)", every),)),
        Case(count, (plain("count(*)"),)),
        Case(narrow, (plain("count(*)", f"{ORDERS} AND {country} = 'country 3'"),)),
        Case(total, (plain("sum(amount)"),)),
        Case({**total, "kind": "mean"}, (plain("sum(amount), count(amount)"),)),
        Case({**total, "kind": "max"}, (plain("max(value)"),)),
        Case(of_property, (plain(f"sum({rounds}), count({rounds})", installs),)),
        Case({**of_property, "kind": "sum"}, (plain(f"sum({rounds})", installs),)),
        Case(who, (plain(persons),)),
        Case({"kind": "persons"}, (plain(persons, every),)),
        Case(
            {**count, "kind": "unique", "property": "invoice"},
            (plain(f"count(DISTINCT {invoice})"),),
        ),
        Case(BOTH, (plain(f"sum(amount), {persons}"),)),
        Case({"kind": "count"}, (grouped(DAY, "count(*)", every),), Grain.DAY),
        Case(count, (grouped(DAY, "count(*)"),), Grain.DAY),
        Case(total, (grouped(DAY, "sum(amount)"),), Grain.DAY),
        Case(total, (grouped(WEEK, "sum(amount)"),), Grain.WEEK),
        Case(total, (grouped(MONTH, "sum(amount)"),), Grain.MONTH),
        Case(who, (grouped(DAY, persons), plain(persons)), Grain.DAY),
        Case(count, (grouped(country, "count(*)"),), breakdown="country"),
        Case(total, (grouped(country, "sum(amount)"),), breakdown="country"),
        Case(who, (grouped(country, persons), plain(persons)), breakdown="country"),
        Case(
            total,
            (
                f"{grouped(invoice, 'sum(amount)')} ORDER BY 2 DESC, 1 LIMIT 10",
                plain("sum(amount)"),
            ),
            breakdown="invoice",
        ),
        Case(
            total,
            (f"SELECT {country}, {WEEK}, sum(amount) FROM events WHERE {ORDERS} GROUP BY 1, 2",),
            Grain.WEEK,
            "country",
        ),
    ]


def make_log(folder: Path) -> EventLog:
    """Return a log of `EVENTS` events, with typed copies of the properties that are asked for."""
    path = folder / "log.duckdb"
    open_log(path=path, erasure_key=b"benchmark").close()
    with duckdb.connect(str(path), config={"threads": 2}) as connection:
        connection.execute(FILL)
        connection.execute("CHECKPOINT")
    log = open_log(path=path, erasure_key=b"benchmark")
    for _ in range(3):
        log.reading(properties=PROPERTIES)
    while len(log.status().promoted) < len(PROPERTIES):
        time.sleep(0.2)
    log.checkpoint()
    return log


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    """Run once; return how long it took, and what came out."""
    began = time.perf_counter()
    found = run()
    return time.perf_counter() - began, found


def measure(case: Case, log: EventLog) -> float:
    """Print one line; return the ratio."""
    question = Question(
        definition=from_spec(case.spec), grain=case.grain, breakdown=case.breakdown, top=12
    )
    ours, theirs = [], []
    for _ in range(RUNS):
        took, answer = seconds(lambda: compute(question=question, calendar=DANISH, log=log))
        ours.append(took)
        took, rows = seconds(lambda: [log.read(sql) for sql in case.by_hand])
        theirs.append(took)
    check(case, answer, rows)
    mine, hand = min(ours), min(theirs)
    ratio = mine / hand
    judged = mine > TOO_SHORT_SECONDS
    verdict = ("" if ratio <= LIMIT else "  missed") if judged else "  too short to compare"
    print(
        f"{ratio:5.2f} x   {mine * 1000:7.1f} ms   by hand {hand * 1000:7.1f} ms   "
        f"{case.title()}{verdict}",
        flush=True,
    )
    return ratio if judged else 1.0


def check(case: Case, answer: Computed, rows: list[list[tuple[Any, ...]]]) -> None:
    """Raise where the two do not say the same."""
    first = rows[0]
    if case.grain and not case.breakdown:
        mine = [point.value for point in answer.points if point.value]
        hand = [row[1] for row in sorted(first)]
    elif case.breakdown:
        mine = sorted(group.value for group in answer.groups if not group.other)
        totals: dict[Any, Any] = {}
        for row in first:
            totals[row[0]] = totals.get(row[0], 0) + row[-1]
        hand = sorted(totals.values())
    else:
        mine = [answer.figure.value]
        hand = [first[0][0] if len(first[0]) == 1 else first[0][0] / first[0][1]]
        mine, hand = ([float(f"{float(one):.12g}") for one in side] for side in (mine, hand))
    if case.breakdown == "invoice":
        mine, hand = mine[-10:], hand[-10:]
    if mine != hand:
        raise AssertionError((case.title(), mine[:3], hand[:3]))


def main() -> int:
    """Print a ratio for each case; return 1 where one is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        took, log = seconds(lambda: make_log(Path(folder)))
        print(f"{EVENTS:,} events, {len(PROPERTIES)} typed copies, made in {took:.0f} s")
        print(f"as of {datetime.now(UTC):%Y-%m-%d}, at most {LIMIT} x")
        try:
            columns = log.reading(properties=PROPERTIES).columns
            cases = make_cases(
                columns["country"].text, columns["rounds"].exact, columns["invoice"].text
            )
            ratios = [measure(case, log) for case in cases]
        finally:
            log.close()
    print(f"median {statistics.median(ratios):.2f} x, worst {max(ratios):.2f} x")
    return 1 if max(ratios) > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
