"""A board in words and small pictures, for an e-mail: what each of its tiles says now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.notices.notice import Picture
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.asgi.boards.shown import Sight
from tenfold.techniques.dashboards.models import Board
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.boards.showing import make_outside_asker
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.ui.charts import Chart
from tenfold.ui.gauges import Gauge
from tenfold.ui.static_charts import describe, draw_png

MOST_PICTURES = 6
WIDTH, HEIGHT = 514, 200


@dataclass(frozen=True)
class Written:
    """A board, written out for somebody with certain eyes. `hidden`: how many tiles are not in it."""

    title: str
    subject: str
    lines: tuple[str, ...]
    pictures: tuple[Picture, ...]
    hidden: int


def write_for_member(*, board_id: int, account_id: int, at: datetime) -> Written:
    """Return a board as a member may see it. Raises `UnknownBoard`, `UnknownMember`."""
    asker = make_asker(viewer=get_viewer(account_id=account_id), company=get_company(), at=at)
    return _write(board_id, asker)


def write_for_outside(*, board_id: int, money: bool, at: datetime) -> Written:
    """Return a board as somebody with a share link sees it. Raises `UnknownBoard`."""
    sight = Sight(persons=False, money=money, doors=False)
    return _write(board_id, make_outside_asker(sight=sight, at=at))


def _write(board_id: int, asker: Asker) -> Written:
    board = Board.objects.filter(id=board_id, archived_at=None).first()
    if board is None:
        raise owning.unknown_board()
    tiles = get_tiles(board_id=board_id, asker=asker)
    lines = tuple(line for tile in tiles if (line := _say(tile)))
    hidden = sum(tile.hidden for tile in tiles)
    day = asker.formats.day(on=asker.formats.local(at=asker.at).date())
    return Written(
        title=board.title,
        subject=f"{board.title}, {day}",
        lines=(*(lines or (_("There is nothing on this board yet."),)), *_say_hidden(hidden)),
        pictures=tuple(_draw(tiles, asker))[:MOST_PICTURES],
        hidden=hidden,
    )


def _say(tile: TileView) -> str:
    """Return one paragraph about a tile; "" where it has nothing to say in a mail."""
    if tile.hidden:
        return ""
    if tile.problem:
        return f"{tile.title}: {tile.problem}"
    if tile.kind == "text":
        return str(tile.says.get("text", ""))
    if tile.answer is None:
        return ""
    return " ".join(part for part in (_headed(tile), _say_change(tile)) if part)


def _headed(tile: TileView) -> str:
    said = tile.answer.say if tile.answer else ""
    return f"{tile.title}: {said}" if said else f"{tile.title}."


def _say_change(tile: TileView) -> str:
    change = tile.answer.change if tile.answer else None
    if change is None:
        return ""
    return _("That is %(change)s.") % {"change": f"{change.much} {change.than}".strip()}


def _say_hidden(hidden: int) -> tuple[str, ...]:
    if not hidden:
        return ()
    said = ngettext(
        "%(count)d tile is left out, because it is not meant for everybody.",
        "%(count)d tiles are left out, because they are not meant for everybody.",
        hidden,
    )
    return (said % {"count": hidden},)


def _draw(tiles: tuple[TileView, ...], asker: Asker) -> Iterator[Picture]:
    """Yield a small picture for each tile that a picture says more of than words."""
    for tile in tiles:
        for figure in tile.figures:
            if not tile.hidden and not tile.problem and isinstance(figure.of, Chart | Gauge):
                png = draw_png(chart=figure.of, formats=asker.formats, width=WIDTH, height=HEIGHT)
                says = describe(chart=figure.of, formats=asker.formats)
                yield Picture(name=f"tile-{tile.id}", png=png, says=says)
