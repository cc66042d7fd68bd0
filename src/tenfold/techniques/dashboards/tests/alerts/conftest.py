"""A company with alerts, and a hand that puts events at any moment."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tenfold.techniques.dashboards.actions.alerts.making import Wanted, make_alert
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.tests.conftest import NOW, SHOP
from tenfold.techniques.dashboards.tests.goals.conftest import goal, result, say  # noqa: F401

Happen = Callable[..., None]
Warn = Callable[..., int]
READING = "kind=mean&event=reading"


@pytest.fixture
def happen(log: EventLog) -> Happen:
    """Append an event: `happen("reading", at, value=71.2, machine="press-1")`."""

    def append(name: str, at: datetime, *, value: float | None = None, **props: Any) -> None:
        envelope = Envelope(
            event_id=ids.new_id().bytes,
            at=clock.to_micros(at=at),
            name=name,
            actor=props.pop("actor", "customer-1"),
            value=value,
            currency=props.pop("currency", None),
            properties=json.dumps(props),
        )
        log.append(source=SHOP, envelopes=[envelope], received_at=NOW).result()

    return append


@pytest.fixture
def warn(company: int) -> Warn:
    """Make an alert of the owner: `warn(READING, kind="threshold", side="above", value=70)`."""

    def make(query: str, *, at: datetime = NOW - timedelta(days=9), **said: Any) -> int:
        own = {name: said.pop(name) for name in ("title", "about", "listeners", "quiet", "urgent")
               if name in said}  # fmt: skip
        wanted = Wanted(
            **{"title": "Press too warm", **own}, query=query, rule=rule_from_spec(said)
        )
        return make_alert(wanted=wanted, by=company, at=at)

    return make
