"""A source that keeps its events for some days, seen from outside: numbers stay, events go."""

import json
import time
from datetime import timedelta

from tenfold.kit import clock

OLD = (clock.now() - timedelta(days=40)).isoformat()


def _ask(server, folder, spec):
    path = folder / "spec.json"
    path.write_text(json.dumps(spec))
    return server.tenfold("metric", "--spec", path, "--format", "json").json


def _events(server):
    return server.tenfold("events", "list", "--format", "json").json


def test_retention__through_a_real_server__keeps_the_numbers_and_removes_the_events(
    server, tmp_path
):
    source = server.add_source()
    events = [{"name": "order", "actor": "anna", "value": 2.5, "time": OLD} for _ in range(4)]
    server.post([*events, {"name": "order", "value": 1}], key=source["write_key"])
    refused = server.tenfold("source", "retain", "Web shop", "--days", "30", check=False)
    assert "--yes" in refused.err
    server.tenfold("source", "retain", "Web shop", "--days", "30", "--yes")
    assert len(_events(server)) == 5

    server.tenfold("jobs", "run", "house.tidy_up")
    until = time.monotonic() + 60
    while len(_events(server)) > 1 and time.monotonic() < until:
        time.sleep(0.2)

    assert len(_events(server)) == 1
    assert _ask(server, tmp_path, {"kind": "sum", "event": "order"})["value"] == 11
    persons = _ask(server, tmp_path, {"kind": "persons", "event": "order"})
    assert "only totals are kept" in persons["lineage"]["notes"][0]
    late = server.post(events, key=source["write_key"])
    assert {verdict["code"] for verdict in late["refused"]} == {"too_old"}
    lines = server.tenfold("doctor", "--format", "json").json
    assert "Upkeep of the log" in {line["what"] for line in lines}
