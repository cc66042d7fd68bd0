"""What a company may call its segments, and what is refused."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import (
    Condition,
    InvalidDefinition,
    Joined,
    Lacks,
    Listed,
)

MAX_IDS = 200_000
MAX_BYTES = 10_000_000
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_TAKEN = ("new", "preview", "size", "upload")  # addresses beside those of segments


class InvalidSegment(Refusal):
    """A segment's name, title or list cannot be as given."""

    code = "invalid_segment"


class SegmentInUse(Refusal):
    """A segment is taken away that a metric or another segment is made of."""

    code = "segment_in_use"
    status = 409


def require_name(*, name: str) -> None:
    """Raise `InvalidSegment` unless the name is a short word that can stand in an address."""
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise InvalidSegment(
            _("“%(name)s” cannot be the name of a segment.") % {"name": name[:60]},
            next_step=_("Use small letters, digits and hyphens, such as about-to-lapse."),
            field="name",
        )
    if name in _TAKEN:
        raise InvalidSegment(
            _("“%(name)s” is taken by Tenfold itself.") % {"name": name},
            next_step=_("Choose another name."),
            field="name",
        )


def require_title(*, title: str) -> None:
    """Raise `InvalidSegment` unless there is a title that is not too long."""
    if not title.strip() or len(title) > 120:
        raise InvalidSegment(_("A title has 1 to 120 characters."), field="title")


def require_no_list(*, condition: Condition) -> None:
    """Raise `InvalidDefinition` where a list is named by its number: it belongs to a segment."""
    if isinstance(condition, Listed):
        raise InvalidDefinition(
            _("A list is part of the segment that it was uploaded or frozen as."),
            next_step=_("Name that segment instead: %(example)s")
            % {"example": '{"segment": "vips"}'},
            field="members",
        )
    parts = condition.of if isinstance(condition, Joined) else ()
    for one in (condition.of,) if isinstance(condition, Lacks) else parts:
        require_no_list(condition=one)


def require_unused(*, name: str, metrics: Iterable[str], segments: Iterable[str]) -> None:
    """Raise `SegmentInUse`, saying which metrics and segments are made of it, unless none is."""
    users = [_("the metric %(name)s") % {"name": one} for one in metrics]
    users += [_("the segment %(name)s") % {"name": one} for one in segments]
    if users:
        raise SegmentInUse(
            _("“%(name)s” is part of %(users)s.") % {"name": name, "users": ", ".join(users)},
            next_step=_("Change or take away those first."),
            field="name",
        )


def require_ids(*, ids: int, known: int) -> None:
    """Raise `InvalidSegment` where a list has no id, too many, or none that was ever seen."""
    if ids > MAX_IDS:
        raise InvalidSegment(
            _("A list can have at most %(most)d ids.") % {"most": MAX_IDS}, field="file"
        )
    if not ids:
        raise InvalidSegment(
            _("There is no id in this list."),
            next_step=_("Give one id a line, or a table whose first column holds ids."),
            field="file",
        )
    if not known:
        raise InvalidSegment(
            _("None of these ids was ever seen in an event."),
            next_step=_("Use the ids that events name as their actor."),
            field="file",
        )
