"""A company whose rows are in PostgreSQL: founded, looked after, copied and brought back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import new_database
from tests.running import Running

pytestmark = pytest.mark.slow


@pytest.fixture
def company(postgres: str, tmp_path: Path) -> Iterator[Running]:
    """A founded company with its rows in PostgreSQL."""
    running = Running(folder=tmp_path / "home")
    running.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    yield running.found()
    running.stop()


@pytest.fixture(scope="module")
def standing(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """The same, for tests that change nothing of it."""
    running = Running(folder=tmp_path_factory.mktemp("standing") / "home")
    running.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    return running.found()


def sources(running: Running) -> list[str]:
    said = running.tenfold("source", "list", "--format", "json").json
    return [source["name"] for source in said]


def tables(running: Running) -> int:
    with psycopg.connect(running.environment["TENFOLD_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return int(found.fetchone()[0])


def test_company__in_postgres__takes_events_and_answers_a_doctor(company):
    key = company.up().add_source()["write_key"]
    company.post([{"id": "1", "name": "order", "value": 12.5}], key=key)
    findings = company.tenfold("doctor", "--format", "json").json
    said = {finding["what"]: finding for finding in findings}
    assert said["Rows"]["said"].startswith("PostgreSQL")
    assert {finding["state"] for finding in findings} <= {"good", "warning"}
    assert not (company.folder / "rows.sqlite3").exists()
    assert company.stop() == 0


def test_backup__of_rows_in_postgres__brings_them_back_and_keeps_what_was_there(company, tmp_path):
    company.up().add_source("Web shop")
    made = company.tenfold("backup", tmp_path / "copy", "--format", "json").json
    assert "rows.pgdump" in made["files"]
    company.add_source("Till")
    company.stop()
    said = company.tenfold("restore", tmp_path / "copy", "--format", "json").json
    assert sources(company) == ["Web shop"]
    assert Path(said["aside"], "rows-before.pgdump").exists()


def test_restore__into_another_database__is_the_same_company(company, postgres, tmp_path):
    company.add_source("Web shop")
    company.tenfold("backup", tmp_path / "copy")
    other = Running(folder=tmp_path / "other")
    other.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    other.tenfold("restore", tmp_path / "copy")
    assert sources(other) == ["Web shop"]


def test_restore__killed_before_the_rows_were_in__is_finished_by_whoever_comes_next(
    company, tmp_path
):
    company.add_source("Web shop")
    company.tenfold("backup", tmp_path / "copy")
    company.add_source("Till")
    # What a killed restore leaves: everything in its place but the rows, which lie there as a dump.
    shutil.copy(tmp_path / "copy" / "rows.pgdump", company.folder / "rows.pgdump")
    (company.folder / "rows.postgresql").unlink()
    assert sources(company) == ["Web shop"]
    assert not (company.folder / "rows.pgdump").exists()
    assert (company.folder / "rows.postgresql").exists()


def test_founding__that_is_refused__leaves_the_database_empty(postgres, tmp_path):
    running = Running(folder=tmp_path / "home")
    running.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    with pytest.raises(AssertionError, match="zone"):
        running.found(timezone="Mars/Olympus")
    assert tables(running) == 0
    running.found()
    assert tables(running) > 10


def test_founding__in_a_database_that_is_in_use__is_refused(standing, tmp_path):
    second = Running(folder=tmp_path / "second", environment=standing.environment)
    with pytest.raises(AssertionError, match="not empty"):
        second.found()
    assert tables(standing) > 10


@pytest.mark.parametrize("command", [("doctor",), ("source", "list"), ("worker",), ("up",)])
def test_company__whose_rows_are_looked_for_in_the_wrong_place__says_where_they_are(
    standing, founded, tmp_path, command
):
    forgotten = Running(folder=standing.folder)
    said = forgotten.tenfold(*command, check=False)
    assert (said.status, "not set" in said.err) == (1, True)
    shutil.copytree(founded, tmp_path / "in-sqlite")
    elsewhere = Running(folder=tmp_path / "in-sqlite", environment=standing.environment)
    said = elsewhere.tenfold(*command, check=False)
    assert (said.status, "in SQLite" in said.err) == (1, True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://somebody@127.0.0.1/rows", "not the address"),
        ("postgresql://somebody@127.0.0.1", "not the address"),
        ("postgresql://somebody@127.0.0.1:1/rows", "cannot be reached"),
    ],
)
def test_address__that_leads_nowhere__is_refused_in_a_sentence(standing, address, said):
    lost = Running(folder=standing.folder, environment={"TENFOLD_DATABASE_URL": address})
    found = lost.tenfold("source", "list", check=False)
    assert (found.status, said in found.err, "Traceback" in found.err) == (1, True, False)
