"""Backups that take themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tenfold.config.backup import back_up, name_of_backup, prune
from tenfold.config.company import Company
from tenfold.config.home import Home, current_home, read_settings
from tenfold.config.options import read_options

NAME_SUFFIX = "scheduled"


@dataclass(frozen=True)
class Plan:
    """How often to back up, where to, and how many to keep. `every` of zero: never."""

    every: timedelta
    folder: Path
    keep: int


def plan_of(*, home: Home) -> Plan:
    """Return what tenfold.toml says under [backup]: daily, seven kept, unless told otherwise."""
    said = read_options(said=read_settings(home=home)).backup
    return Plan(
        every=timedelta(hours=said.every_hours),
        folder=Path(said.folder or home.backups).expanduser(),
        keep=said.keep,
    )


def take_backup(*, at: datetime) -> None:
    """Back up the open company as its plan says, and remove the backups that are too many.

    Raises what `back_up` raises.
    """
    from tenfold.eventlog.current import get_log

    home = current_home()
    plan = plan_of(home=home)
    name = name_of_backup(reason=NAME_SUFFIX, at=at)
    back_up(company=Company(home=home, log=get_log()), to=plan.folder / name)
    prune(folder=plan.folder, keep=plan.keep)
