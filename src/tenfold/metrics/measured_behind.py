"""Who is behind a point or a group of a measure: the persons of its events, the most events first.

Of a number divided by another, those of the first; of a number for each person, those persons.
"""

from dataclasses import replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from tenfold.metrics import measured
from tenfold.metrics.access import Access
from tenfold.metrics.behind import Behind, PersonBehind, Selection
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import settle
from tenfold.metrics.definitions import Every, Filter, Not, Occurrence, Op, Test
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.sql import needed_properties
from tenfold.metrics.sql.behind import render_persons
from tenfold.metrics.sql.scope import Scope

Labels = tuple[str | None, ...]


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who is behind the selection. Raises `InvalidQuestion` where the answer lacks it."""
    measure = question.measures[0]
    start, end = _stretch(question, selection, calendar, access)
    scope = Scope(
        where=(*_whole(question), *_labelled(question, selection, calendar, access)),
        start=start,
        end=end,
        internal=question.internal,
    )
    properties = needed_properties(measures=(measure,), where=scope.where, breakdown=())
    statement = render_persons(
        occurrence=Occurrence(event=measure.event, where=measure.where),
        scope=scope,
        reading=access.reading(properties=properties),
        currency=calendar.currency,
        limit=limit,
    )
    rows = access.read(statement)
    return Behind(
        persons=tuple(
            PersonBehind(row[0], int(row[1]), row[2].replace(tzinfo=UTC)) for row in rows
        ),
        total=int(rows[0][3]) if rows else 0,
    )


def _whole(question: Question) -> tuple[Filter, ...]:
    return getattr(question.definition, "where", ()) if len(question.measures) > 1 else ()


def _stretch(
    question: Question, selection: Selection, calendar: Calendar, access: Access
) -> tuple[datetime | None, datetime | None]:
    """Return the selected period as far as the question reaches; without one, all of its time."""
    if selection.start is None:
        return question.start, question.end
    periods = settle(question=question, calendar=calendar, access=access)
    if periods is None or selection.start not in periods.bounds[:-1]:
        raise _no_such_part()
    at = periods.bounds.index(selection.start)
    start, end = periods.bounds[at : at + 2]
    return max(start, question.start or start), min(end, question.end or end)


def _labelled(
    question: Question, selection: Selection, calendar: Calendar, access: Access
) -> tuple[Filter, ...]:
    if selection.other:
        shown = _labels_shown(question, calendar, access)
        return tuple(Not(Every(_tests(question, labels))) for labels in shown)
    if selection.labels is None:
        return ()
    if len(selection.labels) != len(question.breakdown):
        raise _no_such_part()
    return _tests(question, selection.labels)


def _tests(question: Question, labels: Labels) -> tuple[Filter, ...]:
    pairs = zip(question.breakdown, labels, strict=True)
    return tuple(
        Test(name, Op.IS_MISSING) if label is None else Test(name, Op.IS, label)
        for name, label in pairs
    )


def _labels_shown(question: Question, calendar: Calendar, access: Access) -> list[Labels]:
    """Return the groups that are told apart. All others are the selected one."""
    groups = measured.compute(
        question=replace(question, grain=None, compare=None), calendar=calendar, access=access
    ).groups
    return [one.labels for one in groups if not one.other]


def _no_such_part() -> InvalidQuestion:
    return InvalidQuestion(
        _("The answer has no such part."),
        next_step=_("Ask the question again and choose one of its points."),
    )
