"""A question about a metric: over which time, by which periods, by what, against what."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import (
    Definition,
    Formula,
    Measure,
    Op,
    PerPerson,
    Ratio,
    Rolling,
    Test,
    canonical,
    occurrences_of,
)
from tenfold.metrics.definitions.filters import leaves_of
from tenfold.metrics.definitions.reading import MAX_TEXT

MAX_TOP = 100
MAX_BREAKDOWN = 2
FIRST_YEAR, LAST_YEAR = 1000, 9000


class InvalidQuestion(Refusal):
    """A question has a part that makes no sense: its time, its breakdown, its comparison."""

    code = "invalid_question"


class Compare(StrEnum):
    """With which time before an answer is compared. BEFORE: the period of the same length."""

    BEFORE = "before"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Used:
    """A metric that an answer was made with, as it was defined at that version (0: built in)."""

    name: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody wants to know. Raises `InvalidQuestion` where it makes no sense.

    definition  what to count
    grain       one point for each period of that length; None: only the one number
    start, end  half-open, aware; None: from the first, up to the newest event of the log
    breakdown   one or two properties: one group for each of the `top` largest values (or pairs of
                them) and one for all others; none: no groups
    compare     with which time before, also point by point; needs a start and an end
    internal    count the company's own facts as well
    groups      just these groups and one for all others, instead of the largest: for whoever puts
                answers together
    uses        the metrics that the definition was made with, for the lineage of the answer
    """

    definition: Definition
    grain: Grain | None = None
    start: datetime | None = None
    end: datetime | None = None
    breakdown: tuple[str, ...] = ()
    top: int = 10
    compare: Compare | None = None
    internal: bool = False
    groups: tuple[tuple[str | None, ...], ...] | None = None
    uses: tuple[Used, ...] = ()

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            _check_instant(getattr(self, name), name)
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise InvalidQuestion(
                _("The time ends before it begins."),
                next_step=_("“to” must be later than “from”; it is not included itself."),
                field="to",
            )
        if not 1 <= self.top <= MAX_TOP:
            raise InvalidQuestion(
                _("Between 1 and %(most)d groups can be shown.") % {"most": MAX_TOP}, field="top"
            )
        if self.compare is not None and (self.start is None or self.end is None):
            raise InvalidQuestion(
                _("Without a time there is no time before."),
                next_step=_("Say “from” and “to”."),
                field="compare",
            )
        self._check_breakdown()

    def _check_breakdown(self) -> None:
        names = self.breakdown
        if len(names) > MAX_BREAKDOWN or len(set(names)) < len(names):
            raise InvalidQuestion(
                _("A breakdown is by one property, or by two different ones."), field="breakdown"
            )
        for name in names:
            unreadable = "\x00" in name or any("\ud800" <= letter <= "\udfff" for letter in name)
            if not name.strip() or len(name) > MAX_TEXT or unreadable:
                raise InvalidQuestion(_("A breakdown names a property."), field="breakdown")

    @property
    def names_persons(self) -> bool:
        """Whether single persons are asked for: by their id, or one group for each."""
        return bool(self.properties & {"actor", "person"})

    @property
    def properties(self) -> set[str]:
        """The properties that events are told apart by: in filters, breakdown and steps."""
        filters = [one for part in occurrences_of(self.definition) for one in part.where]
        tests = [one for one in leaves_of(filters) if isinstance(one, Test)]
        named = {
            *self.breakdown,
            *(getattr(self.definition, key, None) for key in ("hold", "show")),
        }
        asked = {one.property for one in tests if not _asks_for_anybody(one)}
        return asked | {one for one in named if one}

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that the definition is made of: one, or two of a ratio; else none."""
        return measures_of(self.definition)

    def key(self) -> str:
        """Return a text that only equal questions have."""
        instants = [one.isoformat() if one else None for one in (self.start, self.end)]
        rest = [self.grain, self.breakdown, self.top, self.compare, self.internal, self.groups]
        return json.dumps([canonical(self.definition), *instants, *rest])


def measures_of(definition: Definition) -> tuple[Measure, ...]:
    """Return the measures that a definition is made of: one, two that are divided, those of all parts.

    None of what follows persons from event to event.
    """
    if isinstance(definition, Measure):
        return (definition,)
    if isinstance(definition, Rolling):
        return measures_of(definition.of)
    if isinstance(definition, Formula):
        return tuple(one for _letter, part in definition.of for one in measures_of(part))
    if isinstance(definition, PerPerson):
        return (definition.of_persons, definition.per)
    return (definition.of, definition.per) if isinstance(definition, Ratio) else ()


def _asks_for_anybody(test: Test) -> bool:
    """Whether somebody did it, whoever: that tells nobody's id."""
    return test.property in ("actor", "person") and test.op in (Op.EXISTS, Op.IS_MISSING)


def _check_instant(at: datetime | None, name: str) -> None:
    if at is None:
        return
    if at.tzinfo is None:
        raise ValueError(f"{name} needs a time zone")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise InvalidQuestion(
            _("The year %(year)d is out of reach.") % {"year": at.year},
            field="from" if name == "start" else "to",
        )


def resolve_comparison(
    *, start: datetime, end: datetime, compare: Compare, calendar: Calendar
) -> tuple[datetime, datetime, Grain | None]:
    """Return [start, end) of the time before, and the unit it lies back (None: none in particular).

    BEFORE means: of one day, week, month, quarter or year exactly, the one before; of whole days,
    as many days before; of anything else, as much time before. The others move both ends back on
    the wall clock, so that "this week until now" is compared with last week until the same hour.
    """
    if compare is Compare.BEFORE:
        unit = _whole_unit(start, end, calendar)
        if unit is None:
            return (*_as_long_before(start, end, calendar), None)
        return calendar.shifted(at=start, grain=unit, by=-1), start, unit
    unit = Grain(compare.value)
    moved = [calendar.shifted(at=at, grain=unit, by=-1) for at in (start, end)]
    if moved[0] >= moved[1]:
        return calendar.shifted(at=start, grain=unit, by=-1), start, unit
    return moved[0], moved[1], unit


def _whole_unit(start: datetime, end: datetime, calendar: Calendar) -> Grain | None:
    for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        bounds = calendar.periods(grain=grain, start=start, end=end).bounds
        if len(bounds) == 2 and bounds[0] == start and bounds[1] == end:
            return grain
    return None


def _as_long_before(
    start: datetime, end: datetime, calendar: Calendar
) -> tuple[datetime, datetime]:
    days = calendar.to_local(at=end).date() - calendar.to_local(at=start).date()
    first, last = (
        calendar.instant_of_day(day=calendar.to_local(at=at).date()) for at in (start, end)
    )
    if first == start and last == end:
        return calendar.shifted(at=start, grain=Grain.DAY, by=-days.days), start
    return start - (end - start), start
