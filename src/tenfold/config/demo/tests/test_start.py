"""`tenfold demo`: makes the company where it is missing or of another day, then becomes its server."""

from pathlib import Path

import pytest

from tenfold.config.demo import start
from tenfold.config.home import current_home
from tenfold.config.lock import CompanyBusy, HomeLock


class Became(Exception):  # noqa: N818  no error: what a process turns into
    """What the process would have become."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the demo's own; making the company writes its rows and nothing else."""
    folder = tmp_path / "demo"
    monkeypatch.setenv("TENFOLD_DEMO_HOME", str(folder))
    monkeypatch.setenv("TENFOLD_HOME", str(tmp_path / "company"))

    def found(**_: object) -> None:
        start.demo_home().rows.write_text("rows")

    def become(_: str, words: list[str]) -> None:
        raise Became(*words[1:])

    monkeypatch.setattr("tenfold.config.init.found", found)
    monkeypatch.setattr("os.execv", become)
    return folder


def run(*, fresh: bool = False) -> list[str]:
    said: list[str] = []
    with pytest.raises(Became) as became:
        start.start_demo(port=8123, fresh=fresh, tell=said.append)
    assert became.value.args == ("-m", "tenfold.config.serve_demo", "8123", "text")
    return said


def test_demo__first_time__makes_the_company_in_its_own_home_and_serves_it(home: Path) -> None:
    assert run() != []
    assert (home / "rows.sqlite3").exists()
    assert current_home().folder == home


def test_demo__again_on_the_same_day__serves_what_is_there(home: Path) -> None:
    run()
    assert run() == []


def test_demo__on_another_day__is_made_anew(home: Path) -> None:
    run()
    (home / "demo-made-on").write_text("2020-01-01")
    (home / "log.duckdb.wal").write_text("old")
    assert run() != []
    assert not (home / "log.duckdb.wal").exists()


def test_demo__asked_to_be_fresh__is_made_anew_and_leaves_what_is_not_its_own(home: Path) -> None:
    run()
    (home / "notes.txt").write_text("mine")
    (home / "secret.key").write_text("old")
    assert run(fresh=True) != []
    assert (home / "notes.txt").read_text() == "mine"
    assert not (home / "secret.key").exists()


def test_demo__while_it_runs_already__refuses(home: Path) -> None:
    run()
    with HomeLock(home=start.demo_home()) as lock:
        lock.take()
        with pytest.raises(CompanyBusy):
            start.start_demo(port=8123, fresh=True, tell=lambda _: None)
    assert (home / "rows.sqlite3").exists()
