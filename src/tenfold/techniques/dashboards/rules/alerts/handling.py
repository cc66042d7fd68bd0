"""What people do with an incident, and what it is then."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LONGEST_NOTE = 500
LONGEST_SNOOZE = timedelta(days=30)


class IncidentOver(Refusal):
    """An incident is over: there is nothing to take or to put off."""

    code = "incident_over"
    status = 409


class InvalidHandling(Refusal):
    """What somebody wants to do with an incident makes no sense."""

    code = "invalid_handling"


class Stage(StrEnum):
    """Where an incident stands."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.FIRING, Stage.ACKNOWLEDGED})


def acknowledge(*, stage: Stage) -> Stage:
    """Return the stage after somebody took it; also from whoever had it. Raises `IncidentOver`."""
    _require_open(stage)
    return Stage.ACKNOWLEDGED


def give_back(*, stage: Stage) -> Stage:
    """Return the stage after whoever had it gave it back. Raises `IncidentOver`."""
    _require_open(stage)
    return Stage.FIRING


def resolve(*, stage: Stage) -> Stage:
    """Return the stage after somebody said that it is dealt with. Raises `IncidentOver`."""
    _require_open(stage)
    return Stage.RESOLVED


def snooze(*, stage: Stage, until: datetime, at: datetime) -> Stage:
    """Return the stage after it was put off: the same. Raises `IncidentOver`, `InvalidHandling`."""
    _require_open(stage)
    if not at < until <= at + LONGEST_SNOOZE:
        raise InvalidHandling(
            _("It can be put off for %(days)d days at most.") % {"days": LONGEST_SNOOZE.days},
            next_step=_("Choose a moment that is still to come."),
            field="until",
        )
    return stage


def require_note(*, note: str) -> None:
    """Raise `InvalidHandling` where a note is too long to be one."""
    if len(note) > LONGEST_NOTE:
        raise InvalidHandling(
            _("A note has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note"
        )


def _require_open(stage: Stage) -> None:
    if stage not in OPEN:
        raise IncidentOver(
            _("This is over already."), next_step=_("Look at its history for what became of it.")
        )
