"""Numbers made of other numbers, period by period."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Union

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.analyses import Conversion
from tenfold.metrics.definitions.arithmetic import Node, names_in, read_arithmetic
from tenfold.metrics.definitions.durations import Duration, duration
from tenfold.metrics.definitions.filters import Filter, Op, Test, filters
from tenfold.metrics.definitions.forms import Form, Schema, one_of, part, text, whole
from tenfold.metrics.definitions.measures import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    Persons,
    Quantile,
    Sum,
    Unique,
)
from tenfold.metrics.definitions.reading import read_object, refuse

MAX_PARTS = 10
MAX_LEAVES = 30
MAX_FORMULAS = 3
"""A formula of a formula of a formula: no deeper."""


_BY_SOMEBODY = Test("actor", Op.EXISTS)
_MEASURES = (Count, Persons, Unique, Sum, Mean, Min, Max, Quantile)


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One measure for each of another: `of` divided by `per`. Where `per` is 0 there is none.

    `where` narrows both.
    """

    kind: ClassVar[str] = "ratio"
    of: Measure = part(one_of(*_MEASURES))
    per: Measure = part(one_of(*_MEASURES))
    where: tuple[Filter, ...] = part(filters(), default=())


@dataclass(frozen=True, kw_only=True)
class PerPerson:
    """What is counted or added up, for each person who has a part in it: orders per customer.

    Events of nobody are left out on both sides. Where there is nobody there is none. `where`
    narrows the events that are measured, and so the persons.
    """

    kind: ClassVar[str] = "per_person"
    of: Count | Sum = part(one_of(Count, Sum))
    where: tuple[Filter, ...] = part(filters(), default=())

    @property
    def of_persons(self) -> Measure:
        """What persons did of what is measured."""
        return replace(self.of, where=(*self.of.where, _BY_SOMEBODY))

    @property
    def per(self) -> Persons:
        """The persons who did it."""
        return Persons(event=self.of.event, where=(*self.of.where, _BY_SOMEBODY))


@dataclass(frozen=True, kw_only=True)
class Rolling:
    """A number over the time `over` up to the end of each period: 7-day active, 12-month revenue.

    At the end of the period, so that the period itself is in it; what happened before the question's
    time counts as far as it reaches back. Days, weeks, months and years are those of the calendar.
    Without periods, and of a period that is not over: up to the end of the question.
    """

    kind: ClassVar[str] = "rolling"
    of: Measure | Ratio | PerPerson = part(one_of(*_MEASURES, Ratio, PerPerson))
    over: Duration = part(duration())
    where: tuple[Filter, ...] = part(filters(), default=())


@dataclass(frozen=True, kw_only=True)
class Named:
    """A metric that the company has defined, by its name.

    version  as it was defined then; None: as it is defined at the time
    """

    kind: ClassVar[str] = "metric"
    name: str = part(text())
    version: int | None = part(whole(least=1, most=1_000_000), default=None)


Part = Union[Measure, Ratio, PerPerson, Rolling, Named, Conversion, "Formula"]


def _part() -> Form:
    return one_of(*_MEASURES, Ratio, PerPerson, Rolling, Conversion, Named, Formula)


def _read_letters(given: Any, place: str) -> tuple[tuple[str, Part], ...]:
    spec = read_object(given, field=place)
    if not 1 <= len(spec) <= MAX_PARTS:
        raise refuse(
            _("A formula is made of 1 to %(most)d metrics.") % {"most": MAX_PARTS}, field=place
        )
    for letter in spec:
        if not (letter.isascii() and letter.isidentifier() and len(letter) <= 40):
            raise refuse(
                _("“%(letter)s” cannot stand for a metric.") % {"letter": letter[:40]},
                field=place,
                next_step=_("Use letters, digits and underscores, such as a, b or new_customers."),
            )
    return tuple((letter, _part().read(one, f"{place}.{letter}")) for letter, one in spec.items())


def _write_letters(said: tuple[tuple[str, Part], ...]) -> Schema:
    return {letter: _part().write(one) for letter, one in said}


def _schema_of_letters() -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]{0,39}$"},
        "additionalProperties": _part().schema(),
        "minProperties": 1,
        "maxProperties": MAX_PARTS,
    }


@dataclass(frozen=True, kw_only=True)
class Formula:
    """Arithmetic over metrics: `text` is made of their letters, numbers, + - * / and brackets.

    `of` says what each letter stands for. Divided by 0, or with a part that has no value, there is
    none. `where` narrows every part.
    """

    kind: ClassVar[str] = "formula"
    text: str = part(text())
    of: tuple[tuple[str, Part], ...] = part(Form(_read_letters, _write_letters, _schema_of_letters))
    where: tuple[Filter, ...] = part(filters(), default=())

    def __post_init__(self) -> None:
        known = [letter for letter, _one in self.of]
        used = set(names_in(self.tree))
        for letter in used - set(known):
            raise refuse(
                _("“%(letter)s” stands for nothing.") % {"letter": letter},
                field="text",
                next_step=_("Say under “of” which metric it is."),
            )
        if len(used) < len(known):
            left = ", ".join(letter for letter in known if letter not in used)
            raise refuse(_("The formula does not use: %(letters)s") % {"letters": left}, field="of")
        if count_parts(self) > MAX_LEAVES:
            raise refuse(
                _("A formula is made of %(most)d metrics at most, those of its formulas included.")
                % {"most": MAX_LEAVES},
                field="of",
            )
        if depth_of(self) > MAX_FORMULAS:
            raise refuse(
                _("Formulas can be made of formulas %(most)d deep.") % {"most": MAX_FORMULAS},
                field="of",
            )

    @property
    def tree(self) -> Node:
        """What the text says."""
        return read_arithmetic(self.text, field="text")


def count_parts(definition: Any) -> int:
    """Return how many numbers a definition is reckoned from: 1, or those of a formula's parts."""
    if not isinstance(definition, Formula):
        return 1
    return sum(count_parts(one) for _letter, one in definition.of)


def depth_of(definition: Any) -> int:
    """Return how many formulas deep a definition is; 0: it is none."""
    if not isinstance(definition, Formula):
        return 0
    return 1 + max(depth_of(one) for _letter, one in definition.of)
