"""How many take one step after another: a person's best chain of steps, and what it says.

Whoever takes the first step in the time asked for counts; the later steps may come after its end,
so that each has the whole window. Asked for by periods, each is a question of its own: whoever
begins in it counts there once. A breakdown tells persons apart by what an event of their best chain
says, so that its groups add up to the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from math import prod
from time import perf_counter
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.access import Access
from tenfold.metrics.analyses.funnel import (
    Funnel,
    GroupFunnel,
    PeriodSteps,
    Quartiles,
    Tally,
    make_steps,
    seconds_of,
)
from tenfold.metrics.analyses.settling import own_currency, settle_some_time
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.behind import Behind, Selection, gather, no_such_part
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import Computed, settle
from tenfold.metrics.definitions import Conversion
from tenfold.metrics.figures import SHARE, Figure
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.sql.conversion import render_counts, render_labels, render_persons
from tenfold.metrics.sql.conversion_plan import (
    PERIOD,
    TIMES,
    UNREACHED,
    ConversionPlan,
    Part,
    properties_of_conversion,
)

MAX_COPIES = 100
"""Periods that a window may span: a later step is looked at once for each."""

Labels = tuple[str | None, ...]
_OTHER: Labels = ()
"""Stands for the group of all others, which has no labels."""


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the numbers. Raises `InvalidQuestion`, `TooManyPeriods`, and what the log refuses."""
    began = perf_counter()
    plan, groups = _make_plan(question, calendar, access)
    reading = access.reading(properties=_properties(question))
    statement = render_counts(plan=plan, reading=reading)
    counts = _sort(access.read(statement), plan, groups)
    maker = _Maker(plan.definition, () if plan.periods is None else plan.periods.starts)
    return Computed(
        figure=Figure(value=counts.whole.rate, unit=SHARE, events=counts.whole.events),
        points=maker.points(counts.periods),
        groups=tuple(
            maker.group(labels, counts.groups[labels], counts.cells[labels])
            for labels in groups.shown(counts.groups)
        ),
        statement=statement,
        milliseconds=(perf_counter() - began) * 1000,
        detail=Funnel(
            definition=plan.definition,
            funnel=maker.funnel(counts.whole, counts.periods, counts.quartiles),
            quartiles=counts.quartiles.get(0),
        ),
        interval=counts.whole.interval,
        sample=counts.whole.persons[0],
    )


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who took a step, or took it and not the next. Raises `InvalidQuestion`.

    Events are those that the funnel looks at (of a period: those in it), and the newest of them.
    """
    if selection.start is not None and question.grain is None:
        raise no_such_part()
    asked = question if selection.start is not None else replace(question, grain=None)
    plan, groups = _make_plan(asked, calendar, access)
    last = len(plan.definition.steps)
    step = selection.step or 1
    if not 1 <= step <= last or (selection.dropped and step == last):
        raise no_such_part()
    part = Part(
        least=step,
        most=step if selection.dropped else last,
        period=None if selection.start is None else _find(plan.periods, selection.start),
        groups=groups.codes(selection),
    )
    reading = access.reading(properties=_properties(question))
    statement = render_persons(plan=plan, part=part, limit=limit, reading=reading)
    return gather(rows=access.read(statement))


# The plan


def _definition(question: Question) -> Conversion:
    if not isinstance(question.definition, Conversion):
        raise TypeError(question.definition)
    return question.definition


def _properties(question: Question) -> tuple[str, ...]:
    return properties_of_conversion(definition=_definition(question), breakdown=question.breakdown)


def _make_plan(
    question: Question, calendar: Calendar, access: Access
) -> tuple[ConversionPlan, "_Groups"]:
    reading = access.reading(properties=_properties(question))
    extent = reading.whole_extent if question.internal else reading.extent
    start, end = settle_some_time(question=question, access=access)
    definition = _definition(question)
    periods = settle(question=question, calendar=calendar, access=access)
    if periods is not None:
        _require_long_periods(periods, definition)
    plan = ConversionPlan(
        definition=definition,
        start=start,
        end=end,
        newest=end if extent is None else extent[1],
        periods=periods,
        breakdown=question.breakdown,
        labels=(),
        internal=question.internal,
        currency=own_currency(calendar=calendar, access=access),
    )
    return _with_groups(plan, question, access)


def _require_long_periods(periods: Periods, definition: Conversion) -> None:
    shortest = min(until - since for since, until in pairwise(periods.bounds))
    if definition.within.length / shortest <= MAX_COPIES:
        return
    raise InvalidQuestion(
        _("Periods are too short for steps that may take so long as %(within)s.")
        % {"within": definition.within},
        next_step=_("Ask by longer periods, or let the steps take less time."),
        field="by",
    )


def _find(periods: Periods | None, start: datetime) -> int:
    at = start.astimezone(UTC)  # in other zones, times that a clock shows twice equal nothing
    if periods is None or at not in periods.bounds[:-1]:
        raise no_such_part()
    return periods.bounds.index(at)


def _with_groups(
    plan: ConversionPlan, question: Question, access: Access
) -> tuple[ConversionPlan, "_Groups"]:
    """Find the groups first: those given, else those whose step happened most often."""
    if not question.breakdown:
        return plan, _Groups((), ())
    ranked = question.groups
    if ranked is None:
        reading = access.reading(properties=_properties(question))
        found = access.read(render_labels(plan=plan, top=question.top, reading=reading))
        ranked = tuple(tuple(row[:-1]) for row in found)
    values = tuple(_told_apart(ranked, n) for n in range(len(question.breakdown)))
    return replace(plan, labels=values), _Groups(ranked, values)


def _told_apart(ranked: tuple[Labels, ...], place: int) -> tuple[str, ...]:
    """The values of one of the properties; without it is told apart by itself."""
    said = (labels[place] for labels in ranked)
    return tuple(dict.fromkeys(value for value in said if value is not None))


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups that are shown, in the order of their size, and how the log numbers them.

    values  for each property, the values that are told apart
    """

    ranked: tuple[Labels, ...]
    values: tuple[tuple[str, ...], ...]

    def labels_of(self, code: int) -> Labels:
        """Return the labels of a number, `_OTHER` where they are not shown."""
        without: Labels = (None,) * len(self.values)
        if code == UNREACHED:
            return without
        labels: list[str | None] = []
        for values in reversed(self.values):
            code, place = divmod(code, len(values) + 2)
            if place > len(values):
                return _OTHER
            labels.insert(0, values[place - 1] if place else None)
        return tuple(labels) if tuple(labels) in self.ranked else _OTHER

    def shown(self, found: Iterable[Labels]) -> list[Labels]:
        """Return those of the groups that anybody is in: the largest first, all others last."""
        places = {labels: place for place, labels in enumerate(self.ranked)}
        last = len(places)
        return sorted(found, key=lambda labels: places.get(labels, last + (labels == _OTHER)))

    def codes(self, selection: Selection) -> tuple[int, ...] | None:
        """Return the numbers of the groups that are selected; None: all. Raises `InvalidQuestion`."""
        if selection.labels is None and not selection.other:
            return None
        wanted = _OTHER if selection.other else selection.labels
        count = prod(len(values) + 2 for values in self.values)
        found = tuple(code for code in range(UNREACHED, count) if self.labels_of(code) == wanted)
        if not self.values or not found:
            raise no_such_part()
        return found


# The numbers


@dataclass(slots=True)
class _Counts:
    """What the log returned."""

    whole: Tally
    periods: dict[int, Tally]
    groups: dict[Labels, Tally]
    cells: dict[Labels, dict[int, Tally]]
    quartiles: dict[int, Quartiles | None] = field(default_factory=dict)


def _sort(rows: Sequence[tuple[Any, ...]], plan: ConversionPlan, groups: _Groups) -> _Counts:
    def tally() -> Tally:
        return Tally([0] * (len(plan.definition.steps) + 1))

    def by_period() -> defaultdict[int, Tally]:
        return defaultdict(tally)

    counts = _Counts(tally(), by_period(), defaultdict(tally), defaultdict(by_period))
    for what, b, code, level, persons, still_open, events, quartiles in rows:
        if what == TIMES:
            counts.quartiles[b] = seconds_of(quartiles)
            continue
        labels = groups.labels_of(code) if groups.values and level else None
        into = [counts.periods[b]] if what == PERIOD else [counts.whole]
        if labels is not None:
            into.append(counts.cells[labels][b] if what == PERIOD else counts.groups[labels])
        for one in into:
            one.add(level=level, persons=persons, still_open=still_open, events=events)
    return counts


@dataclass(frozen=True, slots=True)
class _Maker:
    """Turns counts into an answer; what is in no count is nobody."""

    definition: Conversion
    starts: tuple[datetime, ...]

    def points(self, tallies: Mapping[int, Tally]) -> tuple[Point, ...]:
        """Return the share of each period."""
        return tuple(
            Point(start, tallies[b].rate if b in tallies else None)
            for b, start in enumerate(self.starts)
        )

    def funnel(
        self,
        tally: Tally,
        tallies: Mapping[int, Tally],
        quartiles: Mapping[int, Quartiles | None],
    ) -> GroupFunnel:
        """Return the steps of all or of one group."""
        nobody = Tally([0] * (len(self.definition.steps) + 1))
        found = [(start, tallies.get(b, nobody)) for b, start in enumerate(self.starts)]
        return GroupFunnel(
            steps=make_steps(
                definition=self.definition, persons=tally.persons, quartiles=quartiles
            ),
            open=tally.open,
            periods=tuple(PeriodSteps(start, one.persons, one.open) for start, one in found),
        )

    def group(self, labels: Labels, tally: Tally, tallies: Mapping[int, Tally]) -> Group:
        """Return one group."""
        return Group(
            labels=labels,
            value=tally.rate,
            unit=SHARE,
            points=self.points(tallies),
            other=labels == _OTHER,
            detail=self.funnel(tally, tallies, {}),
            interval=tally.interval,
            sample=tally.persons[0],
        )
