"""A board for a page that keeps itself current: the picture that all who see the same share."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import mark_safe

from tenfold.techniques.dashboards.asgi.boards import get_keeper
from tenfold.techniques.dashboards.asgi.boards.shown import Key, Picture, Shown, Sight
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.queries.boards.showing import draw_tiles, get_layout
from tenfold.techniques.dashboards.queries.boards.tiles import view_plainly
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.rules.boards import owning

PATIENCE_SECONDS = 2.0
"""How long a page waits for tiles that are being asked; what takes longer comes by the stream."""


@dataclass(frozen=True)
class WatchedBoard:
    """`stream` is where what changes is told, `seen` the mark of what the page shows."""

    id: int
    title: str
    version: int
    tiles: tuple[TileView, ...]
    stream: str
    seen: str


def watch_board(
    *,
    board_id: int,
    sight: Sight,
    stream: str,
    at: datetime,
    patience: float = PATIENCE_SECONDS,
) -> WatchedBoard:
    """Return a board as of now. Raises `UnknownBoard`."""
    row = Board.objects.filter(id=board_id, archived_at=None).first()
    if row is None:
        raise owning.unknown_board()
    picture = get_picture(key=Key(board_id, sight), at=at, patience=patience)
    return WatchedBoard(
        id=board_id,
        title=row.title,
        version=picture.version,
        tiles=view_shown(board_id=board_id, picture=picture),
        stream=stream,
        seen=picture.mark,
    )


def view_shown(*, board_id: int, picture: Picture) -> tuple[TileView, ...]:
    """Return the tiles of a board where they stand now, as the picture shows them."""
    rows = Tile.objects.filter(board_id=board_id, removed_at=None)
    return tuple(_view(row, picture.tiles.get(row.id)) for row in rows)


def get_picture(*, key: Key, at: datetime, patience: float = PATIENCE_SECONDS) -> Picture:
    """Return the picture that all share; where no keeper is at work, as in a command, one's own.

    Raises `UnknownBoard`.
    """
    keeper = get_keeper()
    if keeper is not None:
        return keeper.picture(key=key, patience=patience)
    layout = get_layout(board_id=key.board)
    drawn = draw_tiles(key=key, ids=(*layout.quick, *layout.alone), at=at)
    return Picture(layout.version, {one.id: Shown.of(one, before=None, at=at) for one in drawn})


def _view(row: Tile, shown: Shown | None) -> TileView:
    plain = view_plainly(row=row)
    if shown is None or not isinstance(shown.view, TileView):
        # Its title might name a person: it comes with the picture.
        stale = "" if shown is None else shown.stale
        return replace(plain, title="", own_title="", query="", says={}, stale=stale)
    return replace(
        shown.view,
        place=plain.place,
        digest=shown.digest,
        as_of=shown.as_of,
        stale=shown.stale,
        face=mark_safe(shown.html),  # noqa: S308  our own template wrote it
    )
