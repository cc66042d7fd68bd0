"""Bringing a home to the version of Tenfold that opens it: a backup first, then rows, then log."""

from collections.abc import Callable
from pathlib import Path

from tenfold.config.backup import copy_cold_home, name_of_backup
from tenfold.config.company import upgrade_needed
from tenfold.config.home import Home
from tenfold.config.versions import is_behind, rows_behind


def migrate_rows() -> None:
    """Bring the tables to this version."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def require_current_rows() -> None:
    """Raise `UpgradeNeeded` where the tables are of an earlier version, `HomeIsNewer` of a later."""
    if rows_behind():
        raise upgrade_needed()


def upgrade(*, home: Home, tell: Callable[[str], None]) -> Path | None:
    """Back up and migrate `home` where it is behind; return the backup, or None.

    The caller holds the lock. The log migrates itself when it is opened afterwards.
    """
    if not is_behind(home=home):
        return None
    backup = copy_cold_home(home=home, to=home.backups / name_of_backup(reason="before-upgrade"))
    tell(f"Backed up to {backup} before the upgrade.")
    migrate_rows()
    return backup
