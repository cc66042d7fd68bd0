"""What happens while somebody looks at the demo."""

import json
import threading
from collections import defaultdict
from concurrent.futures import Future
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tenfold.config.demo import live
from tenfold.config.demo.company import SOURCES
from tenfold.config.demo.live import Due, Moving, Story
from tenfold.eventlog.refusals import LogUnwritable
from tenfold.eventlog.store import Appended
from tenfold.kit import clock

STARTS = clock.to_micros(at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
SECOND = 1_000_000


def told(*, seconds: int, step: int = 1) -> list[Due]:
    story = Story(starts=STARTS)
    moments = range(STARTS, STARTS + seconds * SECOND, step * SECOND)
    return [due for at in moments for due in story.until(at=at)]


def test_story__same_start__same_events() -> None:
    assert told(seconds=600) == told(seconds=600)


def test_story__asked_rarely_or_often__tells_the_same() -> None:
    assert told(seconds=601, step=1) == told(seconds=601, step=5)


def test_story__every_event__is_told_when_it_is_due() -> None:
    story = Story(starts=STARTS)
    before = STARTS - 1
    for at in range(STARTS, STARTS + 900 * SECOND, SECOND):
        moments = [due.at for due in story.until(at=at)]
        assert moments == sorted(moments)
        assert all(before < moment <= at for moment in moments)
        before = at


def test_story__ten_hours__keeps_to_its_rates() -> None:
    counts: dict[str, int] = defaultdict(int)
    for due in told(seconds=36_000, step=60):
        counts[due.name] += 1
    assert counts["visit"] == pytest.approx(36_000 / live.SECONDS_BETWEEN_VISITS, rel=0.05)
    assert counts["order"] / counts["visit"] == pytest.approx(live.ORDER_SHARE, rel=0.1)
    assert counts["reading"] == pytest.approx(2 * 36_000 / live.READING_SECONDS, abs=6)


def test_story__orders__are_the_sum_of_their_lines() -> None:
    orders: dict[str, int] = {}
    lines: dict[str, int] = defaultdict(int)
    for due in told(seconds=3600):
        if due.name == "order":
            orders[due.properties["order_id"]] = due.cents or 0
        if due.name == "order_line":
            lines[due.properties["order_id"]] += due.cents or 0
    assert orders
    assert lines == orders


def test_story__after_a_long_sleep__tells_the_last_minutes_alone() -> None:
    story = Story(starts=STARTS)
    woke = STARTS + 5 * 24 * 3600 * SECOND
    happened = story.until(at=woke)
    assert happened
    assert min(due.at for due in happened) >= woke - live.LONGEST_PAUSE_SECONDS * SECOND


def test_event__of_an_order__carries_money_as_the_log_takes_it() -> None:
    order = next(due for due in told(seconds=900) if due.name == "order").to_envelope()
    assert order.currency == json.loads(order.properties)["currency"] == "EUR"
    assert order.value == round(order.value or 0, 2) > 0


class Log:
    """Remembers what was appended; refuses the first batch where told to."""

    def __init__(self, *, refuses_first: bool = False) -> None:
        self.refuses = refuses_first
        self.sources: set[int] = set()
        self.events = 0
        self.got = threading.Event()

    def append(self, *, source: int, envelopes: list[Any], **_: Any) -> "Future[Appended]":
        if self.refuses:
            self.refuses = False
            raise LogUnwritable("The disk is full.")
        self.sources.add(source)
        self.events += len(envelopes)
        self.got.set()
        done: Future[Appended] = Future()
        done.set_result(Appended(accepted=len(envelopes)))
        return done


@pytest.mark.parametrize("refuses_first", [False, True])
def test_moving__until_stopped__appends_even_after_a_refusal(
    monkeypatch: pytest.MonkeyPatch, refuses_first: bool
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.005)
    monkeypatch.setattr(live, "SECONDS_BETWEEN_VISITS", 0.01)
    log = Log(refuses_first=refuses_first)
    sources = {name: number for number, name in enumerate(SOURCES, 1)}
    moving = Moving(company=SimpleNamespace(log=log), sources=sources)  # type: ignore[arg-type]
    moving.start()
    assert log.got.wait(timeout=10)
    moving.stop()
    stopped_at = log.events
    assert log.sources <= set(sources.values())
    assert not any(thread.name == "demo" for thread in threading.enumerate())
    assert log.events == stopped_at
