"""Boards for programs: what they read, what they may change, what they are refused."""

import json

import pytest
from django.test import Client

from tenfold.techniques.dashboards.models import Board, Tile

ORDERS = {"kind": "number", "query": "kind=count&event=order", "title": "Orders"}


@pytest.fixture
def ask(client):
    def send(method, path, body=None, browser=client):
        answer = browser.generic(
            method,
            f"/api/boards{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
        )
        return answer.status_code, (answer.json() if answer.content else None)

    return send


@pytest.fixture
def others(colleague):
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(colleague)
    return browser


def test_board__made_by_a_program__is_answered_with_its_numbers(ask, sell):
    sell(48.5, days=1)
    status, board = ask("POST", "", {"title": "Mine", "about": "For me", "tiles": [ORDERS]})
    assert status == 201
    (tile,) = board["tiles"]
    assert (tile["value"], tile["answer"]["value"], tile["answer"]["unit"]) == ("1", 1, "events")
    assert tile["place"] == {"x": 0, "y": 0, "width": 3, "height": 2}
    assert ask("GET", f"/{board['id']}") == (200, board)
    assert [one["title"] for one in ask("GET", "")[1]] == ["Mine"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": ""}, "invalid_board"),
        ({"title": "x", "tiles": [{**ORDERS, "kind": "funnel"}]}, "invalid_tile"),
        ({"title": "x", "tiles": [{"query": "kind=nonsense"}]}, "unreadable_address"),
        ({"title": "x", "tiles": [{**ORDERS, "place": {"x": 11, "y": 0, "width": 4, "height": 2}}]},
         "invalid_layout"),
        ({"title": "x", "tiles": [{**ORDERS, "place": {"x": 99, "y": 0, "width": 1, "height": 1}}]},
         "invalid_input"),
    ],
)  # fmt: skip
def test_board__that_cannot_be__is_refused_with_a_code(ask, given, code):
    status, said = ask("POST", "", given)
    assert (status, said["code"]) == (422, code)
    assert not Board.objects.exists()


def test_board__changed_archived_and_brought_back(ask, board):
    assert ask("PATCH", f"/{board}", {"title": "Anew"})[1]["title"] == "Anew"
    assert ask("DELETE", f"/{board}") == (204, None)
    assert ask("PATCH", f"/{board}", {"about": "x"})[1]["code"] == "board_is_archived"
    status, said = ask("PATCH", f"/{board}", {"archived": False, "about": "x"})
    assert (status, said["archived"], said["about"]) == (200, False, "x")


def test_tiles__added_changed_removed_and_put_back(ask, board, sell):
    sell(48.5, days=1)
    status, said = ask("POST", f"/{board}/tiles", ORDERS)
    assert (status, len(said["tiles"])) == (201, 4)
    tile = Tile.objects.filter(board=board).latest("id").id
    changed = {"kind": "bar", "query": "kind=count&event=order", "title": "Bars"}
    said = ask("PUT", f"/{board}/tiles/{tile}", changed)[1]
    assert next(one for one in said["tiles"] if one["id"] == tile)["kind"] == "bar"
    assert ask("DELETE", f"/{board}/tiles/{tile}") == (204, None)
    assert ask("DELETE", f"/{board}/tiles/{tile}")[1]["code"] == "unknown_tile"
    assert len(ask("POST", f"/{board}/tiles/{tile}/back")[1]["tiles"]) == 4


def test_text__on_a_board__says_what_it_was_given(ask, board):
    said = ask("POST", f"/{board}/tiles", {"kind": "text", "says": {"text": "Hello"}})[1]
    assert [one["says"] for one in said["tiles"] if one["kind"] == "text"] == [{"text": "Hello"}]


def test_places__at_an_old_version__are_refused_and_overwrite_nothing(ask, board):
    layout = ask("GET", f"/{board}/places")[1]
    assert ask("PUT", f"/{board}/places", layout)[1]["version"] == layout["version"] + 1
    status, said = ask("PUT", f"/{board}/places", layout)
    assert (status, said["code"]) == (409, "arranged_meanwhile")


def test_colleague__without_money__reads_the_board_and_changes_nothing(ask, board, others, sell):
    sell(48.5, days=1)
    status, said = ask("GET", f"/{board}", browser=others)
    assert status == 200
    assert [one["hidden"] for one in said["tiles"]] == [False, True, False]
    assert "48" not in json.dumps([one["answer"] for one in said["tiles"]][1])
    for method, path, body in (
        ("PATCH", f"/{board}", {"title": "Mine"}),
        ("DELETE", f"/{board}", None),
        ("POST", f"/{board}/tiles", ORDERS),
        ("PUT", f"/{board}/places", ask("GET", f"/{board}/places")[1]),
    ):
        status, said = ask(method, path, body, browser=others)
        assert (status, said["code"]) == (403, "not_your_board"), path


def test_colleague__with_a_board_of_their_own__changes_that(ask, others):
    status, said = ask("POST", "", {"title": "Theirs"}, browser=others)
    assert (status, said["may_change"], said["made_by"]) == (201, True, "Kim")
    assert ask("DELETE", f"/{said['id']}", browser=others) == (204, None)
