"""Which version of Tenfold a home was last opened by."""

from tenfold.config.home import Home
from tenfold.kit.refusal import Refusal


class HomeIsNewer(Refusal):
    """The home was made by a later version."""

    code = "home_is_newer"


def rows_behind() -> bool:
    """Return whether migrations of the rows are missing. Raises `HomeIsNewer`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    unknown = set(executor.loader.applied_migrations) - known
    ours = {app for app, _ in known}
    if any(app in ours for app, _ in unknown):
        raise HomeIsNewer(
            "This company was last opened by a later version of Tenfold.",
            next_step="Install that version again (pip install --upgrade tenfold).",
        )
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_behind(*, home: Home) -> bool:
    """Return whether rows or log of `home` were made by an earlier version."""
    from tenfold.eventlog.duckdb_log import needs_migration

    return rows_behind() or (home.log.exists() and needs_migration(path=home.log))
