"""What an objective is on its way through: proposed, adopted or declined, under way, closed.

What is stored is what somebody decided. Whether an adopted objective is waiting for its first day,
under way, or over and to be scored follows from the calendar.
"""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.goals.periods import Period


class WrongState(Refusal):
    """The objective is at a point where this cannot be done."""

    code = "wrong_objective_state"
    status = 409


class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since the page was drawn."""

    code = "objective_changed_meanwhile"
    status = 409


class UnknownObjective(Refusal):
    """There is no such objective, or no such key result."""

    code = "unknown_objective"
    status = 404


class State(StrEnum):
    """What was decided about an objective."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    ADOPTED = "adopted"
    CLOSED = "closed"


class Phase(StrEnum):
    """Where an objective is today."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    ADOPTED = "adopted"
    """Decided, and its first day is still to come."""
    ACTIVE = "active"
    TO_SCORE = "to_score"
    """Its last day is over, and nobody has scored it."""
    CLOSED = "closed"
    ARCHIVED = "archived"


UNDER_WAY = frozenset({Phase.ACTIVE, Phase.TO_SCORE})


def phase_of(*, state: State, archived: bool, period: Period, today: date) -> Phase:
    """Return where an objective is."""
    if archived:
        return Phase.ARCHIVED
    if state is not State.ADOPTED:
        return Phase(state.value)
    if today < period.starts_on:
        return Phase.ADOPTED
    return Phase.ACTIVE if today <= period.ends_on else Phase.TO_SCORE


def require_phase(*, phase: Phase, among: frozenset[Phase], sentence: str) -> None:
    """Raise `WrongState`, with this sentence, unless the objective is at one of these points."""
    if phase not in among:
        raise WrongState(sentence, next_step=_("Look at it again: somebody may have changed it."))


def unknown_objective() -> UnknownObjective:
    """Return the refusal for an objective or a key result that there is not."""
    return UnknownObjective(
        _("There is no such objective, or it has no such key result."),
        next_step=_("Look at the list of goals."),
    )


def changed_meanwhile() -> ChangedMeanwhile:
    """Return the refusal for a change to what looks different by now."""
    return ChangedMeanwhile(
        _("Somebody has changed this while you were looking at it. Nothing of yours was saved."),
        next_step=_("Load the page again, look at what it says now, and change it then."),
    )
