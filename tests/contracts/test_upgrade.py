"""A home that an earlier commit made becomes one of today, after a backup, with nothing lost.

The home in fixtures/ was made by the commit before the second migration: a company, a source, and
the 107 orders of the tutorial. Never make it anew; add another beside it.
"""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Running

FIXTURE = Path(__file__).parent / "fixtures" / "home-of-the-first-commit.tar.gz"


@pytest.fixture
def old(tmp_path) -> Running:
    with tarfile.open(FIXTURE) as archive:
        archive.extractall(tmp_path, filter="data")
    running = Running(folder=tmp_path / "home")
    yield running
    running.stop()


def _migrations(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "rows.sqlite3")) as rows:
        return {
            f"{app}.{name}" for app, name in rows.execute("SELECT app, name FROM django_migrations")
        }


def _define_as_then(folder: Path) -> None:
    """What somebody of that time had defined, three times."""
    columns = "name, title, asks, spec, better, version, defined_at"
    values = ("sold", "Sold", "", '{"kind": "sum"}', "up", 3, "2026-11-24 12:00:00")
    with closing(sqlite3.connect(folder / "rows.sqlite3")) as rows:
        rows.execute(
            f"INSERT INTO metrics_metricdefinition ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        rows.commit()


def test_up__on_an_earlier_home__backs_up_migrates_and_answers_as_before(old):
    old.up()
    assert old.tenfold("metric", "events", "--format", "json").json["value"] == 107
    assert "metrics.0002_one_metric_a_place" in _migrations(old.folder)
    (backup,) = (old.folder / "backups").glob("*-before-upgrade")
    assert "metrics.0002_one_metric_a_place" not in _migrations(backup)
    assert set(json.loads((backup / "backup.json").read_text())["files"]) >= {
        "log.duckdb",
        "rows.sqlite3",
    }


def test_up__on_a_home_with_a_metric__keeps_its_definition_as_the_version_that_it_was(old):
    _define_as_then(old.folder)
    old.up()
    (kept,) = old.tenfold("metrics", "versions", "sold", "--format", "json").json
    assert (kept["version"], kept["spec"]) == (3, {"kind": "sum"})
    said = old.tenfold("metric", "sold", "--version", "3", "--format", "json").json
    assert said["lineage"]["metrics"] == [{"name": "sold", "version": 3}]


def test_up__a_second_time__upgrades_nothing_more(old):
    old.up().stop()
    old.up()
    assert len(list((old.folder / "backups").glob("*-before-upgrade"))) == 1


def test_command__on_an_earlier_home__says_to_start_it_once(old):
    said = old.tenfold("events", "list", check=False)
    assert said.status == 1
    assert "tenfold up" in said.err


def test_up__on_a_later_home__refuses_and_leaves_it(old):
    with closing(sqlite3.connect(old.folder / "rows.sqlite3")) as rows:
        later = ("people", "0099_later", "2027-01-01")
        rows.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", later)
        rows.commit()
    said = old.tenfold("up", "--port", "0", check=False)
    assert said.status == 1
    assert "later version" in said.err
    assert not (old.folder / "backups").exists()


def test_backup_before_the_upgrade__restored__is_the_old_company(old, tmp_path):
    old.up().stop()
    (backup,) = (old.folder / "backups").glob("*-before-upgrade")
    other = Running(folder=tmp_path / "other")
    other.tenfold("restore", backup)
    other.up()
    assert other.tenfold("metric", "events", "--format", "json").json["value"] == 107
    other.stop()
