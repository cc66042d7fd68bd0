"""What persons do one after another: funnels, coming back, staying, paths.

Each answers with more than a number; what that is, its module in `metrics.analyses` says.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions.durations import Duration, Unit, duration
from tenfold.metrics.definitions.filters import Filter, filters
from tenfold.metrics.definitions.forms import choice, listed, part, parts, text, whole
from tenfold.metrics.definitions.measures import Occurrence
from tenfold.metrics.definitions.reading import refuse

MAX_STEPS = 10


class Order(StrEnum):
    """How the steps of a funnel must follow each other."""

    ORDERED = "ordered"
    STRICT = "strict"
    UNORDERED = "unordered"


@dataclass(frozen=True, kw_only=True)
class Exclusion(Occurrence):
    """What must not happen between two steps (counted from 1): whoever does it stops there.

    after   the step from which on it must not; the first, unless said
    before  the step until which it must not; the last, unless said
    """

    after: int = part(whole(least=1, most=MAX_STEPS - 1), default=1)
    before: int | None = part(whole(least=2, most=MAX_STEPS), default=None)


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """How many of those who take the first step take the next ones, within a time.

    Of all chains of steps that a person goes through, the one that gets furthest counts, and of
    equally long ones that which begins latest; from there, each step is taken as early as it can
    be. A step is another event than those before it, at the same moment or later. Events at one
    moment are put into an order: those that can be an earlier step first, what is no step last.

    A chain begins in the time asked for; its later steps may come after the end of that, so that
    each has the whole window. Of a question by periods, each period is a question of its own.

    steps   2 to 10
    within  from the first step, to the microsecond: what happens at its very end still counts
    order   ordered: other events may lie between
            strict: no other event of the person that passes `where` may
            unordered: in any order, the window begins with whichever comes first; an event that
            could be several of the steps is the first of these
    exclude what must not happen between two steps; nothing where they have no order
    hold    a property that must have one value at all steps: the events of each value are looked at
            by themselves, and the best chain of them all counts
    by_step the step whose event says the breakdown's property, from 1; whoever has not taken it is
            in the group of those without
    """

    kind: ClassVar[str] = "conversion"
    steps: tuple[Occurrence, ...] = part(listed(parts(Occurrence), least=2, most=MAX_STEPS))
    within: Duration = part(duration(steady=True), default=Duration(7, Unit.DAY))
    order: Order = part(choice(Order), default=Order.ORDERED)
    exclude: tuple[Exclusion, ...] = part(listed(parts(Exclusion), least=0, most=5), default=())
    hold: str | None = part(text(), default=None)
    by_step: int = part(whole(least=1, most=MAX_STEPS), default=1)
    where: tuple[Filter, ...] = part(filters(), default=())

    def __post_init__(self) -> None:
        last = len(self.steps)
        if self.by_step > last:
            raise refuse(_("There is no such step."), field="by_step")
        if self.exclude and self.order is Order.UNORDERED:
            raise refuse(
                _("What must not happen between two steps needs an order of the steps."),
                field="exclude",
                next_step=_("Say “order”: “ordered”, or leave out “exclude”."),
            )
        for at, one in enumerate(self.exclude):
            if not one.after < (one.before or last) <= last:
                raise refuse(
                    _("An exclusion lies between a step and a later one."),
                    field=f"exclude[{at}]",
                )


class Entry(StrEnum):
    """When a person enters a cohort."""

    FIRST = "first"
    RECURRING = "recurring"


class Counting(StrEnum):
    """When a person counts as having come back."""

    EXACT = "exact"
    ROLLING = "rolling"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How many of those who begin in a period come back in the periods after it.

    start   what one begins with; None: any event
    back    what coming back means; None: any event
    grain   how long a period is
    of      first: everybody is in the cohort of the period of their first start ever;
            recurring: in the cohort of each period in which they start
    mode    exact: came back in that period; rolling: in that period or any later one
    periods at most so many periods after the first
    """

    kind: ClassVar[str] = "retention"
    start: Occurrence | None = part(parts(Occurrence), default=None)
    back: Occurrence | None = part(parts(Occurrence), default=None, key="return")
    grain: Grain = part(choice(Grain), default=Grain.WEEK)
    of: Entry = part(choice(Entry), default=Entry.FIRST)
    mode: Counting = part(choice(Counting), default=Counting.EXACT)
    periods: int | None = part(whole(least=1, most=400), default=None)
    where: tuple[Filter, ...] = part(filters(), default=())


@dataclass(frozen=True, kw_only=True)
class Stickiness(Occurrence):
    """On how many different days (or other periods) persons did it, within the time asked for."""

    kind: ClassVar[str] = "stickiness"
    grain: Grain = part(choice(Grain), default=Grain.DAY)


class Status(StrEnum):
    """What a person is in a period; see `Lifecycle`."""

    NEW = "new"
    RETURNING = "returning"
    RESURRECTING = "resurrecting"
    DORMANT = "dormant"


@dataclass(frozen=True, kw_only=True)
class Lifecycle(Occurrence):
    """Who is new, returning, resurrecting or dormant in each period.

    new           did it for the first time ever
    returning     did it in the period before, too
    resurrecting  did it before, but not in the period before
    dormant       did it in the period before, but not in this one
    """

    kind: ClassVar[str] = "lifecycle"
    grain: Grain = part(choice(Grain), default=Grain.WEEK)


@dataclass(frozen=True, kw_only=True)
class Paths:
    """What persons do next after an event, or before one.

    Each occurrence of the event in the time asked for begins a path, and so does each visit where
    none is named; what follows may come after the end of that time. Events at one moment are
    followed in an order that is always the same.

    after, before  where paths begin, or what they lead to; one of the two, neither: where a visit
                   begins, which is after a gap
    steps          how many events are followed
    gap            a path ends where nothing happens for longer
    show           the property that names a step, and events without it are not followed; None:
                   the event's name
    """

    kind: ClassVar[str] = "paths"
    after: Occurrence | None = part(parts(Occurrence), default=None)
    before: Occurrence | None = part(parts(Occurrence), default=None)
    steps: int = part(whole(least=1, most=10), default=4)
    gap: Duration = part(duration(steady=True), default=Duration(30, Unit.MINUTE))
    show: str | None = part(text(), default=None)
    where: tuple[Filter, ...] = part(filters(), default=())

    def __post_init__(self) -> None:
        if self.after is not None and self.before is not None:
            raise refuse(_("Paths lead away from an event or to one, not both."), field="before")


Analysis = Conversion | Retention | Stickiness | Lifecycle | Paths
