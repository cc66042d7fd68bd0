"""Lengths of time as people write them: 30m, 12h, 7d, 4w, 12mo, 1y."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.forms import Form
from tenfold.metrics.definitions.reading import refuse

_WRITTEN = re.compile(r"([1-9]\d{0,4})(s|m|h|d|w|mo|y)")
_LONGEST = timedelta(days=3660)


class Unit(StrEnum):
    """What a length is counted in."""

    SECOND = "s"
    MINUTE = "m"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    MONTH = "mo"
    YEAR = "y"


_LENGTH = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(days=7),
    Unit.MONTH: timedelta(days=30),
    Unit.YEAR: timedelta(days=365),
}
_STEADY = frozenset(Unit) - {Unit.MONTH, Unit.YEAR}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of a unit. Months and years are the calendar's, all others equally long."""

    count: int
    unit: Unit

    @property
    def length(self) -> timedelta:
        """How long it is; of months (30 days) and years (365 days) about."""
        return self.count * _LENGTH[self.unit]

    def __str__(self) -> str:
        return f"{self.count}{self.unit.value}"


def duration(*, steady: bool = False) -> Form:
    """The form of a length. `steady`: of one that is always equally long, so no months or years."""
    units = [unit.value for unit in Unit if not steady or unit in _STEADY]

    def read(given: Any, place: str) -> Duration:
        found = _WRITTEN.fullmatch(given) if isinstance(given, str) else None
        if found is None or found[2] not in units:
            raise refuse(
                _("“%(field)s” must be a length of time.") % {"field": place},
                field=place,
                next_step=_("A number and one of %(units)s, such as 7d.")
                % {"units": ", ".join(units)},
            )
        said = Duration(int(found[1]), Unit(found[2]))
        if said.length > _LONGEST:
            raise refuse(_("“%(field)s” is longer than ten years.") % {"field": place}, field=place)
        return said

    pattern = f"^[1-9][0-9]{{0,4}}({'|'.join(units)})$"
    return Form(read, str, lambda: {"type": "string", "pattern": pattern})
