"""What `tenfold doctor` looks at."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tenfold.config.control import connect
from tenfold.config.faults import name_fault
from tenfold.config.home import Home, read_settings
from tenfold.config.options import read_options
from tenfold.kit import clock

if TYPE_CHECKING:
    from tenfold.eventlog.store import EventLog

LOW_DISK_BYTES = 1_000_000_000


_UPKEEP = {
    None: "nothing under way",
    "rolling": "is turning old events into totals",
    "ordering": "is putting old events in order",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what to do where it is not good."""

    what: str
    state: Literal["good", "warning", "bad"]
    said: str
    do: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as plain JSON values."""
        return asdict(self)


def examine_outside(*, home: Home) -> Iterator[Finding]:
    """Look at what can be seen without opening the company."""
    from tenfold import __version__

    home.require()
    yield Finding("Version", "good", f"Tenfold {__version__}")
    yield _server(home)
    yield _privacy(home)
    yield _disk(home)
    yield _public_address(home)
    yield _last_backup(home)


def examine_inside(*, log: "EventLog", deep: bool) -> Iterator[Finding]:
    """Look at rows and log. Called where the company is open. `deep` reads every event."""
    yield _rows()
    yield _log(log)
    yield _upkeep(log)
    yield _outbox()
    yield _jobs()
    if deep:
        yield Finding("Digest of the log", "good", log.digest())


def inability(*, error: Exception) -> Finding:
    """Return why rows and log could not be looked at. Raises `error` where it is a bug."""
    refusal = name_fault(error)
    if refusal is None:
        raise error
    return Finding("Company", "bad", refusal.sentence, refusal.next_step)


def _server(home: Home) -> Finding:
    connection = connect(home=home)
    if connection is None:
        return Finding("Server", "warning", "is not running", "Start it with: tenfold up")
    connection.close()
    return Finding("Server", "good", "is running")


def _privacy(home: Home) -> Finding:
    if home.secret.exists() and stat.S_IMODE(home.secret.stat().st_mode) & 0o077:
        return Finding("Secret key", "bad", "others can read it", f"Run: chmod 600 {home.secret}")
    return Finding("Secret key", "good", "only you can read it")


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.folder).free
    said = f"{free / 1e9:,.1f} GB free"
    if free < LOW_DISK_BYTES:
        return Finding("Disk", "bad", said, "Make room: events are refused when it is full.")
    return Finding("Disk", "good", said)


def _public_address(home: Home) -> Finding:
    address = read_options(said=read_settings(home=home)).public_url
    if not address:
        return Finding("Public address", "good", "none: reachable from this machine only")
    if not address.startswith("https://"):
        return Finding(
            "Public address",
            "bad",
            f"{address} is not encrypted",
            "Put an https proxy in front; docs/how-to/go-online.md shows how.",
        )
    return Finding("Public address", "good", address)


def _last_backup(home: Home) -> Finding:
    said = read_options(said=read_settings(home=home)).backup
    folder = Path(said.folder or home.backups).expanduser()
    made = sorted(
        path.name for path in folder.glob("[0-9]*T[0-9]*Z-*") if (path / "backup.json").exists()
    )
    if not made:
        return Finding("Backup", "warning", "there is none yet", "Take one with: tenfold backup")
    last = folder / made[-1]
    if said.every_hours and _is_old(made[-1], hours=2 * said.every_hours):
        return Finding(
            "Backup",
            "warning",
            f"the last one is {last}, older than it should be",
            "Is the server up, and is there room? Take one with: tenfold backup",
        )
    return Finding("Backup", "good", f"the last one is {last}")


def _is_old(name: str, *, hours: int) -> bool:
    made_at = datetime.strptime(name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return clock.now() - made_at > timedelta(hours=hours)


def _rows() -> Finding:
    from django.db import connection

    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT version()")
            return Finding("Rows", "good", str(cursor.fetchone()[0]).split(" on ")[0])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        said = str(cursor.fetchone()[0])
    if said != "ok":
        return Finding("Rows", "bad", said, "Bring back a backup with: tenfold restore PATH")
    return Finding("Rows", "good", "are sound")


def _log(log: "EventLog") -> Finding:
    status = log.status()
    if status.problem:
        return Finding("Event log", "bad", status.problem, "Make room or rights, then look again.")
    return Finding(
        "Event log", "good", f"{status.events:,} events, {status.bytes_on_disk / 1e6:,.1f} MB"
    )


def _upkeep(log: "EventLog") -> Finding:
    upkeep = log.status().upkeep
    if upkeep.problem:
        return Finding(
            "Upkeep of the log",
            "warning",
            f"the last attempt failed: {upkeep.problem}",
            "Nothing is lost. It tries again by itself.",
        )
    if upkeep.unordered is None:
        return Finding("Upkeep of the log", "good", "has not looked yet")
    said = [_UPKEEP[upkeep.doing]]
    if upkeep.unrolled:
        said.append(f"{upkeep.unrolled:,} old events are still to become totals")
    said.append(
        f"{upkeep.unordered:,} events of closed days are not in order yet"
        if upkeep.unordered
        else "all closed days are in order"
    )
    return Finding("Upkeep of the log", "good", "; ".join(said))


def _outbox() -> Finding:
    from tenfold.outbox.pump import count_waiting

    waiting = count_waiting()
    if waiting > 100:
        return Finding(
            "Outbox", "warning", f"{waiting} facts wait for the log", "Is the log writable?"
        )
    return Finding("Outbox", "good", "nothing waits" if not waiting else f"{waiting} on the way")


def _jobs() -> Finding:
    from tenfold.jobs.queries import get_overview

    overview = get_overview(at=clock.now())
    failing = [each.title for each in overview.schedules if each.health == "failing"]
    if failing:
        return Finding("Jobs", "bad", f"failing: {', '.join(failing)}", "Look at the page Jobs.")
    if overview.count_failed:
        said = f"{overview.count_failed} failed every time that they were tried"
        return Finding("Jobs", "warning", said, "Look at the page Jobs, or: tenfold jobs list")
    return Finding("Jobs", "good", f"{overview.count_waiting} waiting, none failed")
