"""The company of the tests, a clock, a mail server, and a program that is told things."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from tenfold.jobs.running import run_due
from tenfold.kit import clock
from tenfold.notices.actions import add_way, tell
from tenfold.notices.notice import Audience, Kind, Notice
from tests.members import (  # noqa: F401
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)
from tests.receiver import Receiver
from tests.running import free_port


class Hands:
    """The clock of a test: stands still, and is moved. Jobs that are due by then are run."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0)

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)
        self.work()

    def work(self) -> None:
        run_due(at=self.at)


@pytest.fixture
def hands(monkeypatch) -> Hands:
    moved = Hands()
    monkeypatch.setattr(clock, "now", lambda: moved.at)
    return moved


class Post:
    """A mail server that keeps what it takes, and refuses with `answer` where there is one."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def post(settings) -> Iterator[Post]:
    kept = Post()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "Nordlys <tenfold@nordlys.example>"
    yield kept
    server.stop()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.NOTICES_INSIDE = {"127.0.0.1"}
    with Receiver() as listening:
        yield listening


@pytest.fixture
def say(hands):
    """Tell something now, and let the jobs run that are due."""

    def told(key: str, *, to: Audience, **more) -> None:
        said = {"kind": Kind.ALERT, "subject": f"Orders fell ({key})", "path": "/alerts/1/"} | more
        with transaction.atomic():
            tell(notice=Notice(key=key, **said), to=to, at=hands.at)
        hands.work()

    return told


@pytest.fixture
def hook(receiver, hands, owner_id):  # noqa: F811  the fixture above
    """A webhook to the program that listens."""
    return add_way(name="Program", kind="webhook", address=receiver.url, by=None, at=hands.at)
