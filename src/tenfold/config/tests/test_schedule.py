"""Backups that take themselves: when, how many stay, and what happens when one fails."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from tenfold.config import schedule
from tenfold.config.backup import name_of_backup
from tenfold.config.company import Company
from tenfold.config.doctor import examine_outside
from tenfold.config.home import Home
from tenfold.config.schedule import ScheduledBackup
from tenfold.kit import clock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    (tmp_path / "rows.sqlite3").touch()
    (tmp_path / "secret.key").write_text("x")
    return Home(tmp_path)


@pytest.fixture
def taken(monkeypatch) -> list[str]:
    """The names of backups that would have been taken."""
    names: list[str] = []
    monkeypatch.setattr(schedule, "back_up", lambda company, to: names.append(to.name))
    return names


def _made(home: Home, at: datetime, reason: str = "scheduled") -> None:
    folder = home.backups / name_of_backup(reason=reason, at=at)
    folder.mkdir(parents=True)
    (folder / "backup.json").write_text("{}")


def _beat(home: Home) -> None:
    scheduled = ScheduledBackup(company=Company(home=home, log=None))
    scheduled()
    for thread in (scheduled._running,):
        if thread is not None:
            thread.join()


@pytest.mark.parametrize(
    ("hours_ago", "due"),
    [
        ((), True),
        ((23,), False),
        ((25,), True),
        ((25, 1), False),
        ((-48,), True),
        ((-48, 1), False),
    ],
)
def test_backup__is_due__when_the_last_one_that_can_be_true_is_a_day_old(
    home, taken, hours_ago, due
):
    for hours in hours_ago:
        _made(home, NOON - timedelta(hours=hours))
    _beat(home)
    assert bool(taken) is due


def test_backup__by_hand__does_not_count_as_a_scheduled_one(home, taken):
    _made(home, NOON - timedelta(hours=1), reason="backup")
    _beat(home)
    assert taken


def test_backup__switched_off__is_never_taken(home, taken):
    home.settings.write_text("[backup]\nevery_hours = 0")
    _beat(home)
    assert taken == []


def test_backup__that_fails__is_logged_in_a_sentence(home, monkeypatch, caplog):
    def no_room(company, to):
        raise OSError(28, "No space left on device", str(to))

    monkeypatch.setattr(schedule, "back_up", no_room)
    with caplog.at_level(logging.WARNING):
        _beat(home)
    assert "The disk is full" in caplog.text
    assert "Traceback" not in caplog.text


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
