"""Tiles as CSV (RFC 4180): exact and unformatted, safe to open in a spreadsheet."""

import csv
import io

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.models import Tile
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards.boards import get_head
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.queries.exploring.downloads import write_answer
from tenfold.techniques.dashboards.queries.number import harmless
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.tiles import draft_of_tile


def write_tile(*, board_id: int, tile_id: int, asker: Asker) -> str:
    """Return the numbers of one tile. Raises `UnknownTile`, and what its question is refused for."""
    row = Tile.objects.filter(board_id=board_id, id=tile_id, removed_at=None).first()
    if row is None:
        raise owning.unknown_tile()
    if not row.query:
        return _write([("text",), (harmless(str(row.says.get("text", ""))),)])
    return write_answer(draft=draft_of_tile(query=row.query), asker=asker)


def write_board(*, board_id: int, asker: Asker) -> str:
    """Return the numbers of all tiles under each other, each under its title; a refused one says why.

    Raises `UnknownBoard`.
    """
    head = get_head(board_id=board_id, viewer=asker.viewer)
    parts = [_write([(harmless(head.title),)])]
    for tile in get_tiles(board_id=board_id, asker=asker):
        parts.append(_write([(), (harmless(tile.title), harmless(tile.over))]))
        parts.append(_part(tile, asker))
    return "".join(parts)


def _part(tile: TileView, asker: Asker) -> str:
    if tile.answer is None:
        said = f"{tile.problem} {tile.next_step}".strip() or str(tile.says.get("text", ""))
        return _write([(harmless(said),)])
    try:
        return write_answer(draft=draft_of_tile(query=tile.query), asker=asker)
    except Refusal as refusal:
        return _write([(harmless(refusal.sentence),)])


def _write(lines: list[tuple[str, ...]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue()
