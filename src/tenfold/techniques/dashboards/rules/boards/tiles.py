"""What a tile must be, and where new ones go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.rules.boards.grid import Place, find_room
from tenfold.techniques.dashboards.rules.boards.kinds import (
    KINDS,
    SAYING,
    draft_for,
    first_size,
    kinds_for,
)
from tenfold.techniques.dashboards.rules.boards.owning import LONGEST_TITLE, InvalidTile
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch

LONGEST_QUERY = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTile:
    """A tile to be made. `place`: columns and rows (x, y, width, height); None: the first free one.

    query  as the page Explore writes it into its address; "" for kinds that ask nothing
    says   what its kind needs besides
    """

    kind: str
    title: str = ""
    query: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[int, int, int, int] | None = None


def draft_of_tile(*, query: str) -> Branch:
    """Return the draft of a tile's question. Raises `UnreadableAddress`."""
    return read_draft(parse_qsl(query, keep_blank_values=True))[0]


def make_tile(
    *,
    draft: Branch,
    kind: str = "",
    title: str = "",
    says: Mapping[str, Any] | None = None,
    place: tuple[int, int, int, int] | None = None,
) -> NewTile:
    """Return the tile that draws a draft; `kind` "": as fits it best. Raises `InvalidTile`."""
    kind = kind or kinds_for(draft=draft)[0]
    query = write_draft(draft_for(draft=draft, kind=kind))
    tile = NewTile(kind=kind, title=title, query=query, says=says or {}, place=place)
    require_tile(tile=tile)
    return tile


def require_tile(*, tile: NewTile) -> None:
    """Raise `InvalidTile` where a tile's words are too long or its kind cannot draw its question.

    Raises `UnreadableAddress` where its question cannot be read.
    """
    if tile.kind not in KINDS:
        raise InvalidTile(
            _("There is no tile of the kind “%(kind)s”.") % {"kind": tile.kind[:40]},
            next_step=_("Choose one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
            field="kind",
        )
    if len(tile.title) > LONGEST_TITLE or len(tile.query) > LONGEST_QUERY:
        raise InvalidTile(
            _("That is too long for a tile."),
            next_step=_("Shorten the title, or take parts of the question away."),
            field="title" if len(tile.title) > LONGEST_TITLE else "query",
        )
    if tile.kind in SAYING:
        return
    draft = draft_of_tile(query=tile.query)
    fitting = kinds_for(draft=draft)
    if tile.kind not in fitting:
        raise InvalidTile(
            _("This question cannot be drawn like that."),
            next_step=_("Choose one of: %(kinds)s.") % {"kinds": ", ".join(fitting)},
            field="kind",
        )


def place_all(*, tiles: Sequence[NewTile]) -> dict[int, Place]:
    """Return a place for each tile by its number: its own, else the first free one.

    Raises `BoardFull`.
    """
    places = {at: Place(*one.place) for at, one in enumerate(tiles) if one.place is not None}
    for number, one in enumerate(tiles):
        if number not in places:
            size = first_size(kind=one.kind)
            places[number] = find_room(places=places, width=size.width, height=size.height)
    return places
