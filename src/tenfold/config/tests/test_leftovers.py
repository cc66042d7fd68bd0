"""A restore that is killed half way is finished by whoever comes next; nothing is lost."""

from pathlib import Path

import pytest

from tenfold.config.home import Home
from tenfold.config.leftovers import finish_what_was_begun

NAMES = ("log.duckdb", "rows.sqlite3", "secret.key")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose company is "old", with "new" made ready to come."""
    home = Home(tmp_path / "home")
    for folder, said in ((home.folder, "old"), (home.folder / ".restored", "new")):
        folder.mkdir(parents=True)
        for name in NAMES:
            (folder / name).write_text(said)
    return home


def _contents(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}


@pytest.mark.parametrize("moves", range(7))
def test_restore__killed_after_any_move__is_finished_later(home, monkeypatch, moves):
    done = 0
    replace = Path.replace

    def replace_until_killed(path: Path, target: Path) -> Path:
        nonlocal done
        if done == moves:
            raise Killed
        done += 1
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace_until_killed)
        if moves < 6:
            with pytest.raises(Killed):
                finish_what_was_begun(home=home)
        assert home.exists()
    finish_what_was_begun(home=home)
    assert _contents(home.folder) == dict.fromkeys(NAMES, "new")
    kept: dict[str, str] = {}
    for aside in home.folder.glob("replaced-*"):
        kept |= _contents(aside)
    assert kept == dict.fromkeys(NAMES, "old")
    assert not list(home.folder.glob(".*"))


def test_leftovers__of_killed_processes__are_removed_and_nothing_else(tmp_path):
    home = Home(tmp_path)
    for name in (".founding-ab", ".restoring-7", "backups/.20261124-backup.part", "backups/good"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "rows.sqlite3").write_text("x")
    (tmp_path / "notes.txt").write_text("mine")
    finish_what_was_begun(home=home)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"backups/good/rows.sqlite3", "notes.txt"}
