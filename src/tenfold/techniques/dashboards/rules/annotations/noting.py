"""What an annotation must say, and who may change it."""

from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as wall_time

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer

BY_PERSONS = ("release", "campaign", "holiday", "experiment", "other")
"""What a person may note; `fact` is what Tenfold notes itself."""

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)
LONGEST_TITLE, LONGEST_ABOUT = 120, 1_000
LONGEST_METRIC, LONGEST_EVENT = 60, 200


class InvalidAnnotation(Refusal):
    """A note does not say what happened, or when."""

    code = "invalid_annotation"


class UnknownAnnotation(Refusal):
    """There is no such note, or it was removed."""

    code = "unknown_annotation"
    status = 404


class NotYourAnnotation(Refusal):
    """A note belongs to somebody else."""

    code = "not_your_annotation"
    status = 403


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What somebody noted. See the model `Annotation` for what the parts mean."""

    kind: str
    title: str
    starts_on: date
    ends_on: date | None = None
    time: wall_time | None = None
    about: str = ""
    metric: str = ""
    event: str = ""


def require_noted(*, noted: Noted) -> None:
    """Raise `InvalidAnnotation` where a note says too little, too much, or what cannot be."""
    if noted.kind not in BY_PERSONS:
        raise _invalid(_("Choose what kind of thing happened."), "kind")
    if not noted.title.strip() or len(noted.title) > LONGEST_TITLE:
        raise _invalid(_("Say in a few words what happened."), "title")
    if len(noted.about) > LONGEST_ABOUT:
        raise _invalid(_("Say it in at most %d signs.") % LONGEST_ABOUT, "about")
    if len(noted.metric) > LONGEST_METRIC or len(noted.event) > LONGEST_EVENT:
        raise _invalid(_("There is no number or event of so long a name."), "metric")
    if noted.metric and noted.event:
        raise _invalid(_("A note is about one number or about one event."), "event")
    _require_days(noted)


def _require_days(noted: Noted) -> None:
    if not FIRST <= noted.starts_on <= LAST or (noted.ends_on or FIRST) > LAST:
        raise _invalid(_("No chart reaches to such a day."), "starts_on")
    if noted.ends_on is not None and noted.ends_on <= noted.starts_on:
        raise _invalid(_("The last day must come after the first."), "ends_on")
    if noted.ends_on is not None and noted.time is not None:
        raise _invalid(_("Say a time of day, or several days, not both."), "time")


def _invalid(sentence: str, field: str) -> InvalidAnnotation:
    return InvalidAnnotation(sentence, next_step=_("Change it and try again."), field=field)


def read_when(*, text: str, today: date) -> tuple[date, wall_time | None]:
    """Return the day that a text says, and the moment where it says one; "": today.

    Raises `InvalidAnnotation`.
    """
    if not text:
        return today, None
    if "T" not in text:
        return read_day(text=text, field="on"), None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text, "on") from error
    return at.date(), at.time().replace(tzinfo=None)


def read_day(*, text: str, field: str) -> date:
    """Return the day that a text says. Raises `InvalidAnnotation`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text, field) from error


def _no_day(text: str, field: str) -> InvalidAnnotation:
    return InvalidAnnotation(
        _("“%(text)s” is no day.") % {"text": text[:40]},
        next_step=_("Write it like this: 2026-11-24, or 2026-11-24T14:02."),
        field=field,
    )


def may_change(*, made_by: int | None, viewer: Viewer) -> bool:
    """Return whether somebody may change a note: their own; everybody's where they define numbers."""
    return made_by == viewer.account_id or viewer.allows(Permission.DEFINE_METRICS)


def require_mine(*, made_by: int | None, viewer: Viewer) -> None:
    """Raise `NotYourAnnotation` where somebody may not change a note."""
    if not may_change(made_by=made_by, viewer=viewer):
        raise NotYourAnnotation(
            _("Somebody else noted this, or Tenfold did."),
            next_step=_("Ask them, or somebody who may define numbers."),
        )


def unknown_annotation() -> UnknownAnnotation:
    """Return the refusal of a note that there is not."""
    return UnknownAnnotation(
        _("There is no such note."), next_step=_("Look at the list of all notes.")
    )
