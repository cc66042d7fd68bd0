"""A funnel as a value: who came to each step, what share went on, how long it took, who dropped."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from tenfold.ui.bars import UNKNOWN, Place, Scale
from tenfold.ui.format import Formats
from tenfold.ui.words import count_persons

REST_COLOUR = 6


@dataclass(frozen=True)
class FunnelStep:
    """The persons of one group at one step.

    median          how long half of those who came here took from the step before; None: unknown
    behind          the address of those who came here; "": none
    dropped_behind  the address of those who were at the step before and did not come here
    """

    persons: int
    median: timedelta | None = None
    behind: str = ""
    dropped_behind: str = ""


@dataclass(frozen=True)
class FunnelGroup:
    """One value of the breakdown: one step for each name in `Funnel.steps`."""

    name: str
    steps: tuple[FunnelStep, ...]
    rest: bool = False


@dataclass(frozen=True)
class Funnel:
    """Steps by name and their groups; a funnel without breakdown has one group.

    Bars of all groups show the share of each group's own first step, so that they compare.
    """

    id: str
    title: str
    steps: tuple[str, ...]
    groups: tuple[FunnelGroup, ...]
    csv_url: str = ""

    def lines(self, *, formats: Formats) -> list["DrawnStep"]:
        """Return the steps as they are drawn."""
        return [
            DrawnStep(
                name=name,
                marks=tuple(
                    _mark(group, number, at, formats) for number, group in enumerate(self.groups)
                ),
            )
            for at, name in enumerate(self.steps)
        ]

    def keys(self) -> list[tuple[int, str]]:
        """Return colour and name of each group."""
        return [(_colour(group, number), group.name) for number, group in enumerate(self.groups)]


@dataclass(frozen=True)
class DrawnMark:
    """One group at one step. `went_on` and `dropped` are empty at the first step."""

    name: str
    colour: int
    number: str
    persons: str
    of_first: str
    went_on: str
    median: str
    lost: str
    dropped: str
    behind: str
    dropped_behind: str
    place: Place


@dataclass(frozen=True)
class DrawnStep:
    """A step with its groups."""

    name: str
    marks: tuple[DrawnMark, ...]


def _colour(group: FunnelGroup, number: int) -> int:
    return REST_COLOUR if group.rest else number % (REST_COLOUR - 1) + 1


def _mark(group: FunnelGroup, number: int, at: int, formats: Formats) -> DrawnMark:
    step, first = group.steps[at], group.steps[0].persons
    before = group.steps[at - 1].persons if at else None
    lost = "" if before is None else formats.number(value=max(0, before - step.persons))
    return DrawnMark(
        name=group.name,
        colour=_colour(group, number),
        number=formats.number(value=step.persons),
        persons=count_persons(count=step.persons, formats=formats),
        of_first=_share(step.persons, first, formats),
        went_on="" if before is None else _share(step.persons, before, formats),
        median=formats.duration(of=step.median) if at and step.persons and step.median else "",
        lost=lost,
        dropped=_("%(number)s dropped out") % {"number": lost} if lost else "",
        behind=step.behind,
        dropped_behind=step.dropped_behind,
        place=Scale(0, 1).place(value=step.persons / first if first else 0),
    )


def _share(part: int, whole: int, formats: Formats) -> str:
    return formats.percent(share=part / whole, digits=1) if whole else UNKNOWN
