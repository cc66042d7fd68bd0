"""Measures, and shares of two: settle the time, render, read once, make values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from tenfold.metrics import totals
from tenfold.metrics.access import Access
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import Computed, settle
from tenfold.metrics.definitions import Filter, Measure, PerPerson, Quantile, Ratio
from tenfold.metrics.figures import (
    Figure,
    MixedCurrencies,
    Number,
    Statistical,
    figure_of,
    value_of,
)
from tenfold.metrics.knowledge import Known, consult
from tenfold.metrics.levels import Basis, Cell, Labels, Levels, sort_rows
from tenfold.metrics.questions import Question
from tenfold.metrics.sql import MeasuredStatement, Plan, needed_properties, render
from tenfold.metrics.sql.counted import REPEATS
from tenfold.metrics.sql.fields import Informed
from tenfold.metrics.sql.statement import render_sample
from tenfold.metrics.sql.totals import render_with_totals
from tenfold.metrics.windows import Windows


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the numbers. Raises `MixedCurrencies`, `TooManyPeriods`, `QueryTooLong`."""
    began = perf_counter()
    periods = settle(question=question, calendar=calendar, access=access)
    known = consult_log(question=question, calendar=calendar, access=access)
    found = read_levels(
        question=question, calendar=calendar, access=access, known=known, periods=periods
    )
    after = consult_log(question=question, calendar=calendar, access=access)
    if after != known:  # a currency came up while we read
        known = after
        found = read_levels(
            question=question, calendar=calendar, access=access, known=known, periods=periods
        )
    basis = Basis(found.levels, periods, known, found.batch, found.statement)
    return make(question=question, basis=basis, began=began)


def consult_log(*, question: Question, calendar: Calendar, access: Access) -> Known:
    """Return what the log knows of the currencies of the question's events."""
    return consult(
        currencies=access.reading().currencies,
        measures=question.measures,
        own=calendar.currency,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What one statement found, in all commits up to `batch`."""

    levels: Levels
    statement: MeasuredStatement
    batch: int


def read_levels(
    *,
    question: Question,
    calendar: Calendar,
    access: Access,
    known: Known,
    periods: Periods | None,
    after: int | None = None,
    windows: Windows | None = None,
) -> Found:
    """Read the question's statistics.

    `after`: only of events that were committed after that. `windows`: not of periods, which are
    their pieces then, but of windows; of different persons and values how many more there are in
    each than in the one before.
    """
    where = _narrowing(question)
    reading = access.reading(
        properties=needed_properties(
            measures=question.measures, where=where, breakdown=question.breakdown
        )
    )
    # What came later than what is kept was never rolled up.
    with_totals = after is None and totals.are_asked(
        question=question, periods=periods, reading=reading
    )
    plan = Plan(
        measures=question.measures,
        where=where,
        start=question.start,
        end=question.end,
        periods=periods,
        breakdown=question.breakdown,
        top=totals.MOST_LABELS if with_totals else question.top,
        groups=question.groups,
        internal=question.internal,
        currency=calendar.currency if known.has_money else None,
        look_at_currencies=known.look,
        after=after,
        upto=reading.batch,
        windows=windows,
    )
    if isinstance(question.definition, Quantile):
        plan = replace(plan, counted=_repeat(plan, reading, access))
    statement = render(plan=plan, reading=reading)
    if with_totals:
        return _read_with_totals(question, statement, plan, reading, access)
    levels = sort_rows(rows=access.read(statement), statement=statement)
    return Found(levels, statement, reading.batch)


def _narrowing(question: Question) -> tuple[Filter, ...]:
    """The filters that two measures have in common; those of one are its own."""
    definition = question.definition
    return definition.where if isinstance(definition, Ratio | PerPerson) else ()


def _read_with_totals(
    question: Question,
    statement: MeasuredStatement,
    plan: Plan,
    reading: Informed,
    access: Access,
) -> Found:
    both = render_with_totals(statement=statement, plan=plan, reading=reading)
    levels = totals.sort_all(rows=access.read(both), statement=both, question=question)
    return Found(levels, both, reading.batch)


def _repeat(plan: Plan, reading: Informed, access: Access) -> bool:
    """Whether the numbers of a quantile repeat: then it is faster to count them."""
    ((different, numbers),) = access.read(render_sample(plan=plan, reading=reading))
    return bool(different <= REPEATS * numbers)


def make(*, question: Question, basis: Basis, began: float) -> Computed:
    """Return the values of statistics; `began` is when (`perf_counter`) the work on them did."""
    made = _Maker(question, basis.known, basis.periods).make(basis)
    return replace(made, milliseconds=(perf_counter() - began) * 1000)


class _Maker:
    """Turns cells into values. What has no cell is nothing: 0, or no value at all."""

    def __init__(self, question: Question, known: Known, periods: Periods | None) -> None:
        self.question = question
        self.money = known.money
        self.look = known.look
        self.starts = () if periods is None else periods.starts
        self.nothing = Cell(tuple({} for _ in question.measures), 0)

    def make(self, basis: Basis) -> Computed:
        """Return all values."""
        levels = basis.levels
        by_currency = "currency" in self.question.breakdown
        return Computed(
            figure=self._figure(levels.total, may_mix=by_currency),
            points=self._points(levels.points, may_mix=by_currency),
            groups=tuple(
                self._group(labels, cell, levels.cells.get(labels, {}))
                for labels, cell in levels.groups.items()
            ),
            statement=basis.statement,
            milliseconds=0.0,
            basis=basis,
        )

    def _figure(self, cell: Cell, *, may_mix: bool = False) -> Figure:
        definition = self.question.definition
        if not isinstance(definition, Statistical):
            raise TypeError(definition)
        try:
            return figure_of(
                definition=definition,
                statistics=cell.statistics,
                events=cell.events,
                money=self.money,
            )
        except MixedCurrencies:
            if not may_mix:
                raise
            return Figure(value=None, unit="", events=cell.events)

    def _points(self, cells: dict[int, Cell], *, may_mix: bool) -> tuple[Point, ...]:
        nothing, read = self.nothing, self._reader(may_mix=may_mix)
        return tuple(
            Point(start, read(cells.get(b, nothing))) for b, start in enumerate(self.starts)
        )

    def _reader(self, *, may_mix: bool) -> Callable[[Cell], Number | None]:
        """A chart has thousands of points: what they are in is asked where that may differ."""
        measure = self.question.definition
        if self.look or not isinstance(measure, Measure):
            return lambda cell: self._figure(cell, may_mix=may_mix).value
        return lambda cell: value_of(measure=measure, own=cell.statistics[0])

    def _group(self, labels: Labels, cell: Cell, cells: dict[int, Cell]) -> Group:
        mixed = "currency" in self.question.breakdown
        figure = self._figure(cell, may_mix=mixed)
        points = self._points(cells, may_mix=mixed)
        return Group(labels[1], figure.value, figure.unit, points, other=labels[0])
