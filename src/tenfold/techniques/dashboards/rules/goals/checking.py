"""When somebody may check in, and what happens when two do at once.

Both are kept, unless they typed different numbers: then the one who had not seen the other's is
told, and says again which is right. Nothing is ever overwritten.
"""

from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult
from tenfold.techniques.dashboards.rules.goals.states import UNDER_WAY, Phase, WrongState

LONGEST_NOTE = 1_000


class CheckedInMeanwhile(Refusal):
    """Somebody else typed another number since the page was drawn."""

    code = "checked_in_meanwhile"
    status = 409


class Confidence(StrEnum):
    """How sure the owner is that the target will be reached."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def require_under_way(*, phase: Phase, title: str) -> None:
    """Raise `WrongState` unless it is going on, or over and not scored yet."""
    if phase in UNDER_WAY:
        return
    if phase is Phase.CLOSED:
        raise WrongState(
            _("“%(title)s” has been scored already: nothing can be added to it.")
            % {"title": title},
            next_step=_("Open the objective again, or say it about the one it was carried into."),
        )
    raise WrongState(
        _("“%(title)s” is not under way.") % {"title": title},
        next_step=_("It can be checked in once its objective is adopted and has begun."),
    )


def require_note(*, note: str) -> None:
    """Raise `InvalidKeyResult` where a note is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidKeyResult(
            _("A note has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note"
        )


def require_same(*, typed: Decimal, newest: Decimal | None, title: str) -> None:
    """Raise `CheckedInMeanwhile` where the newest number is another one than the one typed."""
    if newest is not None and newest != typed:
        raise CheckedInMeanwhile(
            _("Somebody has typed another number for “%(title)s” meanwhile.") % {"title": title},
            next_step=_("Look at it below. Send yours again if it is the right one."),
            field="value",
        )
