"""Putting a number on a board: as what, where from, and what the tile then keeps."""

import pytest

from tenfold.metrics.actions import define_metric
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.rules.boards.kinds import draft_for, kinds_for
from tenfold.techniques.dashboards.rules.boards.owning import InvalidTile
from tenfold.techniques.dashboards.rules.boards.tiles import draft_of_tile, make_tile
from tenfold.techniques.dashboards.tests.conftest import NOW

NEW = {"board": "new", "new_title": "Mine", "title": ""}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kind=count&event=order", "bar"),
        ("kind=mean&event=order", "line"),
        ("kind=count&event=order&view=area&split=country", "area"),
        ("kind=count&event=order&view=table", "table"),
        ("kind=count&event=order&view=map&split=country&by=none", "map"),
        ("kind=count&event=order&by=none", "number"),
        ("kind=count&event=order&by=none&split=country", "bar"),
        ("kind=conversion&steps.1.event=visit&steps.2.event=order", "funnel"),
        ("kind=retention&start.event=order", "heat"),
        ("kind=paths&at.event=visit", "paths"),
        ("kind=segment&people.1.event=order", "line"),
    ],
)
def test_tile__of_what_was_explored__is_first_what_was_seen_there(query, first):
    draft = draft_of_tile(query=query)
    assert kinds_for(draft=draft)[0] == first
    assert make_tile(draft=draft).kind == first


def test_number__that_is_only_named__can_be_what_its_kind_can():
    draft = draft_of_tile(query="kind=metric&name=loyalty")
    assert kinds_for(draft=draft, of="retention") == ("heat", "number")
    assert "number" in kinds_for(draft=draft, of="count")


def test_number_tile__of_what_was_split__asks_for_the_whole():
    draft = draft_of_tile(query="kind=count&event=order&split=country&view=table&tile=1-2")
    assert draft_for(draft=draft, kind="number") == {"kind": "count", "event": "order"}


def test_funnel__of_a_count__is_refused():
    with pytest.raises(InvalidTile):
        make_tile(draft=draft_of_tile(query="kind=count&event=order"), kind="funnel")


def test_number__opened_in_explore_and_put_on_a_board__is_kept_by_its_name(client, company, sell):
    sell(48.5, days=1)
    address = client.get("/explore/open/revenue/").headers["Location"].partition("?")[2]
    client.post("/boards/put/", {**NEW, "query": address + "&range=last_7_days", "kind": "line"})
    query = Tile.objects.get(board__title="Mine").query
    assert draft_of_tile(query=query) == {
        "kind": "metric",
        "name": "revenue",
        "range": "last_7_days",
    }


def test_number__changed_in_explore_before__is_kept_as_it_was_asked(client, company, sell):
    sell(48.5, days=1)
    address = client.get("/explore/open/revenue/").headers["Location"].partition("?")[2]
    changed = address.replace("kind=sum", "kind=mean")
    client.post("/boards/put/", {**NEW, "query": changed, "kind": "line"})
    assert draft_of_tile(query=Tile.objects.get(board__title="Mine").query)["kind"] == "mean"


def test_number__defined_anew__is_shown_so_on_its_tile(client, company, sell):
    sell(48.5, days=1)
    client.post("/boards/put/", {**NEW, "query": "kind=metric&name=revenue", "kind": "number"})
    board = Board.objects.get(title="Mine").id
    assert "€48.50" in client.get(f"/boards/{board}/").content.decode()
    define_metric(name="revenue", title="Orders", spec={"kind": "count", "event": "order"}, at=NOW)
    page = client.get(f"/boards/{board}/").content.decode()
    assert "€48.50" not in page


def test_gauge__without_a_target__is_asked_for_one(client, company, sell):
    sell(48.5, days=1)
    query = "kind=sum&event=order&by=none"
    answer = client.post("/boards/put/", {**NEW, "query": query, "kind": "gauge"})
    assert "Say which number is to be reached." in answer.content.decode()
    assert not Board.objects.exists()


def test_gauge__with_a_target__is_drawn_and_can_be_given_another(client, company, sell):
    sell(48.5, days=1)
    query = "kind=sum&event=order&by=none"
    client.post("/boards/put/", {**NEW, "query": query, "kind": "gauge", "target": "1000"})
    tile = Tile.objects.get(board__title="Mine")
    assert tile.says == {"target": "1000", "better": "up"}
    here = f"/boards/{tile.board_id}/tiles/{tile.id}/change/"
    assert 'value="1000"' in client.get(here).content.decode()
    client.post(here, {"query": query, "kind": "gauge", "target": "2000", "better": "up"})
    tile.refresh_from_db()
    assert tile.says["target"] == "2000"


def test_text__on_a_board__is_written_and_changed(client, board):
    client.post(f"/boards/{board}/add/", {"title": "", "text": "Hello"})
    tile = Tile.objects.get(board=board, kind="text")
    page = client.get(f"/boards/{board}/").content.decode()
    assert "Hello" in page
    assert "A note" in page
    client.post(f"/boards/{board}/tiles/{tile.id}/change/", {"title": "Dear all", "text": "Bye"})
    tile.refresh_from_db()
    assert (tile.title, tile.says) == ("Dear all", {"text": "Bye"})


def test_tile__saved_from_explore__asks_what_was_explored_and_not_for_which_tile(
    client, board, sell
):
    sell(48.5, days=1)
    tile = Tile.objects.filter(board=board).first()
    said = {
        "query": f"kind=persons&event=order&tile={board}-{tile.id}",
        "kind": "number",
        "title": "Buyers",
    }
    answer = client.post(f"/boards/{board}/tiles/{tile.id}/change/", said)
    assert answer.headers["Location"] == f"/boards/{board}/#tile-{tile.id}"
    tile.refresh_from_db()
    assert (tile.title, tile.query) == ("Buyers", "kind=persons&event=order")


def test_explore__for_a_tile__offers_to_save_it_there_and_forgets_it_nowhere(client, board, sell):
    sell(48.5, days=1)
    address = f"kind=count&event=order&tile={board}-7"
    builder = client.get(
        f"/explore/?{address}&do=set+kind+persons", headers={"HX-Target": "builder"}
    )
    assert f'name="tile" value="{board}-7"' in builder.content.decode()
    answer = client.get(f"/explore/answer/?{address}").content.decode()
    assert f"/boards/{board}/tiles/7/change/" in answer


@pytest.mark.parametrize("tile", ["", "7", "a-b", "1-2-3", "-1-2", "9999999999-1"])
def test_explore__for_a_tile_that_is_none__is_explore(client, board, sell, tile):
    sell(48.5, days=1)
    answer = client.get(f"/explore/answer/?kind=count&event=order&tile={tile}")
    assert answer.status_code == 200
    assert "Save to the board" not in answer.content.decode()


def test_somebody_elses_tile__opened_to_be_changed_by_a_member__is_refused(
    client, board, sell, colleague
):
    sell(48.5, days=1)
    tile = Tile.objects.filter(board=board).first()
    client.force_login(colleague)
    answer = client.get(f"/boards/{board}/tiles/{tile.id}/change/")
    assert answer.status_code == 403


def test_places__that_are_none__are_refused(client, board):
    for body in ("", "[]", "{}", '{"version": 1, "places": [{"id": "x"}]}', '{"version": 1e999}'):
        answer = client.post(f"/boards/{board}/places/", body, content_type="application/json")
        assert answer.status_code == 422, body
