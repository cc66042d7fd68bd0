"""Backups that take themselves: where to, how many stay, and what a doctor says of them."""

from datetime import UTC, datetime, timedelta

import pytest

from tenfold.config import backup_plan
from tenfold.config.backup import name_of_backup
from tenfold.config.doctor import examine_outside
from tenfold.config.home import Home
from tenfold.kit import clock
from tests.running import Running

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    (tmp_path / "rows.sqlite3").touch()
    (tmp_path / "secret.key").write_text("x")
    return Home(tmp_path)


def _made(home: Home, at: datetime, reason: str = "scheduled") -> None:
    folder = home.backups / name_of_backup(reason=reason, at=at)
    folder.mkdir(parents=True)
    (folder / "backup.json").write_text("{}")


@pytest.fixture
def backing_up(home, monkeypatch):
    """Copies are folders, and nothing else."""
    monkeypatch.setenv("TENFOLD_HOME", str(home.folder))
    monkeypatch.setattr("tenfold.eventlog.current.get_log", lambda: None)
    monkeypatch.setattr(
        backup_plan, "back_up", lambda company, to: _made(company.home, NOON, to.name[-9:])
    )


def test_backup__taken__is_named_for_its_instant_and_leaves_as_many_as_are_kept(home, backing_up):
    home.settings.write_text("[backup]\nkeep = 3")
    for days in range(1, 6):
        _made(home, NOON - timedelta(days=days))
    _made(home, NOON - timedelta(days=9), reason="backup")
    backup_plan.take_backup(at=NOON)
    kept = sorted(path.name for path in home.backups.iterdir())
    assert kept == [
        name_of_backup(reason="backup", at=NOON - timedelta(days=9)),
        *(name_of_backup(reason="scheduled", at=NOON - timedelta(days=days)) for days in (2, 1, 0)),
    ]


@pytest.mark.parametrize(("hours", "due"), [(24, True), (0, False)])
def test_backup__every_so_many_hours__is_a_schedule_unless_that_is_never(tmp_path, hours, due):
    home = Running(folder=tmp_path / "home").found()
    (home.folder / "tenfold.toml").write_text(f"[backup]\nevery_hours = {hours}")
    names = [
        each["name"] for each in home.tenfold("jobs", "list", "--format", "json").json["schedules"]
    ]
    assert ("house.back_up" in names) is due


@pytest.mark.parametrize(("hours", "state"), [(None, "warning"), (47, "good"), (49, "warning")])
def test_doctor__of_the_last_backup__warns_where_there_is_none_or_an_old_one(home, hours, state):
    if hours is not None:
        _made(home, NOON - timedelta(hours=hours))
    [finding] = [each for each in examine_outside(home=home) if each.what == "Backup"]
    assert finding.state == state


def test_doctor__of_a_secret_that_others_can_read__is_alarmed(home):
    home.secret.chmod(0o644)
    [finding] = [each for each in examine_outside(home=home) if each.what == "Secret key"]
    assert finding.state == "bad"
    assert str(home.secret) in finding.do
