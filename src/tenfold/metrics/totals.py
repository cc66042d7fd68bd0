"""Questions that reach back into a time of which only totals are kept.

What adds up, and asks for nothing but names, sources and currencies, is answered from events and totals
together. Anything else looks at the events that are kept, and says so; where there are none it is
refused, because nothing is not what happened.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tenfold.eventlog.store import Reading
from tenfold.kit.clock import to_micros
from tenfold.kit.refusal import Refusal
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import settle
from tenfold.metrics.definitions import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    OfNumbers,
    Ratio,
    Sum,
    occurrences_of,
)
from tenfold.metrics.definitions.names import Speaks, split_name
from tenfold.metrics.figures import value_of
from tenfold.metrics.levels import Cell, Labels, Levels, merge, put_together, sort_rows, to_cell
from tenfold.metrics.questions import Question
from tenfold.metrics.sql import MeasuredStatement
from tenfold.metrics.sql.fields import Statement
from tenfold.metrics.sql.totals import TOTALS, Reach, render_reach

MOST_LABELS = 10_000
"""How many labels are told apart before the largest of events and totals together are known."""

_ADD_UP = (Count, Sum, Mean, Min, Max)
_KEPT = frozenset({"name", "source", "currency"})
_SLOT = timedelta(minutes=15)


class OnlyTotalsKept(Refusal):
    """A question needs single events of a time of which only totals are kept."""

    code = "only_totals_kept"
    status = 409


def are_asked(*, question: Question, periods: Periods | None, reading: Reading) -> bool:
    """Return whether the question reaches into totals and can be answered with them."""
    until = _known_until(reading)
    if until is None or not _reaches(question, until):
        return False
    bounds = () if periods is None else periods.bounds
    edges = [edge for edge in (question.start, question.end, *bounds) if edge is not None]
    return _can_tell(question) and all(_is_whole(edge) for edge in edges if edge < until)


def may_be_asked(*, question: Question, reading: Reading) -> bool:
    """Return whether the question may have to be answered with totals, whatever its periods."""
    until = _known_until(reading)
    return until is not None and _reaches(question, until) and _can_tell(question)


def _known_until(reading: Reading) -> datetime | None:
    return max(reading.rolled_before.values(), default=None) if reading.rolled else None


def _reaches(question: Question, until: datetime) -> bool:
    return question.start is None or question.start < until


def _is_whole(edge: datetime) -> bool:
    return to_micros(at=edge) % (_SLOT // timedelta(microseconds=1)) == 0


def _can_tell(question: Question) -> bool:
    definition = question.definition
    if not isinstance(definition, Measure | Ratio):
        return False
    named = question.properties | set(question.breakdown)
    return all(_adds_up(one) for one in question.measures) and all(map(_is_kept, named))


def _adds_up(measure: Measure) -> bool:
    own = not isinstance(measure, OfNumbers) or measure.property in (None, "value")
    return type(measure) in _ADD_UP and own


def _is_kept(name: str) -> bool:
    return name in _KEPT or split_name(name)[0] is Speaks.SOURCE


# Events and totals together


def sort_all(
    *, rows: Sequence[tuple[Any, ...]], statement: MeasuredStatement, question: Question
) -> Levels:
    """Return the rows of a statement with totals by what they are about, the largest groups first."""
    if statement.simple:
        first, second = (sort_rows(rows=[row], statement=statement) for row in rows)
        return put_together(kept=first, came=second)
    own = [row for row in rows if row[0] != TOTALS]
    levels = sort_rows(rows=own, statement=statement)
    for _level, b, _other, *rest in (row for row in rows if row[0] == TOTALS):
        labels = tuple(rest[: statement.labels])
        _add(levels, b, (False, labels), to_cell(row=rest[statement.labels :], statement=statement))
    return _ranked(levels, question) if question.breakdown else levels


def _add(levels: Levels, b: int | None, labels: Labels, cell: Cell) -> None:
    if not cell.events:
        return
    levels.total = merge(kept=levels.total, came=cell)
    if b is not None:
        _put(levels.points, b, cell)
    if labels[1]:  # else nothing is broken down
        _put(levels.groups, labels, cell)
    if labels[1] and b is not None:
        _put(levels.cells.setdefault(labels, {}), b, cell)


def _put(cells: dict[Any, Cell], key: Any, cell: Cell) -> None:
    cells[key] = merge(kept=cells[key], came=cell) if key in cells else cell


def _ranked(levels: Levels, question: Question) -> Levels:
    """Keep the groups that were asked for, or the largest, and put all others together."""
    wanted = _wanted(levels, question)
    others: Labels = (True, ())
    ranked = Levels(total=levels.total, points=levels.points)
    ranked.groups = {labels: levels.groups[labels] for labels in wanted if labels in levels.groups}
    for labels, cell in levels.groups.items():
        if labels not in ranked.groups:
            _put(ranked.groups, others, cell)
    for labels, cells in levels.cells.items():
        target = ranked.cells.setdefault(labels if labels in ranked.groups else others, {})
        for b, cell in cells.items():
            _put(target, b, cell)
    return ranked


def _wanted(levels: Levels, question: Question) -> Iterable[Labels]:
    if question.groups is not None:
        return [(False, labels) for labels in question.groups]
    named = [labels for labels in levels.groups if not labels[0]]
    return sorted(named, key=lambda labels: _place(labels, levels.groups[labels], question))[
        : question.top
    ]


def _place(labels: Labels, cell: Cell, question: Question) -> tuple[object, ...]:
    first = question.measures[0]
    alone = len(question.measures) == 1 and isinstance(first, Count | Sum)
    size = value_of(measure=first, own=cell.statistics[0]) if alone else cell.events
    return (-(size or 0), *((label is None, label or "") for label in labels[1]))


# What only events could tell


def find_notes(*, question: Question, calendar: Calendar, access: Access) -> tuple[str, ...]:
    """Return what is to be said of an answer that looks at the events that are kept only.

    Raises `OnlyTotalsKept` where none of the events that it is about are kept.
    """
    reading = access.reading()
    until = _known_until(reading)
    if until is None or not _reaches(question, until):
        return ()
    periods = settle(question=question, calendar=calendar, access=access)
    if are_asked(question=question, periods=periods, reading=reading):
        return ()
    names = frozenset(one.event for one in occurrences_of(question.definition)) or {None}
    reach = Reach(frozenset(names), question.start, question.end)
    text, parameters = render_reach(reach=reach, reading=reading)
    ((totals, events),) = access.read(Statement(text, parameters))
    if not totals:
        return ()
    day = date_format(calendar.to_local(at=until).date())
    if not events:
        raise OnlyTotalsKept(
            _("Of these events only totals are kept before %(day)s.") % {"day": day},
            next_step=_(
                "Ask how many there were or what they came to, or about the time after that."
            ),
        )
    return (
        _(
            "Before %(day)s only totals are kept of some of these events; this looks at the events"
            " that are kept."
        )
        % {"day": day},
    )
