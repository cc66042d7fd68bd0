"""A company with one member of each kind, and a small shop's log."""

from datetime import timedelta

import pytest

from tenfold.metrics.tests.world import Event, fill
from tenfold.techniques.dashboards.tests.metrics.conftest import log  # noqa: F401
from tests.members import (  # noqa: F401
    AT,
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)

LAPSING = {
    "all": [
        {"did": {"event": "order", "at_least": 2, "within": "90d"}},
        {"not": {"did": {"event": "order", "within": "30d"}}},
    ]
}


@pytest.fixture
def shop(log):  # noqa: F811  the fixture
    """Ann bought twice and stopped, Bob still buys, Cid only looks."""
    away = {"ann": (60, 50), "bob": (80, 5)}
    events = [
        Event(AT - timedelta(days=days), actor=who, value=48.5, currency="NOK")
        for who, times in away.items()
        for days in times
    ]
    fill(log, [*events, Event(AT, name="visit", actor="cid", properties={"country": "Norway"})])
    return log
