"""What was found, held against the incidents that are written down.

The rules of `episodes` are run anew over the last periods at every look, so whatever was missed (no
power, no clock, events that came late) comes right by itself. This module says what has to be
written down; doing it twice, or by two at once, says nothing new the second time.

An episode and an incident are the same where their times overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenfold.techniques.dashboards.rules.alerts.episodes import Course, Episode
from tenfold.techniques.dashboards.rules.alerts.windows import JUMP


class Ended(StrEnum):
    """Why an incident was closed.

    CALM     the condition has not been met for long enough
    PERSON   somebody said that it is dealt with
    LATE     what came in since shows that it was not so: withdrawn
    CLOCK    a clock was wrong: withdrawn
    GONE     the value is no longer among those that are looked at, or no longer known
    CHANGED  the alert watches for something else now, or is no more
    """

    CALM = "calm"
    PERSON = "person"
    LATE = "late"
    CLOCK = "clock"
    GONE = "gone"
    CHANGED = "changed"


WITHDRAWN = frozenset({Ended.LATE, Ended.CLOCK})
REOPENED = frozenset({Ended.CALM, Ended.LATE, Ended.CLOCK, Ended.GONE})
"""What the machine has closed, the machine may open again; what a person has closed stays closed."""


@dataclass(frozen=True, slots=True)
class Known:
    """An incident as it is written down. `ended` None: it is open."""

    id: int
    value: str
    began: datetime
    last: datetime
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a look reached: periods that begin in [since, until) were judged.

    before  up to where the look before had judged; None: it is the first
    """

    since: datetime
    until: datetime
    at: datetime
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Write down a new incident; one whose episode is over already is closed at once."""

    value: str
    episode: Episode


@dataclass(frozen=True, slots=True)
class GoOn:
    """Write down how far an incident has come; `reopen` where it had been closed too early."""

    id: int
    episode: Episode
    reopen: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Close an incident. `over`: with which period; None where nobody can say."""

    id: int
    why: Ended
    over: datetime | None = None
    episode: Episode | None = None


Move = Begin | GoOn | End


def reconcile(
    *, courses: Mapping[str, Course], known: Sequence[Known], looked: Looked
) -> tuple[Move, ...]:
    """Return what has to be written down, at most one new incident a value that stays open."""
    moves: list[Move] = []
    for value in sorted({*courses, *(one.value for one in known)}):
        mine = [one for one in known if one.value == value]
        course = courses.get(value)
        if course is None:
            moves += [_lost(one) for one in mine if _is_lost(one, looked)]
        else:
            moves += _compare(value, course, mine, looked)
    return tuple(moves)


def _is_lost(one: Known, looked: Looked) -> bool:
    return one.ended is None and one.last < looked.since


def _lost(one: Known) -> Move:
    return End(one.id, Ended.GONE)


def _compare(value: str, course: Course, mine: Sequence[Known], looked: Looked) -> list[Move]:
    moves: list[Move] = []
    taken: set[int] = set()
    for episode in course.episodes:
        same = [one for one in mine if one.id not in taken and _overlap(one, episode)]
        taken |= {one.id for one in same}
        moves += _of_episode(value, episode, same, looked)
    left = [one for one in mine if one.id not in taken and one.ended is None]
    # What ends comes first: only then is there room for what begins.
    return [*(move for one in left for move in _without_episode(one, looked)), *moves]


def _overlap(one: Known, episode: Episode) -> bool:
    return one.began <= episode.last and episode.began <= one.last


def _of_episode(value: str, episode: Episode, same: Sequence[Known], looked: Looked) -> list[Move]:
    """Of several incidents that turn out to be one, the first that is open goes on."""
    if not same:
        news = looked.before is None or episode.fired >= looked.before
        missed = looked.before is not None and news
        return [Begin(value, episode)] if episode.over is None or missed else []
    open_ones = [one for one in same if one.ended is None]
    if episode.over is not None:
        return [End(one.id, Ended.CALM, episode.over, episode) for one in open_ones]
    if open_ones:
        first, *others = open_ones
        return [GoOn(first.id, episode), *(End(one.id, Ended.LATE) for one in others)]
    newest = max(same, key=lambda one: one.last)
    return [GoOn(newest.id, episode, reopen=newest.ended in REOPENED)]


def _without_episode(one: Known, looked: Looked) -> list[Move]:
    if one.began - looked.at > JUMP:
        return [End(one.id, Ended.CLOCK)]
    if one.began >= looked.until:
        return []  # judged by a look whose clock was a little ahead: wait for the time to come
    if one.last < looked.since:
        return [End(one.id, Ended.GONE)]
    return [End(one.id, Ended.LATE)]
