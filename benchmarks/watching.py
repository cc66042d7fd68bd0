"""Fifty who look at one board while events keep arriving, against one who looks.

    python benchmarks/watching.py
    BENCH_STORED=300_000 BENCH_RATE=1000 BENCH_SECONDS=10 python benchmarks/watching.py

Two claims, while 5,000 events/s arrive at a company that holds ten million:
engine  fifty who look take about as much of the engine as one: at most 1.25 times the time of reading,
        or, where what else the machine does disturbs that, as many reads
fresh   what any of the fifty sees of any tile is at most 2 s old, all the time

Those who look are HTTP clients that do what the page does: they sign in by a session, load the page
once, then follow its stream (server-sent events, compressed) and put together what they are shown.
How old a picture is is found out twice: by what the server says of each tile, and by the number of all
events on the board against what had been acknowledged by then. The server runs in this process, so
that the engine's time can be taken; those who look and who send run in another.
"""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asking.home import Fresh, at_home, load
from boards.twelve import make_twelve
from ingesting.tenfold_up import free_port, tenfold, wait_until_answering
from page import EVENTS, opened
from shop import shop_in

RATE = int(os.environ.get("BENCH_RATE", "5_000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "30"))
VIEWERS = int(os.environ.get("BENCH_VIEWERS", "50"))
MOST_ENGINE, MOST_AGE = 1.25, 2.0


@dataclass(frozen=True)
class Watched:
    """What so many who looked cost, and what they saw."""

    viewers: int
    engine: float
    reads: int
    processor: float
    oldest: float
    behind: float
    events: int
    bytes_each: float


class Served:
    """A server in this process, on a log whose reads are counted."""

    def __init__(self, *, home: Path, log: Fresh) -> None:
        self.port = free_port()
        self._home, self._log = home, log

    def __enter__(self) -> "Served":
        import uvicorn
        from django.core.asgi import get_asgi_application

        from tenfold.collector.app import Collector
        from tenfold.config.asgi import build
        from tenfold.config.boards import make_boards
        from tenfold.config.company import Company
        from tenfold.config.home import Home
        from tenfold.config.keys import WriteKeys
        from tenfold.config.live import make_live
        from tenfold.eventlog.current import set_log

        set_log(self._log)  # type: ignore[arg-type]
        company = Company(home=Home(self._home), log=self._log)  # type: ignore[arg-type]
        keys = WriteKeys()
        keys.refresh()
        live, self._release = make_live(company=company)
        boards, self._release_boards = make_boards(company=company)
        collector = Collector(log=self._log, keys=keys)  # type: ignore[arg-type]
        app = build(
            collector=collector,
            live=live,
            boards=boards,
            pages=get_asgi_application(),
            health=lambda: None,
        )
        config = uvicorn.Config(
            app, port=self.port, loop="uvloop", lifespan="off", access_log=False, log_config=None
        )
        self._server = uvicorn.Server(config)
        threading.Thread(target=self._server.run, daemon=True).start()
        wait_until_answering(f"http://127.0.0.1:{self.port}/healthz")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._release_boards()
        self._release()


def watch(served: Served, log: Fresh, *, viewers: int, said: dict[str, Any]) -> Watched:
    """Let so many look for a while; return what it cost."""
    command = [sys.executable, "-m", "boards.viewers"]
    order = {**said, "port": served.port, "viewers": viewers, "rate": RATE, "seconds": SECONDS}
    clients = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )
    assert clients.stdin
    assert clients.stdout
    clients.stdin.write(json.dumps(order) + "\n")
    clients.stdin.flush()
    clients.stdout.readline()  # all look, and events have begun to come
    reading, reads, processor = log.seconds, log.reads, time.process_time()
    told = json.loads(clients.stdout.readline())
    engine, spent = log.seconds - reading, time.process_time() - processor
    clients.wait(timeout=30)
    read = log.reads - reads
    return Watched(viewers=viewers, engine=engine, reads=read, processor=spent, **told)


def report(one: Watched) -> None:
    """Print what so many who looked came to."""
    print(
        f"  {one.viewers:3d} look: engine {one.engine:6.2f} s, {one.reads} reads, process"
        f" {one.processor:6.2f} s of {SECONDS:.0f} s; {one.events / SECONDS:,.0f} events/s arrived;"
        f" oldest tile"
        f" {one.oldest:.2f} s by its word, {one.behind:.2f} s by what it counts;"
        f" {one.bytes_each / SECONDS / 1000:.1f} kB/s each ({load()})",
        flush=True,
    )


def prepare(home: Path) -> dict[str, Any]:
    """Make the board, a source and a session; return how to reach them."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tenfold.people.models import Account
    from tenfold.techniques.dashboards.models import Tile

    owner = Account.objects.get()
    session = SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
    session.create()
    board = make_twelve(by=owner.pk)
    added = tenfold("source", "add", "Shop", "--kind", "server", "--format", "json", folder=home)
    return {
        "board": board,
        "counts": Tile.objects.filter(board_id=board).order_by("id").values_list("id")[0][0],
        "key": json.loads(added)["write_key"],
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
    }


def main() -> int:
    """Print both figures; return 1 where one is missed."""
    with at_home() as folder:
        said = prepare(folder / "home")
        path = shop_in(folder, events=EVENTS).rename(folder / "plain.duckdb")
        with opened(path) as log:
            fresh = Fresh(log)
            with Served(home=folder / "home", log=fresh) as served:
                print(f"{EVENTS:,} events, {RATE:,} events/s; {load()}", flush=True)
                watch(served, fresh, viewers=1, said=said)  # everybody's first time
                one = watch(served, fresh, viewers=1, said=said)
                report(one)
                many = watch(served, fresh, viewers=VIEWERS, said=said)
                report(many)
    engine, reads = many.engine / one.engine, many.reads / one.reads
    oldest = max(many.oldest, many.behind)
    missed = [] if min(engine, reads) <= MOST_ENGINE else ["engine"]
    missed += [] if oldest <= MOST_AGE else ["fresh"]
    print(f"  {engine:.2f} x the engine of one, {reads:.2f} x its reads, at most {MOST_ENGINE}")
    print(f"  {oldest:.2f} s old at most, at most {MOST_AGE}")
    print(f"missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
