"""Backups that take themselves."""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tenfold.config.backup import back_up, name_of_backup, prune
from tenfold.config.company import Company
from tenfold.config.faults import name_fault
from tenfold.config.home import read_settings
from tenfold.config.options import read_options
from tenfold.kit import clock

log = logging.getLogger("tenfold.backup")
NAME_SUFFIX = "scheduled"


@dataclass(frozen=True)
class Plan:
    """How often to back up, where to, and how many to keep. `every` of zero: never."""

    every: timedelta
    folder: Path
    keep: int

    @classmethod
    def of(cls, *, company: Company) -> "Plan":
        """Return what tenfold.toml says under [backup]: daily, seven kept, unless told otherwise."""
        said = read_options(said=read_settings(home=company.home)).backup
        return cls(
            every=timedelta(hours=said.every_hours),
            folder=Path(said.folder or company.home.backups).expanduser(),
            keep=said.keep,
        )


class ScheduledBackup:
    """Called often; takes a backup in a thread of its own when the last one is old enough.

    The age of the last backup is read from the folder, so a restart neither forgets nor repeats one.
    """

    def __init__(self, *, company: Company) -> None:
        self._company = company
        self._plan = Plan.of(company=company)
        self._running: threading.Thread | None = None
        self._next_look = 0.0

    def __call__(self) -> None:
        """Start a backup if one is due and none is being taken."""
        if not self._plan.every or (self._running and self._running.is_alive()):
            return
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + 60
        if self._is_due():
            self._running = threading.Thread(target=self._take, name="backup", daemon=True)
            self._running.start()

    def _is_due(self) -> bool:
        # A name from the future was given while the clock was wrong: it says nothing of today.
        now = clock.now()
        names = {path.name[:16] for path in self._plan.folder.glob(f"*-{NAME_SUFFIX}")}
        past = [name for name in names if name <= name_of_backup(at=now)[:16]]
        return max(past, default="") < name_of_backup(at=now - self._plan.every)[:16]

    def _take(self) -> None:
        try:
            name = name_of_backup(reason=NAME_SUFFIX)
            back_up(company=self._company, to=self._plan.folder / name)
            prune(folder=self._plan.folder, keep=self._plan.keep)
        except Exception as error:
            named = name_fault(error)
            if named is None:
                log.exception("the scheduled backup failed; it is tried again in a minute")
            else:
                log.warning(
                    "the scheduled backup failed; it is tried again in a minute: %s", named.sentence
                )
