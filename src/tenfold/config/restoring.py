"""Bringing a backup back, whole or not at all.

What the home will hold is made ready in a folder beside it. Renaming that folder decides: before,
nothing has changed; after, whoever opens the home next finishes it (`leftovers`).
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenfold.config.backup import MANIFEST, fingerprint, read_manifest, sync_files
from tenfold.config.database import require_place
from tenfold.config.home import LEAVING, Home
from tenfold.config.leftovers import change_places, finish_what_was_begun, take_in_rows
from tenfold.config.rows import dump_rows
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal


class BackupDamaged(Refusal):
    """What the backup holds is not what was put into it."""

    code = "backup_damaged"


@dataclass(frozen=True)
class Restored:
    """Where the company went that was here before; what the restored one could not be told."""

    aside: Path | None
    warning: str = ""


def restore(*, home: Home, folder: Path) -> Restored:
    """Make `home` what the backup in `folder` holds.

    The caller holds the lock. What is there now is moved aside, not deleted. Persons who were
    erased since the backup was made are erased again; where the present log is too damaged to say
    who they are, the answer warns. Raises `NotABackup`, `BackupDamaged`.
    """
    finish_what_was_begun(home=home)
    manifest = read_manifest(folder=folder)
    _keep_present_rows(home=home, manifest=manifest)
    staging = Home(home.folder / f".restoring-{os.getpid()}")
    staging.folder.mkdir(mode=0o700)
    try:
        for name in (*manifest["files"], MANIFEST):
            if (folder / name).exists():
                shutil.copy2(folder / name, staging.folder / Path(name).name)
        _check(folder=staging.folder, manifest=manifest)
        warning = _forget_the_erased(present=home, restored=staging)
        sync_files(staging.folder)
        staging.folder.rename(home.folder / LEAVING)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
    aside = change_places(home=home)
    take_in_rows(home=home)
    return Restored(aside=aside, warning=warning)


def _keep_present_rows(*, home: Home, manifest: dict[str, Any]) -> None:
    """Dump rows that are in PostgreSQL now, so that they can be moved aside like a file."""
    arriving = home.dump.name in manifest["files"]
    require_place(in_postgres=arriving)
    if arriving and home.marker.exists():
        dump_rows(to=home.folder / "rows-before.pgdump")


def _check(*, folder: Path, manifest: dict[str, Any]) -> None:
    for name, expected in manifest["files"].items():
        path = folder / Path(name).name
        if not path.exists() or fingerprint(path) != expected["blake2b"]:
            raise BackupDamaged(
                f"{name} in the backup is missing or damaged.",
                next_step="Take another backup; this one cannot be trusted.",
                field="path",
            )


def _forget_the_erased(*, present: Home, restored: Home) -> str:
    """Erase again whom the present log has erased; return what is to be said about it."""
    from tenfold.eventlog.duckdb_log import open_log
    from tenfold.eventlog.refusals import LogDamaged, LogTooNew

    key = restored.secret.read_bytes().strip()
    other_company = present.secret.exists() and present.secret.read_bytes().strip() != key
    if not present.log.exists() or other_company:
        return ""
    try:
        with closing(open_log(path=present.log, erasure_key=key)) as now:
            tombstones = now.tombstones()
    except (LogDamaged, LogTooNew):
        return (
            "The log that was here could not be read, so nobody knows who was erased since this "
            "backup was made: erase them again with tenfold erase."
        )
    with closing(open_log(path=restored.log, erasure_key=key)) as then:
        then.bury(tombstones=tombstones, at=clock.now())
    return ""
