"""Who may change an alert, and what there is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer
from tenfold.techniques.dashboards.rules.alerts.conditions import InvalidAlert

LONGEST_TITLE, LONGEST_ABOUT = 120, 2_000
FAILURES_UNTIL_TOLD = 5
"""Looks in a row that were not answered, after which the owner is told."""


class UnknownAlert(Refusal):
    """There is no such alert."""

    code = "unknown_alert"
    status = 404


class UnknownIncident(Refusal):
    """There is no such incident."""

    code = "unknown_incident"
    status = 404


class NotYourAlert(Refusal):
    """Somebody else's alert was to be changed."""

    code = "not_your_alert"
    status = 403


class NobodyLooks(Refusal):
    """Whoever owns an alert can no longer sign in, so nobody looks with their eyes."""

    code = "nobody_looks"
    status = 409


def unknown_alert() -> UnknownAlert:
    """Return the refusal of an alert that is not there."""
    return UnknownAlert(_("There is no such alert."), next_step=_("Look at the list of alerts."))


def unknown_incident() -> UnknownIncident:
    """Return the refusal of an incident that is not there."""
    return UnknownIncident(
        _("There is no such incident."), next_step=_("Look at the list of alerts.")
    )


def nobody_looks() -> NobodyLooks:
    """Return the refusal of an alert whose owner has left."""
    return NobodyLooks(
        _("Its owner can no longer sign in, and an alert looks with its owner's eyes."),
        next_step=_("Somebody who may define numbers can take it over."),
    )


def may_change(*, viewer: Viewer, owner_id: int) -> bool:
    """Return whether somebody may change an alert: their own, or with the right to define."""
    return viewer.account_id == owner_id or viewer.allows(Permission.DEFINE_METRICS)


def require_may_change(*, viewer: Viewer, owner_id: int) -> None:
    """Raise `NotYourAlert` unless the viewer may change the alert."""
    if not may_change(viewer=viewer, owner_id=owner_id):
        raise NotYourAlert(
            _("This alert belongs to somebody else."),
            next_step=_("Ask its owner, or make one of your own."),
        )


def require_words(*, title: str, about: str) -> None:
    """Raise `InvalidAlert` unless there is a title, and neither is too long."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise InvalidAlert(
            _("A title has 1 to %(most)d characters.") % {"most": LONGEST_TITLE}, field="title"
        )
    if len(about) > LONGEST_ABOUT:
        raise InvalidAlert(
            _("What to do has at most %(most)d characters.") % {"most": LONGEST_ABOUT},
            field="about",
        )


def is_to_be_told(*, failures: int, told_at: datetime | None) -> bool:
    """Return whether the owner must hear now that an alert cannot be answered."""
    return failures >= FAILURES_UNTIL_TOLD and told_at is None
