"""Boards in a browser without a screen: what each page says and does."""

from tenfold.techniques.dashboards.models import Board, Tile


def test_list__of_a_company_without_boards__says_how_to_begin(client):
    page = client.get("/boards/").content.decode()
    assert "Make a board" in page


def test_board__with_tiles__shows_title_sentence_and_number_of_each(client, board, sell):
    sell(48.5, days=1, country="Norway")
    sell(20, days=2, country="Denmark")
    page = client.get(f"/boards/{board}/").content.decode()
    assert "Shop today" in page
    assert "“Order” happened 2 times" in page
    assert 'data-number="tile-' in page
    assert page.count("<article") == 3


def test_board__of_an_empty_company__says_that_it_fills_by_itself(client, board):
    page = client.get(f"/boards/{board}/").content.decode()
    assert page.count("It fills by itself with the first events.") == 3


def test_board__that_there_is_not__is_refused(client):
    assert client.get("/boards/999/").status_code == 404


def test_put__on_a_new_board__makes_it_with_the_tile(client, sell):
    sell(48.5)
    said = {
        "query": "kind=count&event=order",
        "board": "new",
        "new_title": "Mine",
        "kind": "number",
        "title": "",
    }
    answer = client.post("/boards/put/", said)
    made = Board.objects.get(title="Mine")
    assert answer.headers["Location"] == f"/boards/{made.id}/"
    assert [(one.kind, one.query) for one in made.tiles.all()] == [
        ("number", "kind=count&event=order")
    ]


def test_tile__taken_away_and_put_back__stands_where_it_stood(client, board):
    first = Tile.objects.filter(board=board).first()
    client.post(f"/boards/{board}/tiles/{first.id}/remove/")
    assert f'id="tile-{first.id}"' not in client.get(f"/boards/{board}/").content.decode()
    client.post(f"/boards/{board}/tiles/{first.id}/back/")
    again = Tile.objects.get(id=first.id)
    assert (again.x, again.y, again.removed_at) == (first.x, first.y, None)
