"""Tiles that are drawn in a way of their own: map, gauge, text, stream, areas."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenfold.people.models import Account
from tenfold.people.queries import get_company, view_account
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.models import Tile
from tenfold.techniques.dashboards.queries.asking import make_asker
from tenfold.techniques.dashboards.queries.boards.tiles import get_tiles
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.queries.stream import StreamView
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell
from tenfold.ui.charts import Chart, Kind
from tenfold.ui.format import Formats
from tenfold.ui.gauges import Gauge
from tenfold.ui.maps import WorldMap
from tenfold.ui.texts import Text

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]
SPLIT = "event=order&range=last_7_days&split=country"


@pytest.fixture
def sold(sell: Sell) -> None:
    sell(300, country="Norway")
    sell(100, days=1, country="Danmark")


@pytest.fixture
def drawn(company: int, sold: None) -> Callable[..., TileView]:
    """Put one tile on a board and look at it as the owner."""

    def look(kind: str, query: str = "", **says: Any) -> TileView:
        tile = NewTile(kind=kind, query=query, says=says)
        board = actions.make_board(title="Board", tiles=(tile,), by=company, at=NOW)
        viewer = view_account(account=Account.objects.get(pk=company))
        asker = make_asker(viewer=viewer, company=get_company(), at=NOW)
        (found,) = get_tiles(board_id=board, asker=asker)
        return found

    return look


Drawn = Callable[..., TileView]


def figure(tile: TileView) -> Any:
    (one,) = tile.figures
    return one.of


def test_map_tile__of_countries__is_a_map(drawn: Drawn) -> None:
    of = figure(drawn("map", f"{SPLIT}&by=none&view=map"))
    assert isinstance(of, WorldMap)
    assert {land.code for land in of.lands()} == {"NO", "DK"}


@pytest.mark.parametrize(
    ("query", "kind"), [(SPLIT, Kind.AREA), (f"kind=persons&{SPLIT}", Kind.LINE)]
)
def test_area_tile__stacks__only_what_adds_up(drawn: Drawn, query: str, kind: Kind) -> None:
    of = figure(drawn("area", query))
    assert isinstance(of, Chart)
    assert of.kind is kind


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"target": "4"}, "50% of the way; 2 to go."),
        ({"target": "4", "start": "1"}, "33% of the way; 2 to go."),
        ({"target": "1", "better": "down"}, "1 more than there should be."),
        ({"target": "2"}, "Exactly what it should be."),
    ],
)
def test_gauge_tile__with_a_target__says_how_far_it_is(
    drawn: Drawn, says: dict[str, str], said: str
) -> None:
    tile = drawn("gauge", "event=order&range=last_7_days&by=none", **says)
    of = figure(tile)
    assert isinstance(of, Gauge)
    assert of.sentence(formats=Formats()) == said


@pytest.mark.parametrize("target", [None, "", "many", "NaN", "Infinity"])
def test_gauge_tile__without_a_target__says_what_to_do(drawn: Drawn, target: str | None) -> None:
    tile = drawn("gauge", "event=order&range=last_7_days&by=none", target=target)
    assert tile.problem == "This gauge has no target yet."
    assert tile.figures == ()


def test_text_tile__of_a_member__is_safe_on_the_page(
    drawn: Drawn, client: Client, company: int
) -> None:
    tile = drawn("text", text="# Hello\n<script>alert(1)</script>")
    assert figure(tile) == Text(id=figure(tile).id, text="# Hello\n<script>alert(1)</script>")
    page = client.get(f"/boards/{Tile.objects.get().board_id}/tiles/{tile.id}/").content.decode()
    assert "<h3>Hello</h3>" in page
    assert "<script>alert" not in page


def test_stream_tile__with_a_filter__shows_only_that(drawn: Drawn) -> None:
    all_of_them = figure(drawn("stream"))
    assert isinstance(all_of_them, StreamView)
    assert len(all_of_them.lines) == 2
    assert figure(drawn("stream", names=["refund"])).lines == ()
    assert len(figure(drawn("stream", names=["order"], sources=["Web shop"])).lines) == 2


@pytest.mark.usefixtures("sold")
def test_stream__that_is_put_on_a_board_and_changed__shows_what_was_chosen(
    client: Client, company: int
) -> None:
    board = actions.make_board(title="Board", tiles=(), by=company, at=NOW)
    client.post(f"/boards/{board}/add/", {"kind": "stream", "title": "Orders", "names": ["order"]})
    tile = Tile.objects.get()
    assert (tile.title, tile.says) == ("Orders", {"names": ["order"], "sources": []})
    address = f"/boards/{board}/tiles/{tile.id}/change/"
    assert b'<option value="order" selected>' in client.get(address).content
    client.post(address, {"title": "Shop", "sources": ["Web shop"]})
    tile.refresh_from_db()
    assert (tile.title, tile.says) == ("Shop", {"names": [], "sources": ["Web shop"]})


@pytest.mark.usefixtures("sold")
def test_stream__of_what_there_is_not__is_refused(client: Client, company: int) -> None:
    board = actions.make_board(title="Board", tiles=(), by=company, at=NOW)
    client.post(f"/boards/{board}/add/", {"kind": "stream", "names": ["nonsense"]})
    assert not Tile.objects.exists()
