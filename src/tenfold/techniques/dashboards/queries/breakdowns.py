"""By which properties somebody may break a metric down."""

from tenfold.metrics.definitions import Definition
from tenfold.metrics.properties import PropertyView, list_properties
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.sight import Sight, hides

MOST = 30
_TELLING = ("country", "channel", "category", "product", "region", "city", "line", "machine")


def list_breakdowns(*, definition: Definition, viewer: Viewer) -> tuple[str, ...]:
    """Return the names, the most telling first; without what the viewer may not see.

    Properties whose values are numbers come last: they can be identifiers as well as amounts.
    """
    sight = Sight(
        persons=viewer.allows(Permission.SEE_PERSONS), money=viewer.allows(Permission.SEE_MONEY)
    )
    allowed = [
        one
        for one in list_properties(definition=definition)
        if not hides(name=one.name, samples=one.samples, sight=sight)
    ]
    return tuple(one.name for one in sorted(allowed, key=_rank)[:MOST])


def choose_breakdown(*, names: tuple[str, ...]) -> str:
    """Return the breakdown to begin with: the first that is known to tell much, else none."""
    return next((name for name in names if name.lower() in _TELLING), "")


def _rank(one: PropertyView) -> tuple[bool, int]:
    lower = one.name.lower()
    place = _TELLING.index(lower) if lower in _TELLING else len(_TELLING)
    return not one.in_words, place
