"""The state machine: ok, pending, firing; from the marks of periods to times that it fired.

A period about which nothing is known neither begins nor ends anything. One that lies between the
limit and “over again” ends what is pending and prolongs what is firing. It fires with the last of
`hold` hits in a row, and is over with the last of `calm` calm periods in a row; what hits in
between is the same episode. So a number that dances around its limit does not fire anew each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tenfold.techniques.dashboards.rules.alerts.judging import Mark, Verdict


class State(StrEnum):
    """What a watched value is up to."""

    OK = "ok"
    PENDING = "pending"
    FIRING = "firing"


@dataclass(frozen=True, slots=True)
class Episode:
    """One time that it fired. Instants are beginnings of periods.

    began  the first period that met the condition; `fired` the one with which it fired; `last` the
           newest one that met it
    over   the period with which it was over; None: it goes on
    hits   how many periods met the condition
    worst  the one that went farthest
    """

    began: datetime
    fired: datetime
    last: datetime
    worst: Verdict
    hits: int
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one watched value: its episodes in order, what it is up to now, since when."""

    episodes: tuple[Episode, ...]
    state: State
    since: datetime | None
    streak: int = 0


@dataclass(slots=True)
class _Machine:
    hold: int
    calm: int
    pending: list[Verdict]
    quiet: int
    current: Episode | None
    done: list[Episode]

    def take(self, one: Verdict) -> None:
        if one.mark is Mark.UNKNOWN:
            return
        if self.current is None:
            self._wait(one)
        else:
            self._go_on(self.current, one)

    def _wait(self, one: Verdict) -> None:
        if one.mark is not Mark.HIT:
            self.pending = []
            return
        self.pending.append(one)
        if len(self.pending) >= self.hold:
            self.current = Episode(
                began=self.pending[0].start,
                fired=one.start,
                last=one.start,
                worst=max(self.pending, key=lambda hit: hit.excess),
                hits=len(self.pending),
            )
            self.pending, self.quiet = [], 0

    def _go_on(self, episode: Episode, one: Verdict) -> None:
        if one.mark is Mark.HIT:
            self.quiet = 0
            worst = one if one.excess > episode.worst.excess else episode.worst
            self.current = replace(episode, last=one.start, worst=worst, hits=episode.hits + 1)
            return
        self.quiet = self.quiet + 1 if one.mark is Mark.CALM else 0
        if self.quiet >= self.calm:
            self.done.append(replace(episode, over=one.start))
            self.current, self.quiet = None, 0


def run(*, verdicts: Sequence[Verdict], hold: int, calm: int) -> Course:
    """Return what became of a value over periods that adjoin each other. Both counts are at least 1."""
    machine = _Machine(hold, calm, [], 0, None, [])
    for one in verdicts:
        machine.take(one)
    if machine.current is not None:
        going_on = machine.current
        return Course((*machine.done, going_on), State.FIRING, going_on.began, going_on.hits)
    if machine.pending:
        streak = len(machine.pending)
        return Course(tuple(machine.done), State.PENDING, machine.pending[0].start, streak)
    return Course(tuple(machine.done), State.OK, None)
