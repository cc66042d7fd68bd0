"""Writes: making a board, calling it something else, copying it, putting it away."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.boards import BoardArchived, BoardBroughtBack, BoardMade
from tenfold.techniques.dashboards.actions.boards.changing import changing, lock
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.grid import require_layout
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, place_all, require_tile


@transaction.atomic
def make_board(
    *,
    title: str,
    about: str = "",
    tiles: Sequence[NewTile] = (),
    template: str = "",
    by: int | None = None,
    at: datetime,
) -> int:
    """Make a board, with tiles where some are given; return its id.

    Tiles that say no place get the first free one, in order. Raises `InvalidBoard`, `InvalidTile`,
    `InvalidLayout`, `BoardFull`, and what a tile's question is refused for.
    """
    owning.require_words(title=title, about=about)
    for one in tiles:
        require_tile(tile=one)
    places = place_all(tiles=tiles)
    require_layout(places=places)
    board = Board.objects.create(
        title=title.strip(), about=about.strip(), made_by_id=by, made_at=at, changed_at=at
    )
    Tile.objects.bulk_create(
        Tile(
            board=board,
            kind=one.kind,
            title=one.title.strip(),
            query=one.query,
            says=dict(one.says),
            x=places[number].x,
            y=places[number].y,
            width=places[number].width,
            height=places[number].height,
        )
        for number, one in enumerate(tiles)
    )
    fact = BoardMade(board_id=board.id, tiles=len(tiles), template=template)
    outbox.tell(fact=fact, actor_id=by, at=at)
    return board.id


def rename_board(
    *, board_id: int, title: str, about: str = "", by: int | None = None, at: datetime
) -> int:
    """Call a board something else, and say anew what it is for; return its version now.

    Raises `InvalidBoard`, and what `changing` raises.
    """
    owning.require_words(title=title, about=about)
    with changing(board_id=board_id, what="renamed", by=by, at=at) as board:
        board.title, board.about = title.strip(), about.strip()
    return board.version


@transaction.atomic
def change_board(
    *,
    board_id: int,
    title: str | None = None,
    about: str | None = None,
    archived: bool | None = None,
    by: int | None = None,
    at: datetime,
) -> None:
    """Make different what is given; None: as it is. What is archived can be brought back so.

    Raises `InvalidBoard`, and what `changing` raises.
    """
    board = lock(board_id=board_id, by=by)
    if archived is False:
        bring_back_board(board_id=board_id, by=by, at=at)
    if title is not None or about is not None:
        words = {
            "title": board.title if title is None else title,
            "about": board.about if about is None else about,
        }
        rename_board(board_id=board_id, **words, by=by, at=at)
    if archived:
        archive_board(board_id=board_id, by=by, at=at)


@transaction.atomic
def duplicate_board(*, board_id: int, by: int | None = None, at: datetime) -> int:
    """Make a copy of a board that belongs to whoever copies it; return its id.

    Raises `UnknownBoard`.
    """
    board = Board.objects.filter(id=board_id).first()
    if board is None:
        raise owning.unknown_board()
    title = _("%(title)s (copy)") % {"title": board.title[: owning.LONGEST_TITLE - 20]}
    rows = board.tiles.filter(removed_at=None)
    tiles = [
        NewTile(
            kind=row.kind,
            title=row.title,
            query=row.query,
            says=row.says,
            place=(row.x, row.y, row.width, row.height),
        )
        for row in rows
    ]
    return make_board(title=title, about=board.about, tiles=tiles, by=by, at=at)


@transaction.atomic
def archive_board(*, board_id: int, by: int | None = None, at: datetime) -> None:
    """Put a board away. Doing so again changes nothing. Raises `UnknownBoard`, `NotYourBoard`."""
    board = lock(board_id=board_id, by=by)
    if board.archived_at is None:
        board.archived_at = at
        board.version += 1
        board.save()
        outbox.tell(fact=BoardArchived(board_id=board.id), actor_id=by, at=at)


@transaction.atomic
def bring_back_board(*, board_id: int, by: int | None = None, at: datetime) -> None:
    """Bring back a board that was put away. Raises `UnknownBoard`, `NotYourBoard`."""
    board = lock(board_id=board_id, by=by)
    if board.archived_at is not None:
        board.archived_at = None
        board.version += 1
        board.save()
        outbox.tell(fact=BoardBroughtBack(board_id=board.id), actor_id=by, at=at)
