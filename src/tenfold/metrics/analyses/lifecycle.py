"""Who is new, returning, resurrecting or dormant in each period.

Periods are looked at whole, from their first moment even where the time asked for begins later: a
person is in one state in a period.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from tenfold.metrics.access import Access
from tenfold.metrics.analyses.asked import currency_of, group_of
from tenfold.metrics.analyses.saying import say_lifecycle
from tenfold.metrics.analyses.spans import Span, span_of
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.behind import Behind, Selection, gather, no_such_part
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Lifecycle
from tenfold.metrics.definitions.analyses import Status
from tenfold.metrics.figures import PERSONS, Figure, change
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.activity import WHOLE, ActivityPlan
from tenfold.metrics.sql.fields import Statement, needed_properties
from tenfold.metrics.sql.lifecycle import ACTIVE, EVENTS, GROUP, KEPT, NEW, render, render_who

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Lives:
    """How many persons are what in one period. `complete`: it is over."""

    start: datetime
    new: int
    returning: int
    resurrecting: int
    dormant: int
    complete: bool

    @property
    def active(self) -> int:
        """Whoever did it in the period."""
        return self.new + self.returning + self.resurrecting

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "start": self.start.isoformat(),
            "new": self.new,
            "returning": self.returning,
            "resurrecting": self.resurrecting,
            "dormant": self.dormant,
            "active": self.active,
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True)
class Periodical:
    """The lives of everybody, or of one group, period by period."""

    lives: tuple[Lives, ...]

    @property
    def position(self) -> int | None:
        """Where the newest period stands that is over; the newest of all where none is."""
        complete = [place for place, one in enumerate(self.lives) if one.complete]
        if complete:
            return complete[-1]
        return len(self.lives) - 1 if self.lives else None

    @property
    def now(self) -> Lives | None:
        """The period that stands for now."""
        return None if self.position is None else self.lives[self.position]

    @property
    def change(self) -> float | None:
        """How many more are active in it than in the one before: 0.12 is 12 % more."""
        if not self.position:
            return None
        here, before = self.lives[self.position], self.lives[self.position - 1]
        return change(value=here.active, before=before.active)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"periods": [one.to_json() for one in self.lives], "change": self.change}


@dataclass(frozen=True, slots=True)
class Lived:
    """What a question about lives is answered with."""

    definition: Lifecycle
    periods: Periodical

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return self.periods.to_json()

    def sentence(self) -> str:
        """Return what the number means in plain words."""
        now = self.periods.now
        if now is None:
            return say_lifecycle(grain=self.definition.grain, start=None)
        return say_lifecycle(
            grain=self.definition.grain,
            start=now.start,
            active=now.active,
            new=now.new,
            returning=now.returning,
            resurrecting=now.resurrecting,
            dormant=now.dormant,
        )


@dataclass(slots=True)
class _Counts:
    """By place, then by period; the first period is the one before those asked for."""

    events: int = 0
    labels: dict[int, tuple[str | None, ...]] = field(default_factory=dict)
    by_level: dict[int, defaultdict[int, dict[int, int]]] = field(
        default_factory=lambda: {level: defaultdict(dict) for level in (ACTIVE, NEW, KEPT)}
    )


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the lives in each period, and as the number who was active in the newest one.

    Of periods that are over, if there is one: of one that is not, the number is still growing.
    Raises `TooManyPeriods`, `QueryTooLong`.
    """
    began = perf_counter()
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None:
        return _Maker(definition, None, 0).make(_Counts(), Statement(text="", parameters={}), began)
    statement = render(
        plan=_plan(question, calendar, span, access),
        reading=access.reading(properties=_properties(question)),
    )
    counts = _sort(access.read(statement))
    return _Maker(definition, span, question.top).make(counts, statement, began)


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who was in a period what `status` says; without one, who was active.

    Their events are those of the period, of dormant persons of the period before. Raises
    `InvalidQuestion`.
    """
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None or selection.start not in span.periods.bounds[:-1]:
        raise no_such_part()
    if selection.status is not None and selection.status not in list(Status):
        raise no_such_part()
    statement = render_who(
        plan=_plan(question, calendar, span, access),
        group=group_of(question=question, selection=selection),
        period=span.periods.bounds.index(selection.start) + 1,
        status=None if selection.status is None else Status(selection.status),
        reading=access.reading(properties=_properties(question)),
        limit=limit,
    )
    return gather(rows=access.read(statement))


def _definition_of(question: Question) -> Lifecycle:
    if not isinstance(question.definition, Lifecycle):
        raise TypeError(question.definition)
    return question.definition


def _properties(question: Question) -> tuple[str, ...]:
    where = _definition_of(question).where
    return needed_properties(measures=(), where=where, breakdown=question.breakdown)


def _plan(question: Question, calendar: Calendar, span: Span, access: Access) -> ActivityPlan:
    definition = _definition_of(question)
    periods = _with_one_before(span.periods, calendar, definition)
    return ActivityPlan(
        occurrence=definition,
        periods=periods,
        start=None,
        until=span.until,
        since=periods.bounds[0] if span.earlier else None,
        breakdown=question.breakdown,
        top=question.top,
        internal=question.internal,
        currency=currency_of(calendar=calendar, access=access),
    )


def _with_one_before(periods: Periods, calendar: Calendar, definition: Lifecycle) -> Periods:
    first = periods.bounds[0]
    before = calendar.periods(grain=definition.grain, start=first - _INSTANT, end=first)
    return replace(periods, bounds=(before.bounds[0], *periods.bounds))


def _sort(rows: Iterable[tuple[Any, ...]]) -> _Counts:
    counts = _Counts()
    for level, place, period, found, *labels in rows:
        count = int(found or 0)
        if level == EVENTS:
            counts.events = count
        elif level == GROUP:
            counts.labels[place] = tuple(labels)
        else:
            counts.by_level[level][place][period] = count
    return counts


@dataclass(frozen=True, slots=True)
class _Maker:
    """Turns counts into an answer."""

    definition: Lifecycle
    span: Span | None
    top: int

    def make(self, counts: _Counts, statement: Statement, began: float) -> Computed:
        periods = self._periods(counts, WHOLE)
        places = sorted(counts.by_level[ACTIVE].keys() - {WHOLE})
        return Computed(
            figure=Figure(value=_value(periods), unit=PERSONS, events=counts.events),
            points=_points(periods),
            groups=tuple(self._group(counts, place) for place in places),
            statement=statement,
            milliseconds=(perf_counter() - began) * 1000,
            detail=Lived(self.definition, periods),
        )

    def _periods(self, counts: _Counts, place: int) -> Periodical:
        if self.span is None:
            return Periodical(())
        active, new, kept = (counts.by_level[level][place] for level in (ACTIVE, NEW, KEPT))
        return Periodical(
            tuple(
                Lives(
                    start=start,
                    new=new.get(at, 0),
                    returning=kept.get(at, 0),
                    resurrecting=active.get(at, 0) - new.get(at, 0) - kept.get(at, 0),
                    dormant=active.get(at - 1, 0) - kept.get(at, 0),
                    complete=self.span.finished or at <= self.span.last,
                )
                for at, start in enumerate(self.span.periods.starts, start=1)
            )
        )

    def _group(self, counts: _Counts, place: int) -> Group:
        periods = self._periods(counts, place)
        return Group(
            labels=counts.labels.get(place, ()),
            value=_value(periods),
            unit=PERSONS,
            points=_points(periods),
            other=place > self.top,
            detail=periods,
        )


def _value(periods: Periodical) -> int | None:
    return None if periods.now is None else periods.now.active


def _points(periods: Periodical) -> tuple[Point, ...]:
    return tuple(Point(one.start, one.active) for one in periods.lives)
