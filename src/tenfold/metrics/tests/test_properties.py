"""By which properties a metric can be broken down."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tenfold.eventlog.current import set_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.properties import Remembered, list_properties

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def happened(log: EventLog) -> Any:
    """Two orders and a visit."""
    said = [
        ("order", {"country": "Norway", "boxes": 2}),
        ("order", {"country": "Denmark"}),
        ("visit", {"page": "/"}),
    ]
    envelopes = [
        Envelope(
            event_id=ids.new_id().bytes,
            at=clock.to_micros(at=AT),
            name=name,
            properties=json.dumps(properties),
        )
        for name, properties in said
    ]
    log.append(source=1, envelopes=envelopes, received_at=AT).result()
    set_log(log)
    yield
    set_log(None)


def names(spec: dict[str, Any]) -> list[str]:
    return [one.name for one in list_properties(definition=from_spec(spec))]


def test_properties__of_one_event__begin_with_what_most_of_them_carry() -> None:
    assert names({"kind": "count", "event": "order"}) == ["country", "boxes"]


def test_properties__of_every_event__are_all() -> None:
    assert set(names({"kind": "count"})) == {"country", "boxes", "page"}


def test_properties__of_a_ratio__are_those_of_both_sides() -> None:
    of, per = ({"kind": "count", "event": name} for name in ("order", "visit"))
    assert set(names({"kind": "ratio", "of": of, "per": per})) == {"country", "boxes", "page"}


def test_properties__that_hold_words__are_told_from_numbers() -> None:
    found = list_properties(definition=from_spec({"kind": "count", "event": "order"}))
    assert {one.name: one.in_words for one in found} == {"country": True, "boxes": False}


def test_catalogue__of_a_log_that_changes__is_read_again_after_ten_seconds() -> None:
    now, version = [0.0], [1]
    log: Any = SimpleNamespace(version=lambda: version[0], catalogue=lambda: [version[0]])
    remembered = Remembered(seconds=lambda: now[0])
    assert remembered.get(log) == [1]
    version[0] = 2
    assert remembered.get(log) == [1]
    now[0] = 11.0
    assert remembered.get(log) == [2]
