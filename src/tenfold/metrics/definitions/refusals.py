"""What a definition is refused for."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class InvalidDefinition(Refusal):
    """A metric's definition (or a filter in it) says something that has no meaning."""

    code = "invalid_definition"


class UnknownSegment(Refusal):
    """There is no segment of that name."""

    code = "unknown_segment"
    status = 404


def unknown_segment(*, name: str) -> UnknownSegment:
    """Return the refusal for a name that no segment has."""
    return UnknownSegment(
        _("There is no segment “%(name)s”.") % {"name": name[:60]},
        next_step=_("Look at the list with: tenfold segment list"),
        field="segment",
    )
