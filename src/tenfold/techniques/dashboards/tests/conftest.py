"""A company whose web shop has sold something, with a log of its own."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tenfold.config.home import Home
from tenfold.eventlog.current import set_log
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tenfold.metrics.actions import define_metric
from tenfold.people.actions import found_company
from tenfold.people.models import Account
from tenfold.techniques.dashboards.asgi.feed import Feed, install_feed
from tests.members import quick_passwords  # noqa: F401

NOW = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)  # a Wednesday
SHOP = 7
Sell = Callable[..., None]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventLog]:
    """A real log, open in this process, and a feed that follows it."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    monkeypatch.setattr(settings, "HOME", home)
    log = open_log(path=home.log, erasure_key=b"a key for tests")
    set_log(log)
    feed = Feed(
        latest=log.latest,
        total=log.status().events,
        names=lambda: {SHOP: "Web shop"},
    )
    stop = log.subscribe(feed.take)
    install_feed(feed)
    yield log
    install_feed(None)
    stop()
    set_log(None)
    log.close()


@pytest.fixture
def company(db: Any, log: EventLog, monkeypatch: pytest.MonkeyPatch) -> int:
    """A company on a Wednesday with a headline metric; returns the owner's account id."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    owner = found_company(
        name="Nordlys Gifts",
        timezone="Europe/Copenhagen",
        currency="EUR",
        week_starts="monday",
        purpose="Every celebration leaves nothing behind but the memory.",
        owner_email="ingrid@example.com",
        password="correct horse battery staple",
        at=NOW,
    ).owner_id
    define_metric(
        name="revenue",
        title="Revenue",
        asks="What do customers pay us?",
        spec={"kind": "sum", "event": "order"},
        headline=1,
        at=NOW,
    )
    return owner


@pytest.fixture
def sell(log: EventLog) -> Sell:
    """Append an order: `sell(48.5, days=7, country="Norway")`, so many days before now."""

    def append(
        value: float, *, days: float = 0, currency: str | None = "EUR", **props: Any
    ) -> None:
        at = NOW - timedelta(days=days, minutes=5)
        envelope = Envelope(
            event_id=ids.new_id().bytes,
            at=clock.to_micros(at=at),
            name="order",
            actor="customer-1",
            value=value,
            currency=currency,
            properties=json.dumps(props),
        )
        log.append(source=SHOP, envelopes=[envelope], received_at=NOW).result()

    return append


@pytest.fixture
def client(company: int) -> Client:
    """The owner's browser."""
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(Account.objects.get(pk=company))
    return browser


@pytest.fixture
def as_member(client: Client, company: int) -> Callable[..., Client]:
    """Make whoever is signed in a member with no more than the grants that are named."""

    def become(**granted: bool) -> Client:
        said = {"sees_money": False, "sees_persons": False, **granted}
        Account.objects.filter(pk=company).update(role="member", **said)
        return client

    return become
