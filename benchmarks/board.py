"""A board of twelve tiles: how much quicker it is once it is known, and after new events.

    python benchmarks/board.py
    BENCH_STORED=300_000 python benchmarks/board.py

Two claims, of ten million events:
warm     drawn again where nothing came: at least 20 times faster than the first time
changed  after 1,000 new events, as they come again and again to a board that is looked at: at least
         5 times faster than the first time

A third line says the same of a board on which two of the twelve are a funnel and who comes back. Those
are read anew wherever something came; a board asks for them apart and more rarely, so no limit is set.

The whole board is drawn each time, as a page does it: asked, put into words, made into HTML. The
first time nobody has asked the log before (memory of answers empty, the engine's own is not). Ratios
are of the fastest runs by the clock and of processor time; a figure is missed where both are.
"""

import os
import random
import sys
from pathlib import Path
from typing import Any

from asking.home import Fresh, Runs, at_home, load
from boards.twelve import make_twelve
from page import EVENTS, _add_events, opened
from shop import END, shop_in

REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))
WARM, CHANGED = 20.0, 5.0


def draw(log: Any, board: int) -> list[tuple[int, str]]:
    """Draw every tile as an owner sees it; a tile that says no number is an error here."""
    from tenfold.eventlog.current import set_log
    from tenfold.techniques.dashboards.asgi.boards.shown import Key, Sight
    from tenfold.techniques.dashboards.queries.boards.showing import draw_tiles, get_layout

    set_log(log)
    layout = get_layout(board_id=board)
    key = Key(board, Sight(persons=True, money=True, doors=True))
    drawn = draw_tiles(key=key, ids=(*layout.quick, *layout.alone), at=END)
    failed = [(one.id, one.problem) for one in drawn if one.problem]
    if failed:
        raise AssertionError(failed)
    return [(one.id, one.digest) for one in drawn]


def judge(title: str, mine: Runs, cold: Runs, least: float = 0.0) -> bool:
    """Print how much faster one is; return whether the figure was missed."""
    clock, work = cold.clock / mine.clock, cold.processor / mine.processor
    missed = max(clock, work) < least
    limit = f"at least {least:.0f}" if least else "no limit"
    print(
        f"  {clock:7.1f} x faster ({work:7.1f} x less processor), {limit}:"
        f" {mine.clock * 1000:8.1f} ms against {cold.clock * 1000:8.1f} ms  {title}"
        f"{'  missed' if missed else ''}",
        flush=True,
    )
    return missed


def run(log: Any, board: int) -> tuple[Runs, Runs, Runs]:
    """Return how long it took for the first time, again, and after new events."""
    cold, warm, changed = Runs(), Runs(), Runs()
    dice = random.Random(board)  # events of its own: the log counts an id once
    for _ in range(REPEATS):
        fresh = Fresh(log)
        first = cold.run(lambda fresh=fresh: draw(fresh, board))
        again = warm.run(lambda fresh=fresh: draw(fresh, board))
        if first != again:
            raise AssertionError("nothing came, and it looks different")
        for _ in range(2):  # the first time, who was seen is taken note of; later times use that
            _add_events(log, dice)
            draw(fresh, board)
        _add_events(log, dice)
        renewed = changed.run(lambda fresh=fresh: draw(fresh, board))
        different = set(renewed) ^ set(draw(Fresh(log), board))
        if different or renewed == first:
            raise AssertionError(f"brought up to date is not what is so: {sorted(different)}")
    return cold, warm, changed


def measure(log: Any, board: int, mixed: int) -> list[str]:
    """Print every figure; return the names of those that were missed."""
    cold, warm, changed = run(log, board)
    missed = [("warm", judge("drawn again", warm, cold, WARM))]
    missed += [("changed", judge("after 1,000 new events", changed, cold, CHANGED))]
    cold, _warm, changed = run(log, mixed)
    judge("after 1,000 new events, with a funnel and who comes back", changed, cold)
    return [name for name, was in missed if was]


def main() -> int:
    """Print every figure; return 1 where one is missed."""
    with at_home() as folder:
        from tenfold.people.models import Account

        owner = Account.objects.get().id
        board, mixed = make_twelve(by=owner), make_twelve(by=owner, mixed=True)
        path = shop_in(folder, events=EVENTS).rename(folder / Path("plain.duckdb"))
        with opened(path) as log:
            print(f"{EVENTS:,} events, 12 tiles; {load()}", flush=True)
            missed = measure(log, board, mixed)
            print(f"  {load()}")
    print(f"missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
