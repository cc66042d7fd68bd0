"""Opening a company in this process: its rows, its log, and what connects the two."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenfold.config.home import Home, read_secret, read_settings
from tenfold.config.lock import WAIT_SECONDS, HomeLock
from tenfold.config.options import read_options
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

if TYPE_CHECKING:
    from tenfold.eventlog.store import EventLog


class UpgradeNeeded(Refusal):
    """The home was made by an earlier version."""

    code = "upgrade_needed"


@dataclass(frozen=True)
class Company:
    """A company that is open in this process."""

    home: Home
    log: "EventLog"


def set_up_django(*, home: Home) -> None:
    """Read the settings of `home` and load the models. Once a process; idempotent."""
    os.environ["TENFOLD_HOME"] = str(home.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.config.settings")
    import django

    django.setup()
    _say_what_sources_are_called()


def _say_what_sources_are_called() -> None:
    """Metrics filter by a source's name without knowing the technique that keeps it."""
    from tenfold.metrics.sources import install_sources
    from tenfold.metrics.sql.fields import SourceName
    from tenfold.techniques.interfaces.queries.sources import list_source_kinds

    install_sources(
        lambda: (SourceName(number, name, kind) for number, name, kind in list_source_kinds())
    )


def open_event_log(*, home: Home) -> "EventLog":
    """Open the log of `home` and make it this process's log. The caller holds the lock."""
    from tenfold.eventlog.current import set_log
    from tenfold.eventlog.duckdb_log import open_log

    options = read_options(said=read_settings(home=home))
    log = open_log(
        path=home.log,
        erasure_key=read_secret(home=home).encode(),
        memory_mb=options.log_memory_mb,
    )
    set_log(log)
    return log


@contextmanager
def open_company(*, home: Home, lock: HomeLock | None = None) -> Iterator[Company]:
    """Open the company; on leaving, deliver what the outbox holds and close everything.

    Takes the lock of the home unless the caller brings one. Raises `NoCompanyHere`, `CompanyBusy`,
    `UpgradeNeeded`, and what the log refuses.
    """
    from tenfold.config.leftovers import finish_what_was_begun

    home.require()
    held = lock or HomeLock(home=home)
    if lock is None:
        held.take(wait_seconds=WAIT_SECONDS)
    try:
        finish_what_was_begun(home=home)
        set_up_django(home=home)
        _require_current_version(home=home)
        with opened_log(home=home) as company:
            yield company
    finally:
        if lock is None:
            held.release()


@contextmanager
def opened_log(*, home: Home) -> Iterator[Company]:
    """Open the log beside rows that are ready; on leaving, close both.

    What the outbox holds is delivered at both ends: what a process that was killed left there must
    be seen by whoever looks next, and what is done now must not wait for the next process. Imports
    that ended with their process are noted as interrupted; those of this one are stopped.
    """
    from django.db import connections

    from tenfold.eventlog.current import set_log
    from tenfold.outbox.pump import deliver
    from tenfold.techniques.interfaces.actions.active_imports import (
        mark_interrupted,
        stop_imports,
    )

    log = open_event_log(home=home)
    try:
        mark_interrupted(at=clock.now())
        deliver(log=log, at=clock.now())
        yield Company(home=home, log=log)
        deliver(log=log, at=clock.now())
    finally:
        stop_imports()
        set_log(None)
        log.close()
        connections.close_all()


def _require_current_version(*, home: Home) -> None:
    from tenfold.config.versions import is_behind

    if is_behind(home=home):
        raise upgrade_needed()


def upgrade_needed() -> UpgradeNeeded:
    """Return the refusal to open what an earlier version made."""
    return UpgradeNeeded(
        "This company was made by an earlier version of Tenfold.",
        next_step="Start it once with: tenfold up. It takes a backup and then upgrades.",
    )
