"""The list of boards, and one board."""

from typing import Any

from django.db.models import Count, Q

from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.asgi.boards.shown import Key
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards.showing import sight_of
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import BoardHead, BoardsView, BoardView
from tenfold.techniques.dashboards.queries.boards.watched import get_picture, view_shown
from tenfold.techniques.dashboards.rules.boards import owning

_TILES = Count("tiles", filter=Q(tiles__removed_at=None))


def list_boards(*, viewer: Viewer) -> BoardsView:
    """Return all boards, by title; those that were put away apart."""
    rows = Board.objects.select_related("made_by").annotate(count=_TILES)
    heads = [_head(row, viewer) for row in rows]
    return BoardsView(
        boards=tuple(one for one in heads if not one.archived),
        archived=tuple(one for one in heads if one.archived),
        empty=not heads,
    )


def get_head(*, board_id: int, viewer: Viewer) -> BoardHead:
    """Return a board without its tiles. Raises `UnknownBoard`."""
    row = Board.objects.select_related("made_by").annotate(count=_TILES).filter(id=board_id).first()
    if row is None:
        raise owning.unknown_board()
    return _head(row, viewer)


def get_board(*, board_id: int, asker: Asker, removed: int | None = None) -> BoardView:
    """Return a board with its tiles as they are now. Raises `UnknownBoard`.

    removed  a tile that was just taken away: it stands in the answer where it can be put back
    """
    gone = Tile.objects.filter(board_id=board_id, id=removed or 0, removed_at__isnull=False)
    as_of = asker.formats.local(at=asker.until).date()
    head = get_head(board_id=board_id, viewer=asker.viewer)
    return BoardView(
        head=head,
        **_shown(head, asker),
        fresh_at=asker.volume.newest_at,
        as_of=asker.formats.day(on=as_of) if asker.looks_back else "",
        empty=asker.volume.events == 0,
        removed=removed if gone.exists() else None,
    )


def get_layout(*, board_id: int) -> dict[str, Any]:
    """Return where the tiles of a board stand, as plain JSON values. Raises `UnknownBoard`."""
    row = Board.objects.filter(id=board_id).first()
    if row is None:
        raise owning.unknown_board()
    tiles = row.tiles.filter(removed_at=None)
    places = list(tiles.values("id", "x", "y", "width", "height"))
    return {"version": row.version, "places": places}


def list_questions(*, board_id: int) -> frozenset[str]:
    """Return what the tiles of a board ask."""
    rows = Tile.objects.filter(board_id=board_id, removed_at=None)
    return frozenset(rows.values_list("query", flat=True))


def _shown(head: BoardHead, asker: Asker) -> dict[str, Any]:
    """What was put away is asked for by itself; all others are kept current for all who look."""
    if head.archived:
        return {"tiles": get_tiles(board_id=head.id, asker=asker)}
    picture = get_picture(key=Key(head.id, sight_of(viewer=asker.viewer)), at=asker.at)
    return {
        "tiles": view_shown(board_id=head.id, picture=picture),
        "stream": f"/live/boards/{head.id}",
        "seen": picture.mark,
    }


def _head(row: Board, viewer: Viewer) -> BoardHead:
    archived = row.archived_at is not None
    return BoardHead(
        id=row.id,
        title=row.title,
        about=row.about,
        made_by=row.made_by.name if row.made_by else "",
        changed_at=row.changed_at,
        tiles=row.count,  # type: ignore[attr-defined]
        version=row.version,
        mine=row.made_by_id == viewer.account_id,
        may_change=owning.may_change(made_by=row.made_by_id, viewer=viewer),
        archived=archived,
    )
