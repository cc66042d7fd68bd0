"""Decisions about the catalogue: descriptions, and what is wrong with a name or a property."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LONGEST_DESCRIPTION = 500
LONGEST_NAME = 200


class DescriptionTooLong(Refusal):
    """A description is a sentence or two."""

    code = "description_too_long"


class UnknownName(Refusal):
    """An event name is 1 to 200 characters."""

    code = "unknown_name"


def clean_description(*, text: str) -> str:
    """Return the description with single spaces. Raises `DescriptionTooLong`."""
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST_DESCRIPTION:
        raise DescriptionTooLong(
            _("The description has %(length)d characters; %(most)d is the most.")
            % {"length": len(cleaned), "most": LONGEST_DESCRIPTION},
            next_step=_("Say it in a sentence or two."),
            field="description",
        )
    return cleaned


def require_describable(*, name: str) -> str:
    """Return `name` where an event or a property can be called so. Raises `UnknownName`."""
    if not name or len(name) > LONGEST_NAME:
        raise UnknownName(
            _("Nothing can have the name “%(name)s”.") % {"name": name[:40]},
            next_step=_("Choose a name of 1 to 200 characters."),
            field="name",
        )
    return name


def count_missing(*, events: int, types: Mapping[str, int]) -> int:
    """Return how many of `events` came without the property whose values `types` counts."""
    return max(0, events - sum(types.values()))
