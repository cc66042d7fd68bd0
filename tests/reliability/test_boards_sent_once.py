"""A board by e-mail from a real server that is killed while it is being sent: it arrives once."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.making_boards import make_board
from tests.reliability.jobs.asking import rows, until
from tests.running import Running, free_port

pytestmark = [pytest.mark.reliability, pytest.mark.slow]
TILES = ({"kind": "number", "title": "Orders", "query": "kind=count&event=order"},)
PLAN = """
import os, sys
from datetime import timedelta
from pathlib import Path
from tenfold.config.company import set_up_django
from tenfold.config.home import Home
set_up_django(home=Home(Path(os.environ["TENFOLD_HOME"])))
from tenfold.kit import clock
from tenfold.techniques.dashboards.actions.boards.mailing import plan_mail
from tenfold.techniques.dashboards.models import BoardMail
from tenfold.techniques.dashboards.rules.boards.occasions import Rhythm
at = clock.now()
mail = plan_mail(board_id=int(sys.argv[1]), rhythm=Rhythm("day", 0, 7), accounts=[1],
                 addresses=["bank@example.org"], money=False, by=1, at=at)
BoardMail.objects.filter(id=mail).update(due_at=at - timedelta(days=5))
"""


class Post:
    """A mail server that can be made to hold a message before it takes it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.holding = threading.Event()
        self.began = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.began.set()
        while self.holding.is_set():
            await asyncio.sleep(0.02)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def outside(self) -> list[EmailMessage]:
        return [one for one in self.taken if one["To"] == "bank@example.org"]


@pytest.fixture
def post() -> Iterator[Post]:
    kept = Post()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    kept.port = server.port  # type: ignore[attr-defined]
    yield kept
    kept.holding.clear()
    server.stop()


@pytest.fixture
def planned(company: Running, post: Post) -> Running:
    """A company that was off for five days in which a board should have been sent each day."""
    settings = company.folder / "tenfold.toml"
    said = settings.read_text(encoding="utf-8") if settings.exists() else ""
    port = post.port  # type: ignore[attr-defined]
    mail = (
        f'\n[email]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        'sender = "tenfold@nordlys.example"\n'
    )
    settings.write_text(said + mail, encoding="utf-8")
    board = make_board(company, title="Shop today", tiles=TILES)
    subprocess.run(
        [sys.executable, "-c", PLAN, str(board)], env=company.environment_of(), check=True
    )
    return company


def is_noted(company: Running) -> bool:
    return rows(company, "SELECT count(*) FROM dashboards_mailsent") == [(2,)]


def test_board__missed_for_five_days__is_sent_once_when_tenfold_is_back(planned, post):
    planned.up()
    planned.tenfold("jobs", "run", "dashboards.send_boards")
    until(lambda: is_noted(planned) and len(post.taken) == 2)
    planned.stop()
    planned.up()
    planned.tenfold("jobs", "run", "dashboards.send_boards")
    time.sleep(2)  # what would come now would be a second one
    assert len(post.outside()) == 1


def test_board__whose_server_is_killed_before_the_mail_is_taken__arrives_once(planned, post):
    post.holding.set()
    planned.up()
    planned.tenfold("jobs", "run", "dashboards.send_boards")
    assert post.began.wait(30)
    planned.kill()
    post.holding.clear()
    planned.up()
    until(lambda: is_noted(planned))
    ids = {one["Message-ID"] for one in post.outside()}
    assert len(ids) == 1  # also where the mail server took the one that nobody waited for
    assert rows(planned, "SELECT count(*) FROM notices_told") == [(1,)]
