"""What an erasure does not reach, and what to do about it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Remains:
    """What still speaks of a person whose events are gone.

    mentions          events of others with an id of theirs as a property's value; None: there are
                      too many events to look at all of them now
    waiting_files     dropped files that hold an id; unsearched_files: that could not be read, or
                      not in time
    backups, replaced copies in the home that were made before, and hold whoever was there then
    """

    mentions: int | None
    waiting_files: tuple[str, ...] = ()
    unsearched_files: tuple[str, ...] = ()
    backups: int = 0
    replaced: int = 0


def say_remains(*, remains: Remains) -> tuple[str, ...]:
    """Return a sentence for everything that somebody has to look at; none where nothing is."""
    said = (
        _say_mentions(remains.mentions),
        _say_waiting(remains.waiting_files),
        _say_unsearched(remains.unsearched_files),
        _say_copies(remains),
    )
    return tuple(one for one in said if one)


def _say_mentions(mentions: int | None) -> str:
    if mentions is None:
        return _(
            "Whether other events mention this id in their properties could not be counted in time. "
            "Erase the id again when less is going on: it only searches."
        )
    if not mentions:
        return ""
    said = ngettext(
        "%(count)s other event still mentions this id in its properties.",
        "%(count)s other events still mention this id in their properties.",
        mentions,
    ) % {"count": number_format(mentions, force_grouping=True)}
    return (
        said
        + " "
        + _(
            "They belong to somebody else and stay. Find them in an export (tenfold events export); "
            "erase whom they belong to, or undo the import that brought them and import it without."
        )
    )


def _say_waiting(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return _(
        "Files on the import page that still hold this id: %(files)s. Remove them there, or the file "
        "keeps the person."
    ) % {"files": ", ".join(names)}


def _say_unsearched(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return _(
        "Files on the import page that could not be searched for this id: %(files)s. Look into them, "
        "or remove them there."
    ) % {"files": ", ".join(names)}


def _say_copies(remains: Remains) -> str:
    if not remains.backups + remains.replaced:
        return ""
    return _(
        "Copies made earlier hold the person until you delete them: %(backups)s in backups, "
        "%(replaced)s replaced-* folders. Restoring one does not bring the person back."
    ) % {"backups": remains.backups, "replaced": remains.replaced}
