"""The imports that this process runs. One process owns a company, so there are no others.

An import whose row says that it is running, and that is not here, ended with its process.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock

from tenfold.techniques.interfaces.models import ImportRun, ImportState


@dataclass
class Active:
    """An import of this process: `stopping` is set by whoever wants it to end, `leaves` says how."""

    stopping: Event = field(default_factory=Event)
    leaves: str = "cancelled"
    started: bool = False


_lock = Lock()
_active: dict[int, Active] = {}


def enlist(*, import_id: int) -> bool:
    """Note that this process is going to run an import; False where it is noted already."""
    with _lock:
        if import_id in _active:
            return False
        _active[import_id] = Active()
        return True


def start(*, import_id: int) -> Active | None:
    """Note that the import starts now; None where it was started before."""
    with _lock:
        active = _active.setdefault(import_id, Active())
        if active.started:
            return None
        active.started = True
        return active


def stop(*, import_id: int, leaves: str) -> bool:
    """Ask an import to stop; return whether it is being run, and so will see to its state itself."""
    with _lock:
        active = _active.get(import_id)
        if active is None or not active.started:
            _active.pop(import_id, None)
            return False
        active.leaves = leaves
        active.stopping.set()
        return True


def leave(*, import_id: int) -> None:
    """Note that an import runs no more."""
    with _lock:
        _active.pop(import_id, None)


def is_active(*, import_id: int) -> bool:
    """Return whether this process runs, or is about to run, an import."""
    with _lock:
        return import_id in _active


def mark_interrupted(*, at: datetime) -> int:
    """Note which imports ended with the process that ran them; return how many."""
    running = ImportRun.objects.filter(state=ImportState.RUNNING).values_list("pk", flat=True)
    gone = [pk for pk in running if not is_active(import_id=pk)]
    return ImportRun.objects.filter(pk__in=gone).update(state=ImportState.INTERRUPTED, ended_at=at)


def stop_imports(*, seconds: float = 3.0) -> int:
    """Ask all imports to stop, for the process is going to end; return how many did not in time.

    They are left interrupted and can be continued.
    """
    with _lock:
        for active in _active.values():
            active.leaves = "interrupted"
            active.stopping.set()
    until = time.monotonic() + seconds
    while _active and time.monotonic() < until:
        time.sleep(0.02)
    return len(_active)
