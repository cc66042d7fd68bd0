"""From a question to figures: settle its time, render, read once, make values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import Any

from tenfold.eventlog.store import EventLog, Reading
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.definitions import Measure
from tenfold.metrics.figures import (
    Figure,
    MixedCurrencies,
    Number,
    Statistics,
    figure_of,
    value_of,
)
from tenfold.metrics.knowledge import Known, consult
from tenfold.metrics.questions import Question
from tenfold.metrics.sql import Plan, Statement, needed_properties, render
from tenfold.metrics.sql.statement import CELL, GROUP, POINT, TOTAL

_INSTANT = timedelta(microseconds=1)
_Label = tuple[str | None, bool]


@dataclass(frozen=True, slots=True)
class Computed:
    """All numbers of one question, without what depends on who asks and when."""

    figure: Figure
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    statement: Statement
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """Statistics of each measure, and how many events they were made of."""

    statistics: tuple[Statistics, ...]
    events: int


@dataclass(slots=True)
class _Levels:
    """What a statement returned; groups in the order of their size."""

    total: _Cell
    points: dict[int, _Cell] = field(default_factory=dict)
    groups: dict[_Label, _Cell] = field(default_factory=dict)
    cells: dict[_Label, dict[int, _Cell]] = field(default_factory=dict)


def compute(*, question: Question, calendar: Calendar, log: EventLog) -> Computed:
    """Return the numbers. Raises `MixedCurrencies`, `TooManyPeriods`, `QueryTooLong`."""
    began = perf_counter()
    periods = _settle(question, calendar, log)
    known = _consult(question, calendar, log.reading())
    statement, rows = _read(question, calendar, log, known, periods)
    after = _consult(question, calendar, log.reading())
    if after != known:  # a currency came up while we read
        known = after
        statement, rows = _read(question, calendar, log, known, periods)
    levels = _sort(rows, statement)
    return _Maker(question, known, periods).make(levels, statement, (perf_counter() - began) * 1000)


def _consult(question: Question, calendar: Calendar, reading: Reading) -> Known:
    return consult(
        currencies=reading.currencies,
        measures=question.measures,
        own=calendar.currency,
    )


def _settle(question: Question, calendar: Calendar, log: EventLog) -> Periods | None:
    """Return the periods of the question; None where it wants no points, or has none."""
    if question.grain is None:
        return None
    start, end = question.start, question.end
    if start is None or end is None:
        reading = log.reading()
        extent = reading.whole_extent if question.internal else reading.extent
        if extent is None:
            return None
        start, end = start or extent[0], end or extent[1] + _INSTANT
    if start >= end:
        return None
    return calendar.periods(grain=question.grain, start=start, end=end)


def _read(
    question: Question, calendar: Calendar, log: EventLog, known: Known, periods: Periods | None
) -> tuple[Statement, list[tuple[Any, ...]]]:
    where = () if len(question.measures) == 1 else question.definition.where
    properties = needed_properties(
        measures=question.measures, where=where, breakdown=question.breakdown
    )
    plan = Plan(
        measures=question.measures,
        where=where,
        start=question.start,
        end=question.end,
        periods=periods,
        breakdown=question.breakdown,
        top=question.top,
        internal=question.internal,
        currency=calendar.currency if known.has_money else None,
        look_at_currencies=known.look,
    )
    statement = render(plan=plan, reading=log.reading(properties=properties))
    return statement, log.read(statement.text, statement.parameters)


def _sort(rows: Sequence[tuple[Any, ...]], statement: Statement) -> _Levels:
    if statement.simple:
        return _Levels(total=_cell(rows[0], statement))
    levels = _Levels(total=_Cell((), 0))
    for level, b, label, other, *rest in sorted(rows, key=lambda row: row[1] or 0):
        cell = _cell(rest, statement)
        if level == TOTAL:
            levels.total = cell
        elif level == POINT:
            levels.points[b] = cell
        elif level == GROUP:
            levels.groups[label, other] = cell
        elif level == CELL:
            levels.cells.setdefault((label, other), {})[b] = cell
    return levels


def _cell(row: Sequence[Any], statement: Statement) -> _Cell:
    first, *others = statement.roles
    events = int(row[0] or 0)
    if not others:  # by far the most
        return _Cell((dict(zip(first, row[1:], strict=True)),), events)
    statistics, position = [], 1
    for roles in statement.roles:
        values = row[position : position + len(roles)]
        statistics.append(dict(zip(roles, values, strict=True)))
        position += len(roles)
    return _Cell(tuple(statistics), events)


class _Maker:
    """Turns cells into values. What has no cell is nothing: 0, or no value at all."""

    def __init__(self, question: Question, known: Known, periods: Periods | None) -> None:
        self.question = question
        self.money = known.money
        self.look = known.look
        self.starts = () if periods is None else periods.starts
        self.nothing = _Cell(tuple({} for _ in question.measures), 0)

    def make(self, levels: _Levels, statement: Statement, milliseconds: float) -> Computed:
        by_currency = self.question.breakdown == "currency"
        return Computed(
            figure=self._figure(levels.total, may_mix=by_currency),
            points=self._points(levels.points, may_mix=by_currency),
            groups=tuple(
                self._group(label, cell, levels.cells.get(label, {}))
                for label, cell in levels.groups.items()
            ),
            statement=statement,
            milliseconds=milliseconds,
        )

    def _figure(self, cell: _Cell, *, may_mix: bool = False) -> Figure:
        try:
            return figure_of(
                definition=self.question.definition,
                statistics=cell.statistics,
                events=cell.events,
                money=self.money,
            )
        except MixedCurrencies:
            if not may_mix:
                raise
            return Figure(value=None, unit="", events=cell.events)

    def _points(self, cells: dict[int, _Cell], *, may_mix: bool) -> tuple[Point, ...]:
        nothing, read = self.nothing, self._reader(may_mix=may_mix)
        return tuple(
            Point(start, read(cells.get(b, nothing))) for b, start in enumerate(self.starts)
        )

    def _reader(self, *, may_mix: bool) -> Callable[[_Cell], Number | None]:
        """A chart has thousands of points: what they are in is asked where that may differ."""
        measure = self.question.definition
        if self.look or not isinstance(measure, Measure):
            return lambda cell: self._figure(cell, may_mix=may_mix).value
        return lambda cell: value_of(measure=measure, own=cell.statistics[0])

    def _group(self, label: _Label, cell: _Cell, cells: dict[int, _Cell]) -> Group:
        mixed = self.question.breakdown == "currency"
        figure = self._figure(cell, may_mix=mixed)
        points = self._points(cells, may_mix=mixed)
        return Group(label[0], figure.value, figure.unit, points, other=label[1])
