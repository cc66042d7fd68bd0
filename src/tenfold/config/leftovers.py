"""What a process that was killed left half done in the home: finished, or removed."""

import os
import shutil
from pathlib import Path

from tenfold.config.home import ARRIVING, LEAVING, Home
from tenfold.kit import clock

_OURS = (
    "rows.sqlite3*",
    "rows.postgresql",
    "rows*.pgdump",
    "log.duckdb*",
    "secret.key",
    "tenfold.toml",
)
_HALF_MADE = (".founding-*", ".restoring-*", "backups/.*.part")


def finish_what_was_begun(*, home: Home) -> None:
    """Finish the restore that a killed process began; remove what it left half made.

    The caller holds the lock.
    """
    change_places(home=home)
    take_in_rows(home=home)
    for pattern in _HALF_MADE:
        for left in home.folder.glob(pattern):
            shutil.rmtree(left)


def move_aside(*, home: Home) -> Path | None:
    """Move what belongs to a company into a folder of its own; return which, or None."""
    present = [path for name in _OURS for path in home.folder.glob(name)]
    if not present:
        return None
    aside = home.folder / f"replaced-{clock.now():%Y%m%dT%H%M%S%fZ}"
    aside.mkdir(mode=0o700)
    for path in present:
        path.replace(aside / path.name)
    return aside


def change_places(*, home: Home) -> Path | None:
    """Let a company that was made ready take the place of the present one; return where that went.

    Does nothing where none was made ready. Killed half way, it goes on when it is called again.
    """
    # Each half can be repeated: a name that is still in the folder has not been moved yet.
    aside = None
    leaving, arriving = home.folder / LEAVING, home.folder / ARRIVING
    if leaving.is_dir():
        aside = move_aside(home=home)
        leaving.rename(arriving)
        sync_folder(home.folder)
    if arriving.is_dir():
        for path in arriving.iterdir():
            path.replace(home.folder / path.name)
        arriving.rmdir()
        sync_folder(home.folder)
    return aside


def take_in_rows(*, home: Home) -> None:
    """Bring rows that arrived as a dump into PostgreSQL. Killed half way, it is done again."""
    from tenfold.config.rows import load_rows

    if home.dump.exists():
        load_rows(dump=home.dump)
        mark_rows_elsewhere(home=home)
        home.dump.unlink()
        sync_folder(home.folder)


def mark_rows_elsewhere(*, home: Home) -> None:
    """Say in the home that its rows are in PostgreSQL."""
    home.marker.write_text(
        "The rows of this company are in PostgreSQL; TENFOLD_DATABASE_URL says where.\n",
        encoding="ascii",
    )


def sync_folder(folder: Path) -> None:
    """Return when the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
