"""How Nordlys Gifts shows its boards elsewhere: on the wall of the packing hall, and by e-mail."""

from collections.abc import Mapping
from datetime import datetime

WALL, SHOP = "Wall", "Shop"


def share_boards(*, boards: Mapping[str, int], by: int, at: datetime) -> None:
    """Make a link for the screen in the packing hall, and send the shop's board each Monday.

    `boards`: their ids by title.
    """
    from tenfold.techniques.dashboards.actions.boards.mailing import plan_mail
    from tenfold.techniques.dashboards.actions.boards.sharing import share_board
    from tenfold.techniques.dashboards.rules.boards.occasions import Rhythm

    share_board(
        board_id=boards[WALL],
        label="The screen in the packing hall",
        lasts="year",
        money=False,
        by=by,
        at=at,
    )
    plan_mail(
        board_id=boards[SHOP],
        rhythm=Rhythm(every="week", on_day=1, hour=7),
        accounts=[by],
        addresses=[],
        money=False,
        by=by,
        at=at,
    )
