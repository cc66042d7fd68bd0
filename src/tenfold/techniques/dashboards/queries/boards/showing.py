"""A board drawn for everybody who may see the same of it: what the keeper of boards asks for."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenfold.people.permissions import Permission, Role, Viewer
from tenfold.people.queries import get_company
from tenfold.techniques.dashboards.asgi.boards.shown import Drawn, Key, Layout, Sight
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.ui.format import Formats

MOST_FACES = 500
HEAVY = frozenset({"funnel", "heat", "paths"})
"""Kinds whose questions take long: each is asked by itself, so that it holds up no other tile."""


def sight_of(*, viewer: Viewer) -> Sight:
    """Return what a member sees of boards."""
    return Sight(
        persons=viewer.allows(Permission.SEE_PERSONS),
        money=viewer.allows(Permission.SEE_MONEY),
        doors=True,
    )


def outside_sight(*, money: bool) -> Sight:
    """Return what somebody outside of the company sees: never a person, and nothing leads on."""
    return Sight(persons=False, money=money, doors=False)


def get_layout(*, board_id: int) -> Layout:
    """Return which tiles there are. Raises `UnknownBoard`, also where the board was put away."""
    row = Board.objects.filter(id=board_id, archived_at=None).values("version").first()
    if row is None:
        raise owning.unknown_board()
    tiles = list(Tile.objects.filter(board_id=board_id, removed_at=None).values_list("id", "kind"))
    return Layout(
        version=row["version"],
        quick=tuple(one for one, kind in tiles if kind not in HEAVY),
        alone=tuple(one for one, kind in tiles if kind in HEAVY),
    )


def make_outside_asker(*, sight: Sight, at: datetime) -> Asker:
    """Return eyes that are nobody's in particular, and see what the sight says."""
    viewer = Viewer(
        account_id=0,
        name="",
        email="",
        role=Role.MEMBER,
        sees_persons=sight.persons,
        sees_money=sight.money,
    )
    return make_asker(viewer=viewer, company=get_company(), at=at, follows=sight.doors)


def draw_tiles(*, key: Key, ids: Iterable[int], at: datetime) -> tuple[Drawn, ...]:
    """Return tiles of a board as they are now, as everybody with the same eyes is shown them.

    Raises `UnknownBoard`.
    """
    company = get_company()
    with translation.override(company.language), timezone.override(ZoneInfo(company.timezone)):
        asker = make_outside_asker(sight=key.sight, at=at)
        tiles = get_tiles(board_id=key.board, asker=asker, only=ids)
        return tuple(_drawn(one, asker, key.sight) for one in tiles)


def say_failed() -> str:
    """Return the sentence for tiles that could not be drawn, in the company's language."""
    with translation.override(get_company().language):
        return _("This could not be brought up to date just now. It is tried again by itself.")


class _Faces:
    """Tiles as HTML. Most of what is asked again looks as before, and writing it down is what takes
    longest then: the newest that were written are kept."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], str] = OrderedDict()

    def get(self, *, tile: TileView, formats: Formats, sight: Sight) -> str:
        """Return the face of a tile; its digest tells apart all that can be seen of it."""
        name = (tile.id, tile.digest, formats, sight)
        with self._guard:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        context = {"tile": tile, "formats": formats}
        html = render_to_string("dashboards/boards/tile_face.html", context)
        with self._guard:
            self._kept[name] = html
            while len(self._kept) > MOST_FACES:
                self._kept.popitem(last=False)
        return html


_faces = _Faces()


def _drawn(tile: TileView, asker: Asker, sight: Sight) -> Drawn:
    """What is refused for good is a picture of its own; what failed keeps the picture before it."""
    problem = f"{tile.problem} {tile.next_step}".strip() if tile.problem and not tile.hidden else ""
    html = _faces.get(tile=tile, formats=asker.formats, sight=sight)
    return Drawn(id=tile.id, digest=tile.digest, html=html, problem=problem, view=tile)
