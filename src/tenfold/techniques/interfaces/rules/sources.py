"""Decisions about sources: what they may be called, and how they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LONGEST_NAME = 80
QUIET_AFTER = timedelta(days=1)
KINDS = ("web", "server", "device", "file")


class SourceNameMissing(Refusal):
    """A source needs a name."""

    code = "source_name_missing"


class SourceNameTooLong(Refusal):
    """A name that nobody could read."""

    code = "source_name_too_long"


class SourceNameTaken(Refusal):
    """Another source has that name."""

    code = "source_name_taken"
    status = 409


class UnknownSourceKind(Refusal):
    """A source is web, server, device or file."""

    code = "unknown_source_kind"


class UnknownSource(Refusal):
    """There is no such source."""

    code = "unknown_source"
    status = 404


class SourceIsArchived(Refusal):
    """An archived source gets no new key."""

    code = "source_archived"
    status = 409


class Health(StrEnum):
    """How a source is, as far as its events tell."""

    RECEIVING = "receiving"
    QUIET = "quiet"
    NEVER = "never"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class HealthView:
    """How a source is, and when an event last arrived (None: never)."""

    state: Health
    since: datetime | None


def clean_source_name(*, name: str) -> str:
    """Return the name with single spaces. Raises `SourceNameMissing` or `SourceNameTooLong`."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise SourceNameMissing(
            _("The source has no name."),
            next_step=_("Give it the name people use for it, such as Web shop or Till 2."),
            field="name",
        )
    if len(cleaned) > LONGEST_NAME:
        raise SourceNameTooLong(
            _("The name has %(length)d characters; %(most)d is the most.")
            % {"length": len(cleaned), "most": LONGEST_NAME},
            next_step=_("Choose a shorter name."),
            field="name",
        )
    return cleaned


def require_kind(*, kind: str) -> str:
    """Return `kind` where it is one that Tenfold knows. Raises `UnknownSourceKind`."""
    if kind not in KINDS:
        raise UnknownSourceKind(
            _("A source cannot be of the kind “%(kind)s”.") % {"kind": kind},
            next_step=_("Choose one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
            field="kind",
        )
    return kind


def judge_health(*, last_received_at: datetime | None, archived: bool, at: datetime) -> HealthView:
    """Return how a source is at the instant `at`: quiet means nothing arrived for a whole day."""
    if archived:
        return HealthView(state=Health.ARCHIVED, since=last_received_at)
    if last_received_at is None:
        return HealthView(state=Health.NEVER, since=None)
    quiet = at - last_received_at > QUIET_AFTER
    return HealthView(state=Health.QUIET if quiet else Health.RECEIVING, since=last_received_at)
