"""Which facts are worth a mark on every chart, and what they say: one table. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Says = Mapping[str, Any]
Names = Callable[[str, str], str]
"""What something is called now: `names("metric", "revenue")` -> "Revenue"; "" where it is gone."""


@dataclass(frozen=True)
class Spoken:
    """How a fact becomes an annotation.

    say     puts it into words
    worth   whether this one is worth a mark
    metric  the property that names the number it is about; "": it is about everything
    """

    say: Callable[[Says, Names], str]
    worth: Callable[[Says], bool] = lambda _says: True
    metric: str = ""


def say_fact(*, fact: str, says: Says, names: Names) -> str:
    """Return a fact in a few words; its name where it is of a version that no longer speaks."""
    spoken = SPOKEN.get(fact)
    return spoken.say(says, names) if spoken else fact


def _defined_anew(says: Says, names: Names) -> str:
    name = str(says["metric"])
    return _("“%(title)s” is defined anew: version %(version)d") % {
        "title": names("metric", name) or name,
        "version": says["version"],
    }


def _import_undone(says: Says, names: Names) -> str:
    removed = int(says["removed"])
    number = names("number", str(removed))
    return ngettext(
        "An import was taken back: %(number)s event is gone",
        "An import was taken back: %(number)s events are gone",
        removed,
    ) % {"number": number}


def _source_archived(says: Says, names: Names) -> str:
    called = names("source", str(says["source_id"]))
    if not called:
        return _("A source of events was put away")
    return _("The source “%(name)s” was put away") % {"name": called}


def _key_ended(says: Says, names: Names) -> str:
    called = names("source", str(says["source_id"]))
    if not called:
        return _("A source's key ended: nothing comes from there any more")
    return _("The key of “%(name)s” ended: nothing comes from there any more") % {"name": called}


def _adopted(says: Says, names: Names) -> str:
    called = names("objective", str(says["objective_id"]))
    return (
        _("Objective adopted: %(title)s") % {"title": called} if called else _("Objective adopted")
    )


def _purpose(_says: Says, _names: Names) -> str:
    return _("The purpose was put into new words")


SPOKEN: dict[str, Spoken] = {
    "MetricDefined": Spoken(_defined_anew, worth=lambda says: says["version"] > 1, metric="metric"),
    "ImportUndone": Spoken(_import_undone, worth=lambda says: says["removed"] > 0),
    "SourceArchived": Spoken(_source_archived),
    "WriteKeyRevoked": Spoken(_key_ended),
    "ObjectiveAdopted": Spoken(_adopted),
    "PurposeChanged": Spoken(_purpose),
}
"""Facts by name. What is not here is in the log alone."""
