"""By which properties somebody may break a metric down."""

from collections.abc import Sequence

from tenfold.metrics.definitions import Definition
from tenfold.metrics.properties import PropertyView, list_properties
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.sight import Sight, hides

MOST = 30
_TELLING = ("country", "channel", "category", "product", "region", "city", "line", "machine")
_ALSO_TELLING = ("kind", "type", "segment", "plan", "customer_kind", "campaign")


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


def list_telling(*, names: Sequence[str]) -> tuple[str, ...]:
    """Return those that are known to tell much, in the order in which they are offered."""
    known = {*_TELLING, *_ALSO_TELLING}
    return tuple(name for name in names if name.lower() in known)


def _rank(one: PropertyView) -> tuple[bool, int]:
    lower = one.name.lower()
    place = _TELLING.index(lower) if lower in _TELLING else len(_TELLING)
    return not one.in_words, place
