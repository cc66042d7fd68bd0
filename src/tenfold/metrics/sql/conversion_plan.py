"""What a conversion is made of, whatever engine reckons it: its plan, its groups, its parts."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Conversion
from tenfold.metrics.sql.fields import needed_properties

WHOLE, PERIOD, TIMES = range(3)
UNREACHED = -1
"""The group of those whose chain has no event that says it."""


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """A question whose time has been settled. Chains begin in [start, end).

    newest     the instant of the newest event
    breakdown  the properties that tell groups apart
    labels     for each of these, the values that are told apart
    """

    definition: Conversion
    start: datetime
    end: datetime
    newest: datetime
    periods: Periods | None
    breakdown: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    internal: bool
    currency: str | None

    @property
    def until(self) -> datetime:
        """No later event matters."""
        return self.end + self.definition.within.length


@dataclass(frozen=True, slots=True)
class Part:
    """The persons of some groups (None: of all) and one period (None: of all), by level."""

    least: int
    most: int
    period: int | None
    groups: tuple[int, ...] | None


def properties_of_conversion(
    *, definition: Conversion, breakdown: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the sent properties that a conversion reads, sorted."""
    parts = (*definition.steps, *definition.exclude)
    held = () if definition.hold is None else (definition.hold,)
    return needed_properties(
        measures=(),
        where=[*definition.where, *(one for part in parts for one in part.where)],
        breakdown=(*breakdown, *held),
    )
