"""Boards and tiles as plain JSON values, for programs and for the command line."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from tenfold.metrics.answers import to_json
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards.boards import get_head, list_boards
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import BoardHead, TileView


def list_as_json(*, asker: Asker) -> list[dict[str, Any]]:
    """Return all boards, those that were put away last."""
    found = list_boards(viewer=asker.viewer)
    return [head_as_json(head=one) for one in (*found.boards, *found.archived)]


def board_as_json(*, board_id: int, asker: Asker) -> dict[str, Any]:
    """Return a board with the answers of all its tiles, as the asker may see them.

    Raises `UnknownBoard`.
    """
    head = get_head(board_id=board_id, viewer=asker.viewer)
    tiles = get_tiles(board_id=board_id, asker=asker)
    return {
        **head_as_json(head=head),
        "fresh_at": _instant(asker.volume.newest_at),
        "tiles": [tile_as_json(tile=one) for one in tiles],
    }


def head_as_json(*, head: BoardHead) -> dict[str, Any]:
    """Return a board without its tiles."""
    return {
        "id": head.id,
        "title": head.title,
        "about": head.about,
        "made_by": head.made_by,
        "changed_at": head.changed_at.isoformat(),
        "tile_count": head.tiles,
        "version": head.version,
        "may_change": head.may_change,
        "archived": head.archived,
    }


def tile_as_json(*, tile: TileView) -> dict[str, Any]:
    """Return a tile; `answer` is what the metrics answer, null where there is none to see."""
    answer = tile.answer
    return {
        "id": tile.id,
        "kind": tile.kind,
        "title": tile.title,
        "over": tile.over,
        "query": tile.query,
        "says": dict(tile.says),
        "place": asdict(tile.place),
        "sentence": answer.say if answer else "",
        "value": answer.value if answer else "",
        "hidden": tile.hidden,
        "problem": tile.problem,
        "next_step": tile.next_step,
        "digest": tile.digest,
        "answer": to_json(answer=tile.exact) if tile.exact else None,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
