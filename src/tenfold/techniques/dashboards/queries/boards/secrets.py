"""Whether a tile tells of single persons: then its title and its address are as secret as they are."""

from tenfold.metrics.context import find_segments
from tenfold.metrics.definitions import condition_from_spec
from tenfold.metrics.expanding import expand, mentions
from tenfold.metrics.rules import require_visible
from tenfold.metrics.showing import names_persons, segment_names_persons
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.rules.exploring.groups import condition_of
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch


def require_told(*, waiting: Asked | Branch, asker: Asker) -> None:
    """Raise `PersonsHidden` where a tile tells of single persons that the viewer may not see.

    This holds whatever becomes of its question otherwise: what is refused for being too long, or for
    money, says no name either.
    """
    if asker.viewer.allows(Permission.SEE_PERSONS):
        return
    require_visible(
        is_money=False,
        names_persons=_names_persons(waiting),
        sees_money=True,
        sees_persons=False,
    )


def _names_persons(waiting: Asked | Branch) -> bool:
    if isinstance(waiting, Asked):
        return names_persons(question=waiting.question)
    condition = condition_from_spec(condition_of(waiting))
    meant = expand(condition, segments=find_segments(mentions(condition)))
    return segment_names_persons(condition=meant)
