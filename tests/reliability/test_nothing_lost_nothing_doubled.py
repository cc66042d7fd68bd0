"""The real server, killed and stopped under load: what was acknowledged is there, once."""

import json
import os
import random
import time
from pathlib import Path

import pytest

from tenfold.config.home import Home, read_secret
from tests.reliability.clients import Books, Clients, send_again
from tests.running import Running

KILLS = int(os.environ.get("TENFOLD_KILLS", "20"))
STOPS = int(os.environ.get("TENFOLD_STOPS", "3"))

pytestmark = [pytest.mark.reliability, pytest.mark.slow]


def stored_ids(*, company: Running, source: int) -> list[str]:
    """Return the id of every event of the source, as the log in the closed home has them."""
    from tenfold.eventlog.duckdb_log import open_log

    home = Home(company.folder)
    log = open_log(path=home.log, erasure_key=read_secret(home=home).encode())
    try:
        found = log.read(
            "SELECT CAST(event_id AS VARCHAR) FROM events WHERE source = $source",
            {"source": source},
        )
    finally:
        log.close()
    return [row[0] for row in found]


def wait_for_answers(books: Books, *, more: int, seconds: float = 30) -> None:
    """Wait until so many more events have been acknowledged."""
    enough, until = len(books.acknowledged) + more, time.monotonic() + seconds
    while len(books.acknowledged) < enough:
        assert time.monotonic() < until, "the server takes no events"
        time.sleep(0.005)


def assert_exact(*, company: Running, source: int, books: Books) -> None:
    """Compare the log with the clients' books: exact sets, nothing twice, no batch in part."""
    stored = stored_ids(company=company, source=source)
    assert len(stored) == len(set(stored)), "an event is there twice"
    assert set(stored) == books.acknowledged
    assert books.counted <= len(stored), "an event was said to be new twice"
    assert books.refused == []
    assert books.torn == []


def test_server__killed_under_load_again_and_again__loses_and_doubles_nothing(company):
    source, books, dice = company.up().add_source(), Books(), random.Random(20)
    key = source["write_key"]
    for _ in range(KILLS):
        with Clients(port=company.port, key=key, books=books):
            wait_for_answers(books, more=200)
            time.sleep(dice.random() * 0.3)
            company.kill()
        company.up()
        send_again(port=company.port, key=key, books=books)
    assert company.stop() == 0
    assert_exact(company=company, source=source["id"], books=books)
    print(f"\n{KILLS} kills, {len(books.acknowledged)} acknowledged events, none lost or doubled")


def test_server__told_to_stop_under_load__ends_in_five_seconds_and_loses_nothing(company):
    source, books = company.up().add_source(), Books()
    key = source["write_key"]
    for _ in range(STOPS):
        with Clients(port=company.port, key=key, books=books):
            wait_for_answers(books, more=500)
            began = time.monotonic()
            assert company.stop() == 0
            assert time.monotonic() - began < 5
        company.up()
        send_again(port=company.port, key=key, books=books)
    assert company.stop() == 0
    assert_exact(company=company, source=source["id"], books=books)


@pytest.mark.parametrize("ended_by", ["kill", "stop"])
@pytest.mark.parametrize("timed", [True, False], ids=["with a time", "without a time"])
def test_the_same_id__sent_again_after_a_restart__counts_once(company, ended_by, timed):
    source = company.up().add_source()
    event = {"id": "order-4711", "name": "order", "value": 12.5}
    if timed:
        event["time"] = "2019-05-04T10:00:00+02:00"
    first = company.post(event, key=source["write_key"])
    getattr(company, ended_by)()
    company.up()
    again = company.post([event, event], key=source["write_key"])
    assert (first["accepted"], first["duplicates"]) == (1, 0)
    assert (again["accepted"], again["duplicates"]) == (0, 2)


def test_the_same_id__over_the_door_and_from_a_file__counts_once(company, tmp_path: Path):
    source = company.up().add_source()
    events = [{"id": f"n{n}", "name": "order", "time": 1_700_000_000 + n} for n in range(3)]
    company.post(events[:2], key=source["write_key"])
    lines = tmp_path / "events.jsonl"
    lines.write_text("\n".join(map(json.dumps, events)))
    said = company.tenfold(
        *("import", lines, "--source", source["name"], "--yes", "--format", "json")
    ).json
    assert (said["accepted"], said["duplicates"]) == (1, 2)
