"""How the cost of a question grows: at 1, 3, 10 and 30 million events it never grows faster than they.

    python benchmarks/growth.py                                # and draws docs/explanation/growth.svg
    BENCH_SIZES=100_000,300_000 python benchmarks/growth.py    # prints only

One question of each kind, asked as nobody has asked it before, of logs of one shop that grows: persons
grow with events. Cost is processor time, the least of several runs, because the clock also tells what
else the machine did. Between two sizes it may grow as the events do, and a tenth more for what one run
differs from the next.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from asking.all_cases import CASES
from asking.cases import Case
from asking.home import Fresh, Runs, at_home, load
from asking.lines import Line, draw
from page import ask_all, opened, question_of
from shop import shop_in

SIZES = tuple(
    int(size)
    for size in os.environ.get("BENCH_SIZES", "1_000_000,3_000_000,10_000_000,30_000_000").split(
        ","
    )
)
TITLES = (
    "count by day",
    "median by week",
    "persons by day",
    "active in 7 days, by day",
    "ordered",
    "of first time, weekly",
    "by days",
    "by week",
    "4 steps after the cart",
)
PICTURE = Path(__file__).parents[1] / "docs" / "explanation" / "growth.svg"
REPEATS = 3
MEMORY_MB = 2048
"""What the log may use, at every size: with 512, a funnel over 30 million events is refused."""
ALLOWED = 1.1
TOO_SHORT_SECONDS = 0.02
"""A question costs some milliseconds whatever it reads: below that it is not growth that is seen."""


def main() -> int:
    """Print costs and how they grow; draw them; return 1 where one grows faster than the events."""
    cases = [one for one in CASES if one.title in TITLES]
    costs: dict[str, list[Runs]] = {}
    with at_home() as folder:
        for size in SIZES:
            path = shop_in(folder, events=size)
            print(f"{size:,} events; {load()}", flush=True)
            _measure(path, cases, costs)
            path.unlink()
    whole = {name: runs for name, runs in costs.items() if len(runs) == len(SIZES)}
    missed = [name for name, runs in whole.items() if not _tell(name, runs)]
    missed += [one.title for one in cases if f"{one.kind}: {one.title}" not in whole]
    if "BENCH_SIZES" not in os.environ:
        PICTURE.write_text(_picture(whole))
        print(f"drawn: {PICTURE}")
    print(f"grew faster than the events: {', '.join(missed) or 'none'}; {load()}")
    return 1 if missed else 0


def _measure(path: Path, cases: list[Case], costs: dict[str, list[Runs]]) -> None:
    with opened(path, memory_mb=MEMORY_MB) as log:
        for case in cases:
            name = f"{case.kind}: {case.title}"
            question, runs = question_of(case.spec, case.grain, case.breakdown), Runs()
            try:
                for _ in range(REPEATS):
                    runs.run(lambda q=question: ask_all([q], Fresh(log)))
            except Exception as error:
                print(f"  failed: {name}: {type(error).__name__}: {error}", flush=True)
                continue
            costs.setdefault(name, []).append(runs)


def _tell(name: str, runs: list[Runs]) -> bool:
    """Print one line; return whether the cost never grew faster than the events."""
    steps = [
        (later.processor / earlier.processor) / (more / fewer)
        for (earlier, later), (fewer, more) in zip(pairwise(runs), pairwise(SIZES), strict=True)
    ]
    judged = [
        step
        for step, later in zip(steps, runs[1:], strict=True)
        if later.processor > TOO_SHORT_SECONDS
    ]
    good = all(step <= ALLOWED for step in judged)
    spent = "  ".join(f"{one.processor:6.2f} s ({one.clock:5.2f} s)" for one in runs)
    grown = ", ".join(f"{step:.2f}" for step in steps)
    print(f"  {spent}  a step: {grown} x the events'  {name}{'' if good else '  missed'}")
    return good


def _picture(costs: dict[str, list[Runs]]) -> str:
    lines: list[Any] = [
        Line(name, tuple(zip(SIZES, (one.processor for one in runs), strict=True)))
        for name, runs in costs.items()
    ]
    return draw(
        lines=lines,
        title="Processor time of a question by the number of events",
        across="events",
        up="seconds",
    )


if __name__ == "__main__":
    sys.exit(main())
