"""How many of those who begin in a period come back later: cohorts, and all of them together.

A person begins at their first start ever (if that was before the time asked for, they are in no
cohort of it), or, of recurring cohorts, in each period in which they start. A breakdown tells
persons apart by what their first start (of the period) says.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.access import Access
from tenfold.metrics.analyses.asked import currency_of, group_of
from tenfold.metrics.analyses.cohorts import Cohort, Counted, Offset, Offsets, Retained
from tenfold.metrics.analyses.spans import Span, span_of
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.behind import Behind, Selection, gather, no_such_part
from tenfold.metrics.calendar import Calendar, TooManyPeriods
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Occurrence, Retention, occurrences_of
from tenfold.metrics.figures import SHARE, Figure
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.fields import Statement, needed_properties
from tenfold.metrics.sql.retention import (
    BACK,
    COHORT,
    EVENTS,
    GROUP,
    GROUP_BACK,
    GROUP_COHORT,
    Members,
    RetentionPlan,
    render,
    render_who,
)

MAX_CELLS = 500_000
"""Numbers in one answer: the days of nearly three years, each followed to the end."""

_Labels = tuple[str | None, ...]


@dataclass(slots=True)
class _Counts:
    """What a statement returned: persons by cohort; who came back by cohort and offset."""

    events: int = 0
    sizes: dict[int, int] = field(default_factory=dict)
    back: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[int, _Labels] = field(default_factory=dict)
    group_sizes: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    group_back: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the cohorts, and as the number the share that came back in the first period after.

    Raises `TooManyPeriods`, `QueryTooLong`.
    """
    began = perf_counter()
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None:
        return _nothing(definition, began)
    _require_few_cells(definition, span)
    plan = _plan(question, calendar, span, access)
    statement = render(plan=plan, reading=access.reading(properties=_properties(question)))
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
    """Return who is in a cohort, came back to it, or (`dropped`) did not.

    Of who came back, the events are those of that period (rolling: from then on); of the others,
    those that they began with in their first period. Raises `InvalidQuestion`.
    """
    definition = _definition_of(question)
    span = span_of(question=question, calendar=calendar, access=access, grain=definition.grain)
    if span is None:
        raise no_such_part()
    members = _members(question, selection, span)
    if members.stayed_away and not members.offset:
        return Behind(persons=(), total=0)  # everybody is there in their first period
    statement = render_who(
        plan=_plan(question, calendar, span, access),
        members=members,
        reading=access.reading(properties=_properties(question)),
        limit=limit,
    )
    return gather(rows=access.read(statement))


def _definition_of(question: Question) -> Retention:
    if not isinstance(question.definition, Retention):
        raise TypeError(question.definition)
    return question.definition


def _plan(question: Question, calendar: Calendar, span: Span, access: Access) -> RetentionPlan:
    definition = _definition_of(question)
    return RetentionPlan(
        start=definition.start or Occurrence(),
        back=definition.back or Occurrence(),
        where=definition.where,
        periods=span.periods,
        since=span.since,
        until=span.until,
        earlier=span.earlier,
        of=definition.of,
        mode=definition.mode,
        longest=definition.periods,
        breakdown=question.breakdown,
        top=question.top,
        internal=question.internal,
        currency=currency_of(calendar=calendar, access=access),
    )


def _properties(question: Question) -> tuple[str, ...]:
    filters = [one for part in occurrences_of(question.definition) for one in part.where]
    return needed_properties(measures=(), where=filters, breakdown=question.breakdown)


def _require_few_cells(definition: Retention, span: Span) -> None:
    counted = Counted(definition, span.last)
    if sum(counted.length(cohort) + 1 for cohort in range(span.last + 1)) <= MAX_CELLS:
        return
    raise TooManyPeriods(
        _(
            "From %(first)s to %(last)s there are %(count)d cohorts by %(grain)s: more than"
            " anybody can look at."
        )
        % {
            "first": span.periods.starts[0].date().isoformat(),
            "last": span.periods.starts[-1].date().isoformat(),
            "count": span.last + 1,
            "grain": definition.grain.value,
        },
        next_step=_(
            "Ask by a longer period, say from when, or follow each cohort for fewer periods"
            ' ("periods": 30).'
        ),
        field="grain",
    )


def _members(question: Question, selection: Selection, span: Span) -> Members:
    cohort = None
    if selection.start is not None:
        if selection.start not in span.periods.bounds[:-1]:
            raise no_such_part()
        cohort = span.periods.bounds.index(selection.start)
    offset = selection.offset
    if offset is not None and not 0 <= offset <= span.last - (cohort or 0):
        raise no_such_part()
    return Members(
        cohort=cohort,
        offset=offset,
        stayed_away=selection.dropped,
        group=group_of(question=question, selection=selection),
    )


def _sort(rows: Iterable[tuple[Any, ...]]) -> _Counts:
    counts = _Counts()
    for level, place, cohort, offset, found, *labels in rows:
        count = int(found or 0)
        if level == COHORT:
            counts.sizes[cohort] = count
        elif level == BACK:
            counts.back[cohort][offset] = count
        elif level == GROUP:
            counts.labels[place] = tuple(labels)
        elif level == GROUP_COHORT:
            counts.group_sizes[place][cohort] = count
        elif level == GROUP_BACK:
            counts.group_back[place][offset] = count
        elif level == EVENTS:
            counts.events = count
    return counts


@dataclass(frozen=True, slots=True)
class _Maker:
    """Turns counts into an answer."""

    definition: Retention
    span: Span
    top: int

    @property
    def counted(self) -> Counted:
        return Counted(self.definition, self.span.last)

    def make(self, counts: _Counts, statement: Statement, began: float) -> Computed:
        together: defaultdict[int, int] = defaultdict(int)
        for back in counts.back.values():
            for offset, count in back.items():
                together[offset] += count
        offsets = self.counted.offsets(sizes=counts.sizes, back=together)
        cohorts = {cohort: self._cohort(cohort, counts) for cohort in sorted(counts.sizes)}
        after = offsets.next
        return Computed(
            figure=Figure(
                value=None if after is None else after.share, unit=SHARE, events=counts.events
            ),
            points=self._points(cohorts),
            groups=tuple(self._group(place, counts) for place in sorted(counts.group_sizes)),
            statement=statement,
            milliseconds=(perf_counter() - began) * 1000,
            detail=Retained(self.definition, tuple(cohorts.values()), offsets),
            interval=None if after is None else after.interval,
            sample=0 if after is None else after.eligible,
        )

    def _cohort(self, cohort: int, counts: _Counts) -> Cohort:
        length = self.counted.length(cohort)
        returned = self.counted.returned(
            size=counts.sizes[cohort], back=counts.back[cohort], length=length
        )
        complete = self.span.finished or cohort + length < self.span.last
        start = self.span.periods.bounds[cohort].astimezone(self.span.periods.zone)
        return Cohort(start, counts.sizes[cohort], returned, complete)

    def _points(self, cohorts: dict[int, Cohort]) -> tuple[Point, ...]:
        """For each period the share of its cohort that came back in the one after."""
        return tuple(
            Point(start, _share_after(cohorts.get(number)))
            for number, start in enumerate(self.span.periods.starts)
        )

    def _group(self, place: int, counts: _Counts) -> Group:
        offsets = self.counted.offsets(
            sizes=counts.group_sizes[place], back=counts.group_back[place]
        )
        after = offsets.next
        return Group(
            labels=counts.labels.get(place, ()),
            value=None if after is None else after.share,
            unit=SHARE,
            other=place > self.top,
            detail=offsets,
            interval=None if after is None else after.interval,
            sample=0 if after is None else after.eligible,
        )


def _share_after(cohort: Cohort | None) -> Any:
    if cohort is None or len(cohort.returned) < 2:
        return None
    return Offset(1, cohort.size, cohort.returned[1], None).share


def _nothing(definition: Retention, began: float) -> Computed:
    return Computed(
        figure=Figure(value=None, unit=SHARE),
        points=(),
        groups=(),
        statement=Statement(text="", parameters={}),
        milliseconds=(perf_counter() - began) * 1000,
        detail=Retained(definition, (), Offsets(())),
        sample=0,
    )
