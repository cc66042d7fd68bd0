"""On how many different days (or other periods) persons did it, within the time asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from tenfold.metrics.access import Access
from tenfold.metrics.analyses.asked import currency_of, group_of
from tenfold.metrics.analyses.saying import say_stickiness
from tenfold.metrics.analyses.spans import Span, span_of
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.behind import Behind, Selection, gather, no_such_part
from tenfold.metrics.calendar import Calendar, Grain, Periods
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Stickiness
from tenfold.metrics.figures import NUMBER, Figure, Number, divide
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.activity import WHOLE, ActivityPlan
from tenfold.metrics.sql.fields import Statement, needed_properties
from tenfold.metrics.sql.stickiness import DAYS, EVENTS, GROUP, POINT, render, render_who
from tenfold.stats.intervals import Interval, mean_interval

_Persons = Mapping[int, int]
"""How many persons did it in so many different periods."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How persons are spread over the number of periods in which they did it."""

    persons: _Persons

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.persons.values())

    @property
    def mean(self) -> Number | None:
        """Periods a person; None of nobody."""
        return divide(of=self._moment(1), per=self.total) if self.persons else None

    @property
    def interval(self) -> Interval | None:
        """Of the mean, with 95 % confidence."""
        total = self.total
        if total < 2:
            return None
        squares = self._moment(2) - self._moment(1) ** 2 / total
        return mean_interval(
            count=total, mean=self._moment(1) / total, variance=max(0.0, squares / (total - 1))
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values: for each number of periods how many persons, up to the most."""
        left, days = self.total, []
        for number in range(1, max(self.persons, default=0) + 1):
            own = self.persons.get(number, 0)
            days.append({"days": number, "persons": own, "at_least": left})
            left -= own
        return {"days": days}

    def _moment(self, power: int) -> int:
        return sum(number**power * own for number, own in self.persons.items())


@dataclass(frozen=True, slots=True)
class Stuck:
    """What a question about stickiness is answered with."""

    definition: Stickiness
    spread: Spread

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return self.spread.to_json()

    def sentence(self) -> str:
        """Return what the number means in plain words."""
        spread = self.spread
        return say_stickiness(
            grain=self.definition.grain,
            mean=spread.mean,
            persons=spread.total,
            once=spread.persons.get(1, 0),
        )


@dataclass(slots=True)
class _Counts:
    events: int = 0
    labels: dict[int, tuple[str | None, ...]] = field(default_factory=dict)
    days: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    points: defaultdict[tuple[int, int], dict[int, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the spread, and as the number the mean of periods a person.

    Where the question asks for longer periods than the definition's, each has a point: the mean
    over the periods that begin in it. Raises `TooManyPeriods`, `QueryTooLong`.
    """
    began = perf_counter()
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None:
        return _answer(definition, _Counts(), Statement(text="", parameters={}), began)
    longer = _longer(question, calendar, span)
    statement = render(
        plan=_plan(question, calendar, span, access),
        longer=None if longer is None else _begins(span, longer),
        reading=access.reading(properties=_properties(question)),
    )
    counts = _sort(access.read(statement))
    return _answer(definition, counts, statement, began, longer=longer, top=question.top)


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who did it in so many different periods (of a point: in that longer one alone).

    Raises `InvalidQuestion`.
    """
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None:
        raise no_such_part()
    statement = render_who(
        plan=_plan(question, calendar, span, access),
        group=group_of(question=question, selection=selection),
        days=selection.days,
        periods=_selected(question, selection, calendar, span),
        reading=access.reading(properties=_properties(question)),
        limit=limit,
    )
    return gather(rows=access.read(statement))


def _definition_of(question: Question) -> Stickiness:
    if not isinstance(question.definition, Stickiness):
        raise TypeError(question.definition)
    return question.definition


def _properties(question: Question) -> tuple[str, ...]:
    where = _definition_of(question).where
    return needed_properties(measures=(), where=where, breakdown=question.breakdown)


def _plan(question: Question, calendar: Calendar, span: Span, access: Access) -> ActivityPlan:
    return ActivityPlan(
        occurrence=_definition_of(question),
        periods=span.periods,
        start=span.since,
        until=span.until,
        since=None,
        breakdown=question.breakdown,
        top=question.top,
        internal=question.internal,
        currency=currency_of(calendar=calendar, access=access),
    )


# Longer periods


def _longer(question: Question, calendar: Calendar, span: Span) -> Periods | None:
    """Return the question's periods, where they are longer than those that are counted."""
    order = list(Grain)
    own = _definition_of(question).grain
    if question.grain is None or order.index(question.grain) <= order.index(own):
        return None
    return calendar.periods(grain=question.grain, start=span.since, end=span.until)


def _begins(span: Span, longer: Periods) -> list[int]:
    """Return for each period the longer one in which it begins; the first one's is the first."""
    return [max(0, longer.find(at=start)) for start in span.periods.starts]


def _selected(
    question: Question, selection: Selection, calendar: Calendar, span: Span
) -> tuple[int, int] | None:
    if selection.start is None:
        return None
    longer = _longer(question, calendar, span)
    if longer is None or selection.start not in longer.bounds[:-1]:
        raise no_such_part()
    begins = _begins(span, longer)
    chosen = longer.bounds.index(selection.start)
    inside = [number for number, begin in enumerate(begins) if begin == chosen]
    return (inside[0], inside[-1]) if inside else (0, -1)


# The answer


def _sort(rows: Iterable[tuple[Any, ...]]) -> _Counts:
    counts = _Counts()
    for level, place, point, days, found, *labels in rows:
        count = int(found or 0)
        if level == DAYS:
            counts.days[place][days] = count
        elif level == POINT:
            counts.points[place, point][days] = count
        elif level == GROUP:
            counts.labels[place] = tuple(labels)
        elif level == EVENTS:
            counts.events = count
    return counts


def _answer(
    definition: Stickiness,
    counts: _Counts,
    statement: Statement,
    began: float,
    *,
    longer: Periods | None = None,
    top: int = 0,
) -> Computed:
    spread = Spread(counts.days[WHOLE])
    return Computed(
        figure=Figure(value=spread.mean, unit=NUMBER, events=counts.events),
        points=_points(counts, WHOLE, longer),
        groups=tuple(
            _group(counts, place, longer, top) for place in sorted(counts.days) if place != WHOLE
        ),
        statement=statement,
        milliseconds=(perf_counter() - began) * 1000,
        detail=Stuck(definition, spread),
        interval=spread.interval,
        sample=spread.total,
    )


def _points(counts: _Counts, place: int, longer: Periods | None) -> tuple[Point, ...]:
    starts = () if longer is None else longer.starts
    return tuple(
        Point(start, Spread(counts.points[place, number]).mean)
        for number, start in enumerate(starts)
    )


def _group(counts: _Counts, place: int, longer: Periods | None, top: int) -> Group:
    spread = Spread(counts.days[place])
    return Group(
        labels=counts.labels.get(place, ()),
        value=spread.mean,
        unit=NUMBER,
        points=_points(counts, place, longer),
        other=place > top,
        detail=spread,
        interval=spread.interval,
        sample=spread.total,
    )
