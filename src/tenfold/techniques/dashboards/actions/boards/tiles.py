"""Writes: a tile more, a tile changed, tiles moved, a tile taken away and put back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tenfold.techniques.dashboards.actions.boards.changing import (
    changing,
    find_tile,
    read_places,
    write_places,
)
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.rules.boards.grid import (
    Place,
    find_room,
    require_layout,
    require_same_tiles,
    settle,
)
from tenfold.techniques.dashboards.rules.boards.kinds import first_size
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, require_tile

KEPT_DAYS = 30
"""For so long a tile that was taken away can be put back."""


def add_tile(*, board_id: int, tile: NewTile, by: int | None = None, at: datetime) -> int:
    """Put a tile on a board, at its place if that is free, else at the first that is; return its id.

    Raises `InvalidTile`, `BoardFull`, and what `changing` raises.
    """
    require_tile(tile=tile)
    with changing(board_id=board_id, what="tile_added", by=by, at=at) as board:
        places = read_places(board=board)
        size = first_size(kind=tile.kind)
        wanted = Place(*tile.place) if tile.place else Place(0, 0, size.width, size.height)
        place = find_room(places=places, width=wanted.width, height=wanted.height)
        if tile.place and not any(wanted.meets(one) for one in places.values()):
            place = wanted
        require_layout(places={**places, 0: place})
        row = Tile.objects.create(
            board=board,
            kind=tile.kind,
            title=tile.title.strip(),
            query=tile.query,
            says=dict(tile.says),
            x=place.x,
            y=place.y,
            width=place.width,
            height=place.height,
        )
        _settle(board)
    return row.id


def change_tile(
    *, board_id: int, tile_id: int, tile: NewTile, by: int | None = None, at: datetime
) -> None:
    """Make a tile ask, show or say something else; it stays where it is.

    Raises `InvalidTile`, `UnknownTile`, and what `changing` raises.
    """
    require_tile(tile=tile)
    with changing(board_id=board_id, what="tile_changed", by=by, at=at) as board:
        row = find_tile(board=board, tile_id=tile_id)
        row.kind, row.title, row.query = tile.kind, tile.title.strip(), tile.query
        row.says = dict(tile.says)
        row.save()


def move_tiles(
    *,
    board_id: int,
    places: Mapping[int, Place],
    version: int | None = None,
    by: int | None = None,
    at: datetime,
) -> int:
    """Arrange a board anew: a place for each of its tiles; return the board's version now.

    version  the one that was looked at: where somebody else has changed the board since, nothing is
             overwritten (`ArrangedMeanwhile`)

    Raises `InvalidLayout`, and what `changing` raises.
    """
    require_layout(places=places)
    with changing(board_id=board_id, what="arranged", by=by, at=at, seen=version) as board:
        require_same_tiles(has=read_places(board=board), given=places)
        write_places(board=board, places=settle(places=places))
    return board.version


def remove_tile(*, board_id: int, tile_id: int, by: int | None = None, at: datetime) -> None:
    """Take a tile away; for thirty days it can be put back.

    Raises `UnknownTile`, and what `changing` raises.
    """
    with changing(board_id=board_id, what="tile_removed", by=by, at=at) as board:
        row = find_tile(board=board, tile_id=tile_id)
        row.removed_at = at
        row.save()
        board.tiles.filter(removed_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
        _settle(board)


def put_back_tile(*, board_id: int, tile_id: int, by: int | None = None, at: datetime) -> None:
    """Put a tile back that was taken away: where it was; what stands there now moves down.

    Raises `UnknownTile`, `BoardFull`, and what `changing` raises.
    """
    with changing(board_id=board_id, what="tile_put_back", by=by, at=at) as board:
        row = find_tile(board=board, tile_id=tile_id, removed=True)
        stand = read_places(board=board)
        find_room(places=stand, width=row.width, height=row.height)
        row.removed_at = None
        row.save()
        was = Place(row.x, row.y, row.width, row.height)
        # Before what stands at the same height: it was there first.
        later = {tile: replace(one, y=one.y + (one.y >= was.y)) for tile, one in stand.items()}
        write_places(board=board, places=settle(places={**later, row.id: was}))


def _settle(board: Board) -> None:
    write_places(board=board, places=settle(places=read_places(board=board)))
