"""Segments as somebody may see them: their size and persons only where those tell no secret."""

from typing import Any

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.context import expand_stored
from tenfold.metrics.definitions import Condition
from tenfold.metrics.rules import MoneyHidden, PersonsHidden
from tenfold.metrics.rules import require_visible as require
from tenfold.metrics.segments import queries, wording
from tenfold.metrics.segments.queries import SegmentView
from tenfold.metrics.showing import segment_names_persons, segment_tells_money
from tenfold.people.permissions import Permission, Viewer


def require_visible(*, condition: Condition, viewer: Viewer) -> None:
    """Raise `MoneyHidden` or `PersonsHidden` where how many are in it tells too much."""
    expanded = expand_stored(condition)
    require(
        is_money=segment_tells_money(condition=expanded),
        names_persons=segment_names_persons(condition=expanded),
        sees_money=viewer.allows(Permission.SEE_MONEY),
        sees_persons=viewer.allows(Permission.SEE_PERSONS),
    )


def require_persons(*, viewer: Viewer) -> None:
    """Raise `PersonsHidden` where the viewer may not see persons."""
    require(
        is_money=False,
        names_persons=True,
        sees_money=True,
        sees_persons=viewer.allows(Permission.SEE_PERSONS),
    )


def is_visible(*, condition: Condition, viewer: Viewer) -> bool:
    """Return whether the viewer may see how many are in it."""
    try:
        require_visible(condition=condition, viewer=viewer)
    except (MoneyHidden, PersonsHidden):
        return False
    return True


def say(*, condition: Condition) -> str:
    """Return what a condition means as one sentence."""
    titles = {one.name: one.title for one in queries.list_segments()}
    return wording.say(condition, titles=titles)


def sentence_of(*, segment: SegmentView) -> str:
    """Return what a segment means; of a frozen one, what its members met."""
    return say(condition=segment.origin or segment.condition)


def as_json(*, segment: SegmentView, viewer: Viewer | None, calendar: Calendar) -> dict[str, Any]:
    """Return a segment as plain JSON values; without its size where the viewer may not see it.

    `viewer` None: the command line, which sees everything.
    """
    shown = viewer is None or is_visible(condition=segment.condition, viewer=viewer)
    size = count(segment=segment, calendar=calendar) if shown else None
    return {
        **queries.as_json(segment=segment, persons=size),
        "sentence": sentence_of(segment=segment),
    }


def count(*, segment: SegmentView, calendar: Calendar) -> int | None:
    """Return how many are in it; None where that cannot be told, which its own page explains."""
    found = queries.get_size_or_refusal(condition=segment.condition, calendar=calendar)
    return None if isinstance(found, Refusal) else found
