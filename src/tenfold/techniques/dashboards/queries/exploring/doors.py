"""Where a click on a point leads: to the persons behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse

from tenfold.metrics.behind import Selection
from tenfold.metrics.definitions import Formula, Named
from tenfold.techniques.dashboards.rules.exploring.pointing import write_selection


@dataclass(frozen=True)
class Doors:
    """Addresses for the parts of one answer.

    query   what is looked at
    also    what every part is told apart by
    inside  whether somebody of the company looks: whoever looks from outside sees none of its notes
    """

    query: str
    open: bool
    inside: bool = True
    also: Mapping[str, Any] = field(default_factory=dict)

    def to(self, **selected: Any) -> str:
        """Return the address of who is behind a part; "" where nobody can be named."""
        if not self.open:
            return ""
        said = write_selection(Selection(**{**self.also, **selected}))
        address = f"{_who()}?{self.query}"
        return f"{address}&{said}" if said else address


@cache
def _who() -> str:
    """A chart has a door for each of its points: the address is looked up once."""
    return reverse("dashboards:explore_who")


def has_persons(definition: object) -> bool:
    """Return whether single persons can be named behind a number: not where it is reckoned."""
    return not isinstance(definition, Formula | Named)
