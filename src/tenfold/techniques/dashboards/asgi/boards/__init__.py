"""Boards that keep themselves up to date: one picture of a board for all who may see the same.

`shown` says what a picture is, `keeping` keeps pictures current while somebody looks, `streaming`
sends what changed to everybody who looks. No Django here: `config` hands over what draws a tile.
"""

from tenfold.techniques.dashboards.asgi.boards.keeping import Keeper, get_keeper, install_keeper
from tenfold.techniques.dashboards.asgi.boards.streaming import BoardStreams, Watching

__all__ = ["BoardStreams", "Keeper", "Watching", "get_keeper", "install_keeper"]
