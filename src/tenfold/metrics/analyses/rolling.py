"""Numbers over the time up to the end of each period: 7-day actives, 12-month revenue.

The answer's own number and its groups are the plain question over the last such time. Points are
made of windows (see `metrics.windows`), each measure read by itself, because persons are counted in
another way than sums.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from time import perf_counter
from typing import Any

from tenfold.metrics import measured, measured_behind
from tenfold.metrics.access import Access
from tenfold.metrics.behind import Behind, Selection, no_such_part
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import Computed, settle, settle_time
from tenfold.metrics.definitions import (
    Measure,
    PerPerson,
    Persons,
    Ratio,
    Rolling,
    Unique,
    narrowed,
)
from tenfold.metrics.levels import Basis, Cell, Labels, Levels
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.fields import Statement, join_statements
from tenfold.metrics.windows import Windows, begin_of, windows_of

_OTHER: Labels = (True, ())


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the numbers. Raises what a plain question does, and `InvalidQuestion`."""
    began = perf_counter()
    span = settle_time(question=question, access=access)
    last = measured.compute(
        question=_last(question, calendar, access), calendar=calendar, access=access
    )
    periods = settle(question=question, calendar=calendar, access=access)
    if span is None or periods is None or last.basis is None:
        return replace(last, basis=None)
    return _Points(question, calendar, access, _Last(last.basis, periods, span[1])).make(began)


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who is behind one window: that of a point, or the last."""
    asked = _last(question, calendar, access)
    if selection.start is not None:
        asked = _ending_with(selection.start, question, calendar, access)
    return measured_behind.who(
        question=asked,
        selection=replace(selection, start=None),
        calendar=calendar,
        access=access,
        limit=limit,
    )


def _ending_with(
    start: datetime, question: Question, calendar: Calendar, access: Access
) -> Question:
    """Return the plain question about the window of the period that begins at `start`."""
    periods = settle(question=question, calendar=calendar, access=access)
    if periods is None or start not in periods.bounds[:-1]:
        raise no_such_part()
    end = periods.bounds[periods.bounds.index(start) + 1]
    span = settle_time(question=question, access=access)
    return _plain(question, calendar, end=end if span is None else min(end, span[1]))


def _rolling(question: Question) -> Rolling:
    if not isinstance(question.definition, Rolling):
        raise TypeError(question.definition)
    return question.definition


def _last(question: Question, calendar: Calendar, access: Access) -> Question:
    """Return the plain question about the time up to the end; of an empty log, about nothing."""
    span = settle_time(question=question, access=access)
    return _plain(question, calendar, end=question.end if span is None else span[1])


def _plain(question: Question, calendar: Calendar, *, end: datetime | None) -> Question:
    definition = _rolling(question)
    start = None
    if end is not None:
        start = begin_of(end=end, over=definition.over, calendar=calendar)
    inner: Any = narrowed(definition.of, where=definition.where)
    return replace(question, definition=inner, start=start, end=end, grain=None)


@dataclass(frozen=True, slots=True)
class _Last:
    """What is known once the time up to the end has been read."""

    basis: Basis
    periods: Periods
    end: datetime


class _Points:
    """Reads the windows of one question. `basis` is of the time up to `end`.

    So it is of the last period, too, where that is not over yet: all others are read.
    """

    def __init__(self, question: Question, calendar: Calendar, access: Access, last: _Last) -> None:
        self.question = question
        self.calendar = calendar
        self.access = access
        self.basis = last.basis
        self.periods = last.periods
        self.open = last.periods.bounds[-1] > last.end
        bounds = last.periods.bounds[:-1] if self.open else last.periods.bounds
        self.windows = None
        if len(bounds) > 1:
            self.windows = windows_of(
                periods=replace(last.periods, bounds=bounds),
                over=_rolling(question).over,
                calendar=calendar,
            )
        self.plain = _plain(question, calendar, end=last.end)

    def make(self, began: float) -> Computed:
        """Return the answer: the number and groups at the end, and a point for each window."""
        found = [self._read(measure, self.windows) for measure in self._measures() if self.windows]
        levels = self._put_together([one.levels for one in found])
        basis = replace(self.basis, levels=levels, periods=self.periods)
        computed = measured.make(question=self.plain, basis=basis, began=began)
        statements: dict[str, Statement] = {"last": self.basis.statement}
        statements |= {f"windows_{at}": one.statement for at, one in enumerate(found)}
        return replace(computed, statement=join_statements(statements), basis=None)

    def _measures(self) -> list[Measure]:
        """The measures, each with all filters that narrow it."""
        whole = self.plain.definition
        where = whole.where if isinstance(whole, Ratio | PerPerson) else ()
        return [replace(one, where=one.where + where) for one in self.plain.measures]

    def _read(self, measure: Measure, windows: Windows) -> measured.Found:
        bounds = windows.pieces.bounds
        found = measured.read_levels(
            question=replace(
                self.question,
                definition=measure,
                start=bounds[0],
                end=bounds[-1],
                groups=self._groups(),
            ),
            calendar=self.calendar,
            access=self.access,
            known=self.basis.known,
            periods=windows.pieces,
            windows=windows,
        )
        if not isinstance(measure, Persons | Unique):
            return found
        return replace(found, levels=_summed_up(found.levels, len(windows.first)))

    def _groups(self) -> tuple[tuple[str | None, ...], ...]:
        return tuple(labels for other, labels in self.basis.levels.groups if not other)

    def _put_together(self, found: list[Levels]) -> Levels:
        """Return the windows' cells of all measures side by side."""
        kept = self.basis.levels
        groups = dict(kept.groups)
        if any(_OTHER in one.cells for one in found):
            groups.setdefault(_OTHER, Cell(tuple({} for _ in found), 0))
        return Levels(
            total=kept.total,
            points=self._with_last([one.points for one in found], kept.total),
            groups=groups,
            cells={
                labels: self._with_last([one.cells.get(labels, {}) for one in found], last)
                for labels, last in groups.items()
            },
        )

    def _with_last(self, measures: list[dict[int, Cell]], last: Cell) -> dict[int, Cell]:
        count = 0 if self.windows is None else len(self.windows.first)
        cells = {w: _beside([one.get(w) for one in measures]) for w in range(count)}
        return {**cells, count: last} if self.open else cells


def _beside(cells: list[Cell | None]) -> Cell:
    statistics = tuple({} if one is None else one.statistics[0] for one in cells)
    return Cell(statistics, sum(one.events for one in cells if one is not None))


def _summed_up(levels: Levels, count: int) -> Levels:
    """From the changes from window to window to what there is in each."""
    return Levels(
        total=levels.total,
        points=_running(levels.points, count),
        cells={labels: _running(own, count) for labels, own in levels.cells.items()},
    )


def _running(changes: dict[int, Cell], count: int) -> dict[int, Cell]:
    steps = (
        int(changes[w].statistics[0].get("key") or 0) if w in changes else 0 for w in range(count)
    )
    return {w: Cell(({"key": there},), 0) for w, there in enumerate(accumulate(steps))}
