"""A backup holds everything, and a restore brings everything back."""

import json
import time
from pathlib import Path

import pytest

from tests.running import Running


def _digest(running: Running) -> str:
    findings = running.tenfold("doctor", "--deep", "--format", "json").json
    return next(f["said"] for f in findings if f["what"] == "Digest of the log")


def _send(running: Running, key: str, ids: range) -> None:
    running.post([{"id": str(i), "name": "visit", "actor": f"v{i}"} for i in ids], key=key)


def test_backup__while_the_server_runs__restores_to_an_equal_log(server, tmp_path):
    key = server.add_source()["write_key"]
    _send(server, key, range(500))
    made = server.tenfold("backup", tmp_path / "copy", "--format", "json").json
    digest = _digest(server)
    other = Running(folder=tmp_path / "other")
    other.tenfold("restore", made["path"])
    assert _digest(other) == digest
    sources = other.tenfold("source", "list", "--format", "json").json
    assert [source["name"] for source in sources] == ["Web shop"]


def test_restore__over_a_company__moves_it_aside(server, tmp_path):
    key = server.add_source()["write_key"]
    _send(server, key, range(10))
    server.tenfold("backup", tmp_path / "copy")
    _send(server, key, range(10, 30))
    server.stop()
    said = server.tenfold("restore", tmp_path / "copy", "--format", "json").json
    assert Path(said["aside"], "log.duckdb").exists()
    assert server.tenfold("metric", "events", "--format", "json").json["value"] == 10


def test_restore__of_a_backup_older_than_an_erasure__does_not_bring_the_person_back(
    server, tmp_path
):
    key = server.add_source()["write_key"]
    _send(server, key, range(10))
    server.tenfold("backup", tmp_path / "copy")
    server.tenfold("erase", "v3", "--yes")
    server.stop()
    server.tenfold("restore", tmp_path / "copy")
    left = server.tenfold("events", "list", "--format", "json", "--limit", "100").json
    assert {event["actor"] for event in left} == {f"v{i}" for i in range(10) if i != 3}


def test_restore__while_the_server_runs__refuses(server, tmp_path):
    server.tenfold("backup", tmp_path / "copy")
    said = server.tenfold("restore", tmp_path / "copy", check=False)
    assert said.status == 1
    assert "is running" in said.err


def test_restore__of_a_damaged_backup__refuses_and_changes_nothing(company, tmp_path):
    company.tenfold("backup", tmp_path / "copy")
    log = tmp_path / "copy" / "log.duckdb"
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 0xFF
    log.write_bytes(content)
    said = company.tenfold("restore", tmp_path / "copy", check=False)
    assert said.status == 1
    assert "damaged" in said.err
    assert company.tenfold("doctor", "--format", "json").status == 0


def test_restore__of_something_else__refuses(company, tmp_path):
    said = company.tenfold("restore", tmp_path, check=False)
    assert said.status == 1
    assert "not a backup" in said.err


def test_backup__on_a_schedule__takes_one_by_itself_and_prunes(company, tmp_path):
    (company.folder / "tenfold.toml").write_text(
        f'[backup]\nevery_hours = 24\nkeep = 2\nfolder = "{tmp_path}/backups"\n'
    )
    for day in ("20200101", "20200102", "20200103"):
        old = tmp_path / "backups" / f"{day}T000000000000Z-scheduled"
        old.mkdir(parents=True)
        (old / "backup.json").write_text("{}")
    company.up()
    _wait_for(lambda: len(list((tmp_path / "backups").iterdir())) == 2)
    newest = max((tmp_path / "backups").iterdir())
    assert "log.duckdb" in json.loads((newest / "backup.json").read_text())["files"]


def _wait_for(condition) -> None:
    until = time.monotonic() + 20
    while not condition():
        if time.monotonic() > until:
            pytest.fail("it did not happen within 20 seconds")
        time.sleep(0.1)
