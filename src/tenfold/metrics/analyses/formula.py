"""Arithmetic over metrics: every part is a question of its own, and their answers are put together.

Point by point, group by group and in all. Of a breakdown the first part says which groups there
are, and the others are asked about the same ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics import wording
from tenfold.metrics.answers import Group, Point
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Conversion, Formula, narrowed
from tenfold.metrics.figures import Figure, Number, as_json, of_nothing
from tenfold.metrics.quantities import Quantity, evaluate, quantity
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.sql.fields import Statement, join_statements

Key = tuple[bool, tuple[str | None, ...]]
_OTHER: Key = (True, ())
"""A group: whether it is that of all others, and else the values of the breakdown."""

Ask = Callable[[Sequence[Question]], Sequence[Computed]]
"""Answers questions, each from the same log."""


@dataclass(frozen=True, slots=True)
class PartFigure:
    """What one letter of a formula stood for."""

    letter: str
    value: Number | None
    unit: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers that a formula was reckoned with."""

    parts: tuple[PartFigure, ...]
    figure: Figure

    def sentence(self) -> str:
        """Return the number in plain words."""
        return wording.say(value=self.figure.value, unit=self.figure.unit, previous=None)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "parts": [
                {"letter": one.letter, "value": as_json(one.value), "unit": one.unit}
                for one in self.parts
            ]
        }


def first_parts(question: Question) -> tuple[Question, ...]:
    """Return what a question needs that can be asked at once: itself, or the parts of a formula.

    Parts that wait for the groups of another are not among them.
    """
    formula = question.definition
    if not isinstance(formula, Formula):
        return (question,)
    parts = _parts(formula, question)
    ready = parts[:1] if question.breakdown and question.groups is None else parts
    return tuple(one for part in ready for one in first_parts(part))


def assemble(*, question: Question, ask: Ask) -> Computed:
    """Return the numbers of a formula. Raises what `ask` does, `MixedUnits`, `InvalidQuestion`."""
    formula = question.definition
    if not isinstance(formula, Formula):
        raise TypeError(formula)
    _require_no_funnel_in_groups(question)
    computed = _ask_parts(formula, question, ask)
    return _Assembled(formula, dict(zip(_letters(formula), computed, strict=True))).make(question)


def refuse_who() -> InvalidQuestion:
    """Return the refusal to name who is behind a formula."""
    return InvalidQuestion(
        _("A formula is reckoned from several numbers: nobody in particular is behind it."),
        next_step=_("Ask who is behind one of the metrics that it is made of."),
    )


def _letters(formula: Formula) -> list[str]:
    return [letter for letter, _part in formula.of]


def _parts(formula: Formula, question: Question) -> list[Question]:
    return [
        replace(question, definition=narrowed(part, where=formula.where), compare=None)
        for _letter, part in formula.of
    ]


def _ask_parts(formula: Formula, question: Question, ask: Ask) -> list[Computed]:
    parts = _parts(formula, question)
    if not question.breakdown or question.groups is not None:
        return list(ask(parts))
    (first,) = ask(parts[:1])
    shown = tuple(group.labels for group in first.groups if not group.other)
    return [first, *ask([replace(part, groups=shown) for part in parts[1:]])]


def _require_no_funnel_in_groups(question: Question) -> None:
    parts = _parts(question.definition, question)  # type: ignore[arg-type]
    if question.breakdown and any(isinstance(one.definition, Conversion) for one in parts):
        raise InvalidQuestion(
            _("A formula with a funnel in it cannot be broken down."),
            next_step=_("Break down the funnel alone, or filter by one value."),
            field="breakdown",
        )


@dataclass(frozen=True)
class _Assembled:
    """The answers to the parts of a formula, by their letters."""

    formula: Formula
    parts: Mapping[str, Computed]

    def make(self, question: Question) -> Computed:
        found = self._reckon({letter: one.figure for letter, one in self.parts.items()})
        figures = [one.figure for one in self.parts.values()]
        figure = Figure(
            value=found.value,
            unit=found.unit,
            left_out=sum(one.left_out for one in figures),
            events=sum(one.events for one in figures),
        )
        return Computed(
            figure=figure,
            points=self._points({letter: one.points for letter, one in self.parts.items()}),
            groups=self._groups() if question.breakdown else (),
            statement=self._statement(),
            milliseconds=sum(one.milliseconds for one in self.parts.values()),
            detail=Parts(
                parts=tuple(
                    PartFigure(letter, one.figure.value, one.figure.unit)
                    for letter, one in self.parts.items()
                ),
                figure=figure,
            ),
        )

    def _reckon(self, figures: Mapping[str, Figure | Group]) -> Quantity:
        return evaluate(
            self.formula.tree,
            of={
                letter: quantity(value=one.value, unit=one.unit) for letter, one in figures.items()
            },
        )

    def _points(self, points: Mapping[str, Sequence[Point]]) -> tuple[Point, ...]:
        """Parts have the same periods; where one lacks a period, nothing happened in it."""
        values = {
            letter: {point.start: point.value for point in own} for letter, own in points.items()
        }
        starts = sorted({start for own in values.values() for start in own})
        return tuple(Point(start, self._at(start, values)) for start in starts)

    def _at(
        self, start: datetime, values: Mapping[str, Mapping[datetime, Number | None]]
    ) -> Number | None:
        of = {
            letter: quantity(
                value=own.get(start, self._nothing(letter)), unit=self.parts[letter].figure.unit
            )
            for letter, own in values.items()
        }
        return evaluate(self.formula.tree, of=of).value

    def _groups(self) -> tuple[Group, ...]:
        """As the first part ranked them; what a part does not have is nothing of it."""
        found = {
            letter: {(group.other, group.labels): group for group in one.groups}
            for letter, one in self.parts.items()
        }
        first = next(iter(self.parts.values()))
        wanted = [(False, group.labels) for group in first.groups if not group.other]
        if any(_OTHER in own for own in found.values()):
            wanted.append(_OTHER)
        return tuple(self._group(key, found) for key in wanted)

    def _group(self, key: Key, found: Mapping[str, Mapping[Key, Group]]) -> Group:
        own = {
            letter: groups.get(key)
            or Group(key[1], self._nothing(letter), self.parts[letter].figure.unit, other=key[0])
            for letter, groups in found.items()
        }
        reckoned = self._reckon(own)
        points = self._points({letter: group.points for letter, group in own.items()})
        return Group(key[1], reckoned.value, reckoned.unit, points, other=key[0])

    def _nothing(self, letter: str) -> Number | None:
        return of_nothing(dict(self.formula.of)[letter])

    def _statement(self) -> Statement:
        return join_statements({letter: one.statement for letter, one in self.parts.items()})
