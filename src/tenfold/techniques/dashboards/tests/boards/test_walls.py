"""What the address of a wall says, and what a wall shows."""

from tenfold.techniques.dashboards.rules.boards.walls import Wall, read_wall


def test_wall__whose_address_says_all__is_as_it_says():
    pairs = [("board", "3"), ("board", "1"), ("board", "3"), ("seconds", "20"), ("theme", "dark")]
    assert read_wall(pairs=pairs) == Wall(boards=(3, 1), seconds=20, theme="dark")


def test_wall__whose_address_makes_no_sense__shows_what_is_usual():
    pairs = [("board", "x"), ("board", "²"), ("seconds", "soon"), ("theme", "pink"), ("what", "1")]
    assert read_wall(pairs=pairs) == Wall(boards=(), seconds=30, theme="")


def test_wall__that_would_flicker__takes_its_time():
    assert read_wall(pairs=[("seconds", "0")]).seconds == 5
    assert read_wall(pairs=[("seconds", "999999999")]).seconds == 3_600


def test_wall__of_a_member__shows_the_boards_and_keeps_the_session(client, shared_board):
    answer = client.get(f"/boards/wall/show/?board={shared_board}&theme=dark")
    page = answer.content.decode()
    assert f'data-board-live="/live/boards/{shared_board}"' in page
    assert 'data-wall-theme="dark"' in page
    assert page.count("<article") == 3
    assert any(name.startswith("tenfold_session") for name in answer.cookies)


def test_wall__of_boards_that_there_are_not__shows_one_that_there_is(client, shared_board):
    page = client.get("/boards/wall/show/?board=999").content.decode()
    assert f'data-board-live="/live/boards/{shared_board}"' in page


def test_wall__of_a_company_without_boards__says_what_to_do(client):
    assert "There is no board with a tile" in client.get("/boards/wall/show/").content.decode()


def test_wall__to_be_chosen__offers_boards_that_have_something_to_show(client, shared_board):
    page = client.get("/boards/wall/").content.decode()
    assert f'name="board" value="{shared_board}"' in page
