"""Backups, exports, walks and fingerprints."""

import csv
import json
import threading
from datetime import timedelta
from uuid import UUID

import pytest

from tenfold.eventlog.parquet import read_rows
from tenfold.eventlog.refusals import NotParquet, TargetExists


@pytest.fixture
def filled(log, add, make_event, noon):
    base = int(noon.timestamp()) * 1_000_000
    for number in (2, 0, 1):
        add(
            make_event(
                name="order" if number else "visit",
                at=base + number * 1_000_000 + 7,
                actor=f"a{number}",
                value=number + 0.25,
                currency="EUR",
                properties=json.dumps({"n": number, "text": 'a "quoted", thing\n'}),
            )
        )
    add(make_event(name="fact"), source=0)
    log.identify(known="a1", alias="a2", source=1, at=noon)
    return log


def test_backup__opened__is_the_same_log(filled, open_again, tmp_path):
    copy = tmp_path / "copy.duckdb"
    filled.promote(name="n")
    filled.backup(path=copy)
    before = filled.digest(), filled.status().promoted, filled.latest(limit=9)

    restored = open_again(at=copy)

    assert (restored.digest(), restored.status().promoted, restored.latest(limit=9)) == before


def test_backup__while_commits_go_on__is_of_one_instant(open_again, make_event, noon, tmp_path):
    log = open_again()
    stop = threading.Event()
    acknowledged = []

    def write():
        while not stop.is_set():
            pair = [make_event(name="first"), make_event(name="second")]
            log.append(source=1, envelopes=pair, received_at=noon).result(30)
            acknowledged.append(pair)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(acknowledged) < 20:
            pass
        known_before = len(acknowledged)
        log.backup(path=tmp_path / "copy.duckdb")
        known_after = len(acknowledged)
    finally:
        stop.set()
        writer.join()

    copy = open_again(at=tmp_path / "copy.duckdb")
    counts = {entry.name: entry.events for entry in copy.catalogue()}
    assert counts["first"] == counts["second"]
    assert known_before <= counts["first"] <= known_after + 1


def test_backup__onto_a_file__is_refused(filled, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")

    with pytest.raises(TargetExists):
        filled.backup(path=taken)
    assert taken.read_text() == "mine"


def test_digest__same_events_in_another_order__is_equal(open_again, tmp_path, make_event, noon):
    events = [make_event(actor=f"a{i}", value=i / 3) for i in range(50)]
    digests = []
    for number, order in enumerate((events, events[::-1])):
        log = open_again(at=tmp_path / f"{number}.duckdb")
        for event in order:
            log.append(source=1, envelopes=[event], received_at=noon)
        log.checkpoint()
        digests.append(log.digest())
        assert log.digest() == digests[-1]

    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    "change", [{"value": 1.0}, {"actor": "x"}, {"properties": '{"a": 1}'}, {"sent_at": 1}]
)
def test_digest__any_difference__shows(open_again, tmp_path, make_event, noon, change):
    event_id = UUID(int=5).bytes
    digests = []
    for number, given in enumerate(({}, change)):
        log = open_again(at=tmp_path / f"{number}.duckdb")
        event = make_event(event_id=event_id, **given)
        log.append(source=1, envelopes=[event], received_at=noon).result(30)
        digests.append(log.digest())

    assert digests[0] != digests[1]


def test_export__json_lines__are_native_events_oldest_first(filled, tmp_path):
    file = tmp_path / "events.jsonl"

    assert filled.export(path=file, format="jsonl") == 3

    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["actor"] for line in lines] == ["a0", "a1", "a2"]
    assert lines[2]["person"] == "a1"
    assert lines[0]["time"] == "2026-11-02T12:00:00.000007Z"
    assert lines[1]["value"] == 1.25
    assert lines[1]["properties"] == {"n": 1, "text": 'a "quoted", thing\n'}


def test_export__csv__reads_back(filled, tmp_path):
    file = tmp_path / "events.csv"

    assert filled.export(path=file, format="csv", name="order") == 2

    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["actor"] for row in rows] == ["a1", "a2"]
    assert json.loads(rows[0]["properties"])["n"] == 1


def test_export__parquet__reads_back(filled, tmp_path):
    file = tmp_path / "events.parquet"

    assert filled.export(path=file, format="parquet", internal=True) == 4

    columns, batches = read_rows(path=file, batch=2)
    rows = [dict(zip(columns, row, strict=True)) for batch in batches for row in batch]
    assert [row["name"] for row in rows] == ["fact", "visit", "order", "order"]
    assert rows[1]["time"] == "2026-11-02T12:00:00.000007Z"
    assert rows[2]["value"] == 1.25


def test_export__range__is_half_open(filled, tmp_path, noon):
    start = noon + timedelta(seconds=1, microseconds=7)

    count = filled.export(
        path=tmp_path / "x.csv", format="csv", start=start, end=start + timedelta(seconds=1)
    )

    assert count == 1


def test_walk__all_events__come_oldest_first_in_batches(filled):
    batches = list(filled.walk(batch=3))

    assert [len(batch) for batch in batches] == [3, 1]
    events = [event for batch in batches for event in batch]
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].person == "a1"


def test_read_rows__of_something_else__is_refused(tmp_path):
    file = tmp_path / "x.parquet"
    file.write_text("no parquet")

    with pytest.raises(NotParquet):
        read_rows(path=file)
