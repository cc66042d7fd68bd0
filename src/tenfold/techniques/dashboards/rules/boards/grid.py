"""Where tiles stand on a board: twelve columns, no two over each other, nothing floats.

Tiles fall upward until they lie under another or at the top. What is put down pushes away what
was there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

COLUMNS = 12
TALLEST = 12
DEEPEST = 240
"""Rows of a board; the style sheet has a place for each."""

MOST_TILES = 36


class InvalidLayout(Refusal):
    """Tiles cannot stand like this: over each other, or beside the grid."""

    code = "invalid_layout"


class BoardFull(Refusal):
    """There is no room for another tile."""

    code = "board_full"


@dataclass(frozen=True, slots=True)
class Place:
    """Columns and rows, counted from 0 at the top left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column that is free again."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row that is free again."""
        return self.y + self.height

    def shares_columns(self, other: "Place") -> bool:
        """Return whether both stand in one of the columns."""
        return self.x < other.right and other.x < self.right

    def meets(self, other: "Place") -> bool:
        """Return whether both would stand on one field."""
        return self.shares_columns(other) and self.y < other.bottom and other.y < self.bottom


Places = Mapping[int, Place]
"""The tiles of a board by their id."""


def reading_order(*, places: Places) -> list[int]:
    """Return the tiles as they are read: row by row, from the left."""
    return sorted(places, key=lambda one: (places[one].y, places[one].x, one))


def settle(*, places: Places, order: Iterable[int] | None = None) -> dict[int, Place]:
    """Return the tiles without overlap and without floating, each in its columns.

    Of two in one column, the one that comes first in `order` (reading order where none is given)
    stands above. Settling what is settled changes nothing.
    """
    settled: dict[int, Place] = {}
    for tile in reading_order(places=places) if order is None else order:
        place = places[tile]
        above = (one.bottom for one in settled.values() if one.shares_columns(place))
        settled[tile] = replace(place, y=max(above, default=0))
    return settled


def put(*, places: Places, tile: int, at: Place) -> dict[int, Place]:
    """Return the tiles after one of them is put somewhere else, or made larger or smaller.

    On a tile of the same size it changes places with it, once half of that is covered. Anything
    else it passes once its edge is past the middle, and pushes away what is then under it.
    """
    at, origin = keep_on_grid(place=at), places[tile]
    others = {one: place for one, place in places.items() if one != tile}
    if (at.x, at.y) == (origin.x, origin.y):
        return settle(places={**others, tile: at}, order=reading_order(places=places))
    if (at.width, at.height) == (origin.width, origin.height):
        twin = _covered_twin(others, at)
        if twin is not None:
            if not _is_half_covered(others[twin], at):
                return dict(places)
            return settle(places={**others, twin: origin, tile: others[twin]})
    order = [one for one in reading_order(places=places) if one != tile]
    blockers = [one for one in order if others[one].shares_columns(at)]
    first = next((one for one in blockers if _stays_before(at, origin, others[one])), None)
    order.insert(order.index(first) if first is not None else len(order), tile)
    return settle(places={**others, tile: at}, order=order)


def nudge(*, places: Places, tile: int, right: int = 0, down: int = 0) -> dict[int, Place]:
    """Return the tiles after one went one step left, right, up or down: to the next place at which
    something is different. Unchanged where there is none.
    """
    start = places[tile]
    for steps in range(1, DEEPEST):
        to = replace(start, x=start.x + right * steps, y=start.y + down * steps)
        if to.x < 0 or to.right > COLUMNS or to.y < 0:
            break
        found = put(places=places, tile=tile, at=to)
        if found != dict(places):
            return found
        if to.y > max(one.bottom for one in places.values()):
            break
    return dict(places)


def find_room(*, places: Places, width: int, height: int) -> Place:
    """Return the first free place of that size, from the top, from the left. Raises `BoardFull`."""
    if len(places) >= MOST_TILES:
        raise BoardFull(
            _("A board has room for %(most)d tiles.") % {"most": MOST_TILES},
            next_step=_("Take one away, or make another board."),
        )
    for y in range(DEEPEST - height + 1):
        for x in range(COLUMNS - width + 1):
            place = Place(x, y, width, height)
            if not any(place.meets(one) for one in places.values()):
                return place
    raise BoardFull(
        _("There is no room left on this board."),
        next_step=_("Make tiles smaller, or make another board."),
    )


def require_layout(*, places: Places) -> None:
    """Raise `InvalidLayout` where a tile is not on the grid or two are over each other."""
    for place in places.values():
        if keep_on_grid(place=place) != place or place.bottom > DEEPEST:
            raise InvalidLayout(
                _("A tile would not stand on the board."),
                next_step=_("Move it back, or make it smaller."),
                field="places",
            )
    for number, one in enumerate(sorted(places)):
        for other in sorted(places)[number + 1 :]:
            if places[one].meets(places[other]):
                raise InvalidLayout(
                    _("Two tiles would stand over each other."),
                    next_step=_("Move one of them away."),
                    field="places",
                )


def require_same_tiles(*, has: Places, given: Places) -> None:
    """Raise `InvalidLayout` where an arrangement forgets a tile of the board, or knows another."""
    if set(has) != set(given):
        raise InvalidLayout(
            _("The arrangement is not of the tiles that are on this board."),
            next_step=_("Load the board again, then arrange it."),
            field="places",
        )


def keep_on_grid(*, place: Place) -> Place:
    """Return the place, made so small and moved so far that it is on the grid."""
    width = min(max(place.width, 1), COLUMNS)
    return Place(
        x=min(max(place.x, 0), COLUMNS - width),
        y=max(place.y, 0),
        width=width,
        height=min(max(place.height, 1), TALLEST),
    )


def _stays_before(at: Place, origin: Place, other: Place) -> bool:
    """Whether what is moved stands above another: its edge that comes near has not passed the middle.

    Twice everything, so that halves are whole.
    """
    middle = 2 * other.y + other.height
    came_from_above = (origin.y, origin.x) < (other.y, other.x)
    return 2 * at.bottom <= middle if came_from_above else 2 * at.y < middle


def _covered_twin(others: Places, at: Place) -> int | None:
    """The tile of the same size of which most is covered."""
    twins = [
        one
        for one, place in others.items()
        if (place.width, place.height) == (at.width, at.height) and place.meets(at)
    ]
    return max(twins, key=lambda one: (_common(others[one], at), -one), default=None)


def _common(one: Place, other: Place) -> int:
    """How many fields two places share."""
    across = min(one.right, other.right) - max(one.x, other.x)
    return across * (min(one.bottom, other.bottom) - max(one.y, other.y))


def _is_half_covered(one: Place, other: Place) -> bool:
    return 2 * _common(one, other) >= one.width * one.height
