"""An event is valid or not, whichever door it comes through: over HTTP or from a file."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tenfold.collector.formats.form import Arrival, Parcel
from tenfold.collector.formats.native import understand
from tenfold.collector.limits import Limits
from tenfold.eventlog.checks import MAX_DEPTH, MAX_TEXT
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.rows import make_mapper

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_LEVELS = MAX_DEPTH - 1  # beside the properties object itself


def event(**fields):
    return json.dumps({"id": "1", "name": "order", **fields})


TAKEN = {
    "the least": '{"name": "order"}',
    "the longest name": event(name="n" * MAX_TEXT),
    "nobody": event(actor=""),
    "an actor that is a number": event(actor=7),
    "tomorrow": event(time=(NOW + timedelta(hours=24)).isoformat()),
    "seconds": event(time=1_700_000_000),
    "the first moment": event(time="1900-01-01T00:00:00Z"),
    "nearly 10^12": event(value=999_999_999_999.5),
    "the deepest": event(properties={"a": json.loads("[" * _LEVELS + "]" * _LEVELS)}),
    "the largest number": event(properties={"a": 2**63 - 1}),
    "a currency that is none": event(properties={"currency": "euro"}),
}
REFUSED = {
    "no name": '{"id": "1"}',
    "an empty name": event(name=""),
    "a blank name": event(name=" "),
    "a long name": event(name="n" * (MAX_TEXT + 1)),
    "a line break in the name": event(name="a\nb"),
    "a control character in the actor": event(actor="a\x9f"),
    "a long actor": event(actor="a" * (MAX_TEXT + 1)),
    "a truth as id": event(id=True),
    "beyond tomorrow": event(time=(NOW + timedelta(hours=24, seconds=1)).isoformat()),
    "before 1900": event(time="1899-12-31T23:59:59Z"),
    "no time": event(time="soon"),
    "10^12": event(value=1e12),
    "a text as value": event(value="1"),
    "too deep": event(properties={"a": json.loads("[" * (_LEVELS + 1) + "]" * (_LEVELS + 1))}),
    "beyond 64 bits": event(properties={"a": 2**63}),
    "a NUL": event(properties={"a": ["\0"]}),
    "a NUL in a key": event(properties={"\0": 1}),
    "a list of properties": event(properties=[1]),
    "a strange field": event(colour="red"),
    "a key twice": '{"id": "1", "name": "order", "properties": {"a": 1, "a": 2}}',
    "a key twice, deep inside": '{"name": "order", "properties": {"l": [{"a" : 1, "\\u0061": 2}]}}',
    "64 KiB and more": event(properties={"a": "x" * 65_536}),
}


@pytest.fixture
def over_http():
    """Return whether the collector takes an event."""
    arrival = Arrival.at(source=1, received_at=NOW, limits=Limits())

    def take(line: str) -> bool:
        batch = understand(parcel=Parcel(line.encode(), "application/json"), arrival=arrival)
        return len(batch.envelopes) == 1

    return take


@pytest.fixture
def from_a_file(tmp_path: Path):
    """Return whether an import takes an event."""
    form = FileFormat(kind="jsonl")

    def take(line: str) -> bool:
        path = tmp_path / "events.jsonl"
        path.write_text(f'{line}\n{{"id": "other", "name": "other"}}\n', encoding="utf-8")
        with open_table(path=path, form=form) as table:
            mapper = make_mapper(
                mapping=Mapping.of_native(format=form), table=table, source=1, at=NOW
            )
            (chunk,) = table.chunks(size=10)
            return len(mapper(chunk).envelopes) == 2

    return take


@pytest.mark.parametrize("line", TAKEN.values(), ids=TAKEN.keys())
def test_an_event_within_the_bounds__at_either_door__is_taken(line, over_http, from_a_file):
    assert (over_http(line), from_a_file(line)) == (True, True)


@pytest.mark.parametrize("line", REFUSED.values(), ids=REFUSED.keys())
def test_an_event_beyond_the_bounds__at_either_door__is_refused(line, over_http, from_a_file):
    assert (over_http(line), from_a_file(line)) == (False, False)
