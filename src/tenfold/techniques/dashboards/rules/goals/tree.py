"""Objectives stand under others, and never in a circle."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class ObjectiveInACircle(Refusal):
    """An objective would stand under itself."""

    code = "objective_in_a_circle"


def require_no_circle(*, objective: int, parent: int, parents: Mapping[int, int | None]) -> None:
    """Raise `ObjectiveInACircle` where `objective` is above `parent` already, or is it itself.

    `parents`: of each objective the one it stands under.
    """
    above: int | None = parent
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == objective:
            raise ObjectiveInACircle(
                _("It would stand under itself."),
                next_step=_("Choose an objective that does not stand under this one."),
                field="parent",
            )
        seen.add(above)
        above = parents.get(above)
