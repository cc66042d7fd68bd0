"""Questions about the same time, read together: one scan for what adds up, one for persons.

What several of them need is read once, and each gets its own statistics of it, so that a page of
twelve numbers costs little more than its dearest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from tenfold.metrics import measured
from tenfold.metrics.access import Access
from tenfold.metrics.cache import Outcome
from tenfold.metrics.calendar import Calendar, Periods
from tenfold.metrics.computed import settle
from tenfold.metrics.definitions import (
    Count,
    Every,
    Filter,
    Max,
    Mean,
    Measure,
    Min,
    Op,
    PerPerson,
    Persons,
    Ratio,
    Some,
    Sum,
    Test,
)
from tenfold.metrics.figures import MixedCurrencies, Statistical
from tenfold.metrics.knowledge import Known
from tenfold.metrics.levels import Basis, Cell, Levels, sort_rows
from tenfold.metrics.questions import Question
from tenfold.metrics.renewing import looks_at_persons
from tenfold.metrics.sql import (
    MOST_CROWDS,
    Crowds,
    MeasuredStatement,
    Plan,
    needed_properties,
    render,
    render_crowds,
)

MOST = MOST_CROWDS // 2
"""Questions that are read at once: each may divide one count of persons by another."""

_MEASURES = (Count, Sum, Mean, Min, Max, Persons)


def can_be_together(*, question: Question) -> bool:
    """Return whether a question can be read with others: it is made of what adds up, or persons."""
    return (
        isinstance(question.definition, Statistical)
        and not question.breakdown
        and all(isinstance(one, _MEASURES) for one in question.measures)
        and not looks_at_persons(question=question)
    )


def frame_of(*, question: Question, known: Known) -> tuple[Any, ...]:
    """Return what questions must have in common to be read together."""
    asked = (question.start, question.end, question.grain, question.internal)
    # What a value is in where it does not say matters only to those who look.
    looks = known.look or "currency" in question.properties
    return (*asked, known.look, known.has_money if looks else None)


def compute(
    *,
    questions: Mapping[str, Question],
    known: Mapping[str, Known],
    calendar: Calendar,
    access: Access,
) -> dict[str, Outcome]:
    """Return the numbers of questions of one frame, or what one is refused for.

    `known`: of each, before anything is read. A question of which more is known afterwards is left
    out. Raises `TooManyPeriods`, and what the log refuses.
    """
    began = perf_counter()
    one = next(iter(questions.values()))
    periods = settle(question=one, calendar=calendar, access=access)
    sheet = _Sheet(questions)
    has_money = any(known[key].has_money for key in questions)
    read = _Reader(
        sheet=sheet,
        question=one,
        periods=periods,
        access=access,
        currency=calendar.currency if has_money else None,
        look=any(known[key].look for key in questions),
    ).read()
    found: dict[str, Outcome] = {}
    for key, question in questions.items():
        after = measured.consult_log(question=question, calendar=calendar, access=access)
        if after == known[key]:  # else a currency came up while we read
            basis = read.basis(sheet.shares[key], known[key], periods)
            found[key] = _make(question, basis, began)
    return found


def _make(question: Question, basis: Basis, began: float) -> Outcome:
    try:
        return measured.make(question=question, basis=basis, began=began)
    except MixedCurrencies as refusal:
        return refusal


@dataclass(frozen=True, slots=True)
class _Share:
    """Where one question's statistics are: for each measure its place; `tally` counts its events.

    Places of measures that add up count from 0, those of crowds too (`crowd` says which).
    """

    places: tuple[tuple[bool, int], ...]
    tally: int


class _Sheet:
    """All that must be read for some questions, each thing once."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.adding: list[Measure] = []
        self.crowds: list[Persons] = []
        self.shares = {key: self._share(question) for key, question in questions.items()}

    def _share(self, question: Question) -> _Share:
        definition = question.definition
        where = definition.where if isinstance(definition, Ratio | PerPerson) else ()
        measures = [replace(one, where=one.where + where) for one in question.measures]
        return _Share(
            places=tuple(
                (isinstance(one, Persons), _place(one, self._list_of(one))) for one in measures
            ),
            tally=_place(_count_events(measures), self.adding),
        )

    def _list_of(self, measure: Measure) -> list[Any]:
        return self.crowds if isinstance(measure, Persons) else self.adding


def _place(measure: Measure, among: list[Any]) -> int:
    if measure not in among:
        among.append(measure)
    return among.index(measure)


def _count_events(measures: Sequence[Measure]) -> Count:
    """Return the count of all events that one of the measures is about."""
    about = {(one.event, one.where) for one in measures}
    if len(about) == 1:
        return Count(event=measures[0].event, where=measures[0].where)
    either = [_one_filter(event, where) for event, where in sorted(about, key=repr)]
    return Count(where=(Some(tuple(either)),))


def _one_filter(event: str | None, where: tuple[Filter, ...]) -> Filter:
    named = () if event is None else (Test("name", Op.IS, event),)
    return Every((*named, *where))


@dataclass(frozen=True, slots=True)
class _Read:
    """What the statements of a sheet returned. Keys: position of the period; None: in all."""

    adding: Levels
    crowds: Mapping[int | None, Sequence[int]]
    roles: Sequence[tuple[str, ...]]
    statement: MeasuredStatement
    batch: int

    def basis(self, share: _Share, known: Known, periods: Periods | None) -> Basis:
        """Return one question's statistics."""
        places = {*self.adding.points, *(b for b in self.crowds if b is not None)}
        levels = Levels(
            total=self._cell(share, None), points={b: self._cell(share, b) for b in places}
        )
        roles = tuple(("key",) if crowd else self.roles[at] for crowd, at in share.places)
        statement = replace(self.statement, roles=roles)
        return Basis(levels, periods, known, self.batch, statement)

    def _cell(self, share: _Share, b: int | None) -> Cell:
        adding = self.adding.total if b is None else self.adding.points.get(b)
        crowds = self.crowds.get(b)
        statistics = tuple(
            {"key": crowds[at] if crowds else 0}
            if crowd
            else dict(adding.statistics[at])
            if adding
            else {}
            for crowd, at in share.places
        )
        events = adding.statistics[share.tally]["n"] if adding else 0
        return Cell(statistics, int(events or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads a sheet; `question` is any of it, for what they have in common."""

    sheet: _Sheet
    question: Question
    periods: Periods | None
    access: Access
    currency: str | None
    look: bool

    def read(self) -> _Read:
        """Read both statements, as of one commit."""
        batch = self.access.reading().batch
        adding = self._render_adding(batch)
        levels = sort_rows(rows=self.access.read(adding), statement=adding)
        crowds: dict[int | None, Sequence[int]] = {}
        statement = adding
        if self.sheet.crowds:
            of_crowds = self._render_crowds(batch)
            crowds = {b: counts for b, *counts in self.access.read(of_crowds)}
            statement = replace(
                adding,
                text=f"{adding.text};\n{of_crowds.text}",
                parameters={**adding.parameters, **of_crowds.parameters},
            )
        return _Read(levels, crowds, adding.roles, statement, batch)

    def _render_adding(self, batch: int) -> MeasuredStatement:
        measures = tuple(self.sheet.adding)
        properties = needed_properties(measures=measures, where=(), breakdown=())
        plan = Plan(
            measures=measures,
            where=(),
            start=self.question.start,
            end=self.question.end,
            periods=self.periods,
            breakdown=(),
            top=self.question.top,
            internal=self.question.internal,
            currency=self.currency,
            look_at_currencies=self.look,
            upto=batch,
        )
        return render(plan=plan, reading=self.access.reading(properties=properties))

    def _render_crowds(self, batch: int) -> Any:
        crowds = tuple(self.sheet.crowds)
        plan = Crowds(
            crowds=crowds,
            start=self.question.start,
            end=self.question.end,
            periods=self.periods,
            internal=self.question.internal,
            upto=batch,
            currency=self.currency,
        )
        properties = needed_properties(measures=crowds, where=(), breakdown=())
        return render_crowds(plan=plan, reading=self.access.reading(properties=properties))
