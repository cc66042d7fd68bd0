"""How a room says what is to be done for it, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

Do = TypeVar("Do", bound=Callable[..., object])
MOST_ATTEMPTS = 8


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Something to do again and again, as a room declares it in its `jobs.py` under `SCHEDULES`.

    name       stable, with the room in front (`dashboards.look_at_alerts`): what ran is kept under it
    title      what it does, for people
    every      how long after one run began the next is due; a run that was missed is made up once
    run        called with the keyword `at`, the instant of the run; it may run again where the
               process died in the middle, so it must be safe to repeat
    long       it may take minutes: it runs beside what must not wait
    needs_log  it reads or writes the event log, which only the server has open; what says False may
               run in `tenfold worker`, too
    atomic     its rows and the end of the run are one transaction: exactly once, and short
    """

    name: str
    title: Any
    every: timedelta
    run: Callable[..., object]
    long: bool = False
    needs_log: bool = True
    atomic: bool = False


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something that can be asked for with `enqueue`. See `Schedule` for what it shares with it.

    most_attempts  how often it is tried before it is called failed and waits for a person
    """

    name: str
    title: Any
    run: Callable[..., object]
    long: bool = False
    needs_log: bool = True
    atomic: bool = False
    most_attempts: int = MOST_ATTEMPTS


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    title: Any = "",
    long: bool = False,
    needs_log: bool = True,
    atomic: bool = False,
    most_attempts: int = MOST_ATTEMPTS,
) -> Callable[[Do], Do]:
    """Declare the decorated function of keyword arguments as the job `name`."""

    def declare(run: Do) -> Do:
        _jobs[name] = Job(
            name=name,
            title=title or name,
            run=run,
            long=long,
            needs_log=needs_log,
            atomic=atomic,
            most_attempts=most_attempts,
        )
        return run

    return declare


def list_jobs() -> tuple[Job, ...]:
    """Return every declared job."""
    _rooms()
    return tuple(_jobs.values())


def get_job(*, name: str) -> Job | None:
    """Return the declared job of that name, or None."""
    if name not in _jobs:
        _rooms()
    return _jobs.get(name)


def list_schedules() -> tuple[Schedule, ...]:
    """Return what every room wants done again and again."""
    return tuple(schedule for room in _rooms() for schedule in getattr(room, "SCHEDULES", ()))


def get_schedule(*, name: str) -> Schedule | None:
    """Return the declared schedule of that name, or None."""
    return next((each for each in list_schedules() if each.name == name), None)


def _rooms() -> list[Any]:
    # Read when somebody first needs it: a room's jobs may import much, and models must be there.
    from django.apps import apps
    from django.conf import settings

    names = [f"{config.name}.jobs" for config in apps.get_app_configs()]
    ours = [name for name in names if name.startswith("tenfold.") and find_spec(name)]
    return [import_module(name) for name in (*ours, *settings.JOBS_OF_THE_HOUSE)]
