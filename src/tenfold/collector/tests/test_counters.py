"""What the collector remembers for the pages."""

import subprocess
import sys

from tenfold.collector.steps import STEPS


def test_counters__after_some_requests__say_what_became_of_each(door):
    door.post([{"name": "a", "id": "1"}, {"name": "b"}, {"name": 3}, {"nom": "x"}])
    door.post({"name": "a", "id": "1"})
    door.post(b"[")
    door.post({"name": "a"}, authorization="Bearer tfw_wrong")
    snapshot = door.collector.counters.snapshot()
    seven = snapshot.sources[7]
    assert (seven.requests, seven.accepted, seven.duplicates) == (3, 2, 1)
    assert seven.refused == {"name_invalid": 1, "unknown_field": 1}
    assert seven.turned_away == {"json_malformed": 1}
    assert seven.last_seen_at is not None
    assert snapshot.strangers == {"write_key_unknown": 1}


def test_counters__time_every_step_by_its_name(door):
    door.post({"name": "a"})
    steps = door.collector.counters.snapshot().steps
    assert [step.name for step in steps] == [step.name for step in STEPS]
    assert all(step.runs == 1 and step.seconds == step.longest > 0 for step in steps)


def test_a_specimen__of_a_refused_event__shows_its_shape_and_nothing_of_what_it_said(door):
    secret = {"email": "ingrid@example.com", "age": 42, "tags": ["rich"], "new": True}
    door.post({"name": "signed up", "time": "someday", "actor": "ingrid", "properties": secret})
    (seen,) = door.collector.counters.snapshot().sources[7].specimens
    assert seen.code == "time_invalid"
    assert '"email":"text of 18"' in seen.shape
    for said in ("ingrid", "42", "rich", "someday", "signed"):
        assert said not in seen.shape


def test_specimens__of_a_flood_of_bad_events__stay_few_and_short(door):
    for _ in range(4):
        door.post([{"name": 1, "properties": {f"key {n}" * 10: "x" for n in range(50)}}] * 50)
    specimens = door.collector.counters.snapshot().sources[7].specimens
    assert len(specimens) == 5
    assert all(len(seen.shape) <= 500 for seen in specimens)


def test_the_collector__when_imported__brings_no_django():
    script = "import sys, tenfold.collector.app; sys.exit('django' in sys.modules)"
    environment = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], check=False, env=environment)
    assert done.returncode == 0
