"""Writes of boards: `boards` makes, renames, copies and puts away; `tiles` is about what is on one."""

from tenfold.techniques.dashboards.actions.boards.boards import (
    archive_board,
    bring_back_board,
    change_board,
    duplicate_board,
    make_board,
    rename_board,
)
from tenfold.techniques.dashboards.actions.boards.tiles import (
    add_tile,
    change_tile,
    move_tiles,
    put_back_tile,
    remove_tile,
)

__all__ = [
    "add_tile",
    "archive_board",
    "bring_back_board",
    "change_board",
    "change_tile",
    "duplicate_board",
    "make_board",
    "move_tiles",
    "put_back_tile",
    "remove_tile",
    "rename_board",
]
