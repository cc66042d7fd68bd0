"""What every change of a board has in common: the lock, who may, the version, the fact."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from tenfold import outbox
from tenfold.facts.boards import BoardChanged
from tenfold.people.queries import get_viewer
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.grid import Place


@contextmanager
def changing(
    *, board_id: int, what: str, by: int | None, at: datetime, seen: int | None = None
) -> Iterator[Board]:
    """Hold a board while it is changed, in one transaction; afterwards its version has grown.

    by    the member who changes it; None: the house itself
    seen  the version that was looked at, where the change depends on it

    Raises `UnknownBoard`, `NotYourBoard`, `BoardIsArchived`, `ArrangedMeanwhile`.
    """
    with transaction.atomic():
        board = lock(board_id=board_id, by=by)
        owning.require_open(archived=board.archived_at is not None)
        if seen is not None:
            owning.require_version(has=board.version, seen=seen)
        yield board
        board.version += 1
        board.changed_at = at
        board.save()
        fact = BoardChanged(board_id=board.id, version=board.version, what=what)
        outbox.tell(fact=fact, actor_id=by, at=at)


def lock(*, board_id: int, by: int | None) -> Board:
    """Return a board that nobody else can change until the transaction ends.

    Raises `UnknownBoard`, `NotYourBoard`.
    """
    board = Board.objects.select_for_update().filter(id=board_id).first()
    if board is None:
        raise owning.unknown_board()
    if by is not None:
        viewer = get_viewer(account_id=by)
        owning.require_may_change(made_by=board.made_by_id, viewer=viewer)
    return board


def find_tile(*, board: Board, tile_id: int, removed: bool = False) -> Tile:
    """Return a tile of the board, one that was taken away where `removed`. Raises `UnknownTile`."""
    tile = board.tiles.filter(id=tile_id, removed_at__isnull=not removed).first()
    if tile is None:
        raise owning.unknown_tile()
    return tile


def read_places(*, board: Board) -> dict[int, Place]:
    """Return where the tiles of a board stand."""
    rows = board.tiles.filter(removed_at=None).values_list("id", "x", "y", "width", "height")
    return {tile: Place(x, y, width, height) for tile, x, y, width, height in rows}


def write_places(*, board: Board, places: dict[int, Place]) -> None:
    """Put the tiles of a board where these places are; those that stand there already are left."""
    stand = read_places(board=board)
    moved = [
        Tile(id=tile, x=one.x, y=one.y, width=one.width, height=one.height)
        for tile, one in places.items()
        if stand.get(tile) != one
    ]
    Tile.objects.bulk_update(moved, ["x", "y", "width", "height"])
