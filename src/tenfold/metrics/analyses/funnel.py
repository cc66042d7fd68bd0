"""A funnel as it is answered: who came to each step, what share went on, how long it took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenfold.metrics.definitions import Conversion
from tenfold.metrics.figures import PERSONS, SHARE, Number, divide
from tenfold.metrics.wording import amount
from tenfold.stats.intervals import Interval, share_interval
from tenfold.ui.format import Formats

Quartiles = tuple[float, float, float]
"""Seconds within which a quarter, half and three quarters of them did it."""

_MICROSECONDS = 1_000_000


@dataclass(slots=True)
class Tally:
    """Counts persons by how many steps they took.

    levels  how many persons took exactly so many steps, from 0
    open    how many of those who are not at the end may still go on
    """

    levels: list[int]
    open: int = 0
    events: int = 0

    def add(self, *, level: int, persons: int, still_open: int, events: int) -> None:
        """Count more of them."""
        self.levels[level] += persons
        self.open += still_open
        self.events += events

    @property
    def persons(self) -> tuple[int, ...]:
        """How many came to each step."""
        return tuple(sum(self.levels[level:]) for level in range(1, len(self.levels)))

    @property
    def rate(self) -> Number | None:
        """The share of those at the first step who came to the last; None of nobody."""
        persons = self.persons
        return divide(of=persons[-1], per=persons[0]) if persons[0] else None

    @property
    def interval(self) -> Interval | None:
        """Where that share may well be."""
        persons = self.persons
        return share_interval(successes=persons[-1], trials=persons[0])


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Rates are None where nobody was there before.

    event      its name; None: any event
    quartiles  from the step before; None at the first, and where nobody came here
    """

    event: str | None
    persons: int
    rate: float | None
    rate_of_previous: float | None
    interval: Interval | None
    quartiles: Quartiles | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "event": self.event,
            "persons": self.persons,
            "rate": self.rate,
            "rate_of_previous": self.rate_of_previous,
            "interval": None if self.interval is None else list(self.interval),
            **write_quartiles(self.quartiles),
        }


def write_quartiles(quartiles: Quartiles | None) -> dict[str, Any]:
    """Return the members that say how long something took."""
    return {
        "median_seconds": None if quartiles is None else quartiles[1],
        "quartiles_seconds": None if quartiles is None else list(quartiles),
    }


@dataclass(frozen=True, slots=True)
class PeriodSteps:
    """Those who began in one period, by step."""

    start: datetime
    persons: tuple[int, ...]
    open: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"start": self.start.isoformat(), "persons": list(self.persons), "open": self.open}


@dataclass(frozen=True, slots=True)
class GroupFunnel:
    """A funnel of one group: `open` as of the whole funnel."""

    steps: tuple[Step, ...]
    open: int
    periods: tuple[PeriodSteps, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "steps": [step.to_json() for step in self.steps],
            "open": self.open,
            "periods": [period.to_json() for period in self.periods],
        }


@dataclass(frozen=True, slots=True)
class Funnel:
    """What a question about conversion is answered with.

    open       persons who did not come to the end, and whose time is not over
    quartiles  from the first step to the last; None where nobody came there
    """

    definition: Conversion
    funnel: GroupFunnel
    quartiles: Quartiles | None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**self.funnel.to_json(), **write_quartiles(self.quartiles)}

    def sentence(self) -> str:
        """Return what the number means in plain words."""
        first, last = self.funnel.steps[0], self.funnel.steps[-1]
        if last.rate is None:
            return _("Nothing to tell: nobody took the first step.")
        said = _("%(share)s of %(persons)s went all the way, within %(time)s.") % {
            "share": amount(value=last.rate, unit=SHARE),
            "persons": amount(value=first.persons, unit=PERSONS),
            "time": _duration(self.definition.within.length),
        }
        return " ".join([said, *self._how_long(), *self._still_open()])

    def _how_long(self) -> list[str]:
        if self.quartiles is None:
            return []
        half = _duration(timedelta(seconds=self.quartiles[1]))
        return [_("Half of these took about %(time)s or less.") % {"time": half}]

    def _still_open(self) -> list[str]:
        if not self.funnel.open:
            return []
        persons = amount(value=self.funnel.open, unit=PERSONS)
        return [_("%(persons)s may still get there.") % {"persons": persons}]


def _duration(of: timedelta) -> str:
    return Formats(language=get_language() or "en").duration(of=of)


def make_steps(
    *, definition: Conversion, persons: Sequence[int], quartiles: Mapping[int, Quartiles | None]
) -> tuple[Step, ...]:
    """Return the steps of a funnel; `quartiles` by the step's number, counted from 1."""
    first = persons[0]
    return tuple(
        Step(
            event=step.event,
            persons=here,
            rate=here / first if first else None,
            rate_of_previous=_share(here, persons[n - 1] if n else here),
            interval=share_interval(successes=here, trials=first),
            quartiles=quartiles.get(n + 1),
        )
        for n, (step, here) in enumerate(zip(definition.steps, persons, strict=True))
    )


def _share(here: int, before: int) -> float | None:
    return here / before if before else None


def seconds_of(microseconds: Sequence[float] | None) -> Quartiles | None:
    """Return quartiles as the engine gives them in seconds; None where there are none."""
    if microseconds is None or microseconds[0] is None:
        return None
    low, middle, high = (one / _MICROSECONDS for one in microseconds)
    return low, middle, high
