"""Copies of a whole company. `restoring` brings one back.

A backup is a folder: rows, log, settings, secret, and a manifest with the digest of the log. Rows
are copied first, then the facts that wait in the outbox are delivered, then the log is copied: it
holds every fact that the rows speak of. One that the copied rows still call waiting is delivered
again after a restore, and the log counts it once.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tenfold import __version__
from tenfold.config.company import Company
from tenfold.config.home import Home
from tenfold.config.leftovers import sync_folder
from tenfold.config.rows import copy_rows
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

MANIFEST = "backup.json"


class NotABackup(Refusal):
    """The folder is no backup, or not a whole one."""

    code = "not_a_backup"


class BackupExists(Refusal):
    """There is something at the place where the backup should go."""

    code = "backup_exists"


def name_of_backup(*, reason: str = "backup", at: datetime | None = None) -> str:
    """Return a folder name that sorts by time: 20261124T080000Z-backup."""
    return f"{(at or clock.now()):%Y%m%dT%H%M%S%fZ}-{reason}"


def back_up(*, company: Company, to: Path) -> dict[str, Any]:
    """Copy the open company to the new folder `to` while it goes on working.

    Returns the manifest. All or nothing: the folder appears when the copy is whole.
    Raises `BackupExists`, and what the log refuses.
    """
    from tenfold.outbox.pump import deliver_all

    with _new_folder(to) as folder:
        copy_rows(home=company.home, folder=folder)
        deliver_all(log=company.log, at=clock.now())
        company.log.backup(path=folder / "log.duckdb")
        _copy_small_files(home=company.home, folder=folder)
        return _write_manifest(folder=folder)


def copy_cold_home(*, home: Home, to: Path) -> Path:
    """Copy a home whose log nobody has open, file by file. The caller holds the lock."""
    with _new_folder(to) as folder:
        copy_rows(home=home, folder=folder)
        for name in ("log.duckdb", "log.duckdb.wal"):
            if (home.folder / name).exists():
                shutil.copy2(home.folder / name, folder / name)
        _copy_small_files(home=home, folder=folder)
        _write_manifest(folder=folder)
    return to


def read_manifest(*, folder: Path) -> dict[str, Any]:
    """Return what a backup says of itself. Raises `NotABackup`."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        _ = {Path(name).name: said["blake2b"] for name, said in manifest["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotABackup(
            f"{folder} is not a backup of Tenfold.",
            next_step="Name a folder that tenfold backup made; it holds a file backup.json.",
            field="path",
        ) from error
    return manifest


def prune(*, folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` scheduled backups in `folder`; return what was removed.

    Those that a killed process left half made are removed, too.
    """
    for unfinished in folder.glob(".*-scheduled.part"):
        shutil.rmtree(unfinished)
    made = sorted(path for path in folder.glob("*-scheduled") if (path / MANIFEST).exists())
    old = made[: max(0, len(made) - keep)]
    for path in old:
        shutil.rmtree(path)
    return old


@contextmanager
def _new_folder(to: Path) -> Iterator[Path]:
    if to.exists():
        raise BackupExists(
            f"{to} exists already.", next_step="Name a folder that does not exist.", field="path"
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    growing = to.with_name(f".{to.name}.part")
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(mode=0o700)
    try:
        yield growing
        sync_files(growing)
        growing.rename(to)
        sync_folder(to.parent)
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _copy_small_files(*, home: Home, folder: Path) -> None:
    for path in (home.secret, home.settings):
        if path.exists():
            shutil.copy2(path, folder / path.name)


def _write_manifest(*, folder: Path) -> dict[str, Any]:
    manifest = {
        "tenfold": __version__,
        "made_at": clock.now().isoformat(),
        "files": {
            path.name: {"bytes": path.stat().st_size, "blake2b": fingerprint(path)}
            for path in sorted(folder.iterdir())
        },
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return manifest


def fingerprint(path: Path) -> str:
    """Return the BLAKE2b digest of a file, in hexadecimal."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def sync_files(folder: Path) -> None:
    """Return when every file in `folder`, and the folder itself, is on the disk."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
