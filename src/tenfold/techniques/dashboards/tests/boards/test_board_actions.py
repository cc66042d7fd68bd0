"""What is written of boards: whole, once, and by whoever may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tenfold.outbox.models import OutboxRow
from tenfold.people.models import Account
from tenfold.people.rules import UnknownMember
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.actions.boards.tiles import KEPT_DAYS
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.grid import (
    MOST_TILES,
    BoardFull,
    InvalidLayout,
    Place,
    require_layout,
)
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.rules.exploring.addresses import UnreadableAddress
from tenfold.techniques.dashboards.tests.conftest import NOW

ORDERS = NewTile(kind="number", query="kind=count&event=order")


def places(board_id):
    rows = Tile.objects.filter(board_id=board_id, removed_at=None)
    return {one.id: Place(one.x, one.y, one.width, one.height) for one in rows}


def told(board_id):
    rows = OutboxRow.objects.order_by("id")
    return [one.name for one in rows if one.properties.get("board_id") == board_id]


def test_board__made_with_tiles__has_them_on_the_grid_and_tells(board):
    row = Board.objects.get(id=board)
    assert (row.title, row.version, row.tiles.count()) == ("Shop today", 1, 3)
    require_layout(places=places(board))
    assert told(board) == ["BoardMade"]


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_board__without_a_title_or_with_too_long_a_one__is_refused(company, title):
    with pytest.raises(owning.InvalidBoard):
        actions.make_board(title=title, by=company, at=NOW)
    assert not Board.objects.exists()


def test_board__with_a_tile_that_cannot_be_read__is_not_made_at_all(company):
    broken = NewTile(kind="number", query="kind=nonsense")
    with pytest.raises(UnreadableAddress):
        actions.make_board(title="Mine", tiles=(ORDERS, broken), by=company, at=NOW)
    assert not Board.objects.exists()


def test_board__whose_tiles_lie_over_each_other__is_refused(company):
    over = [NewTile(kind="text", place=(0, 0, 4, 2)), NewTile(kind="text", place=(3, 1, 4, 2))]
    with pytest.raises(InvalidLayout):
        actions.make_board(title="Mine", tiles=over, by=company, at=NOW)


def test_board__of_more_tiles_than_there_is_room_for__is_refused(company):
    with pytest.raises(BoardFull):
        actions.make_board(title="Mine", tiles=[ORDERS] * (MOST_TILES + 1), by=company, at=NOW)


def test_board__renamed__grows_its_version_and_tells(board, company):
    later = NOW + timedelta(hours=1)
    actions.rename_board(board_id=board, title="Shop", about="x", by=company, at=later)
    row = Board.objects.get(id=board)
    assert (row.title, row.about, row.version, row.changed_at) == ("Shop", "x", 2, later)
    assert told(board) == ["BoardMade", "BoardChanged"]


def test_somebody_elses_board__changed_by_a_member__is_refused(board, colleague_id):
    with pytest.raises(owning.NotYourBoard):
        actions.rename_board(board_id=board, title="Mine now", by=colleague_id, at=NOW)
    with pytest.raises(owning.NotYourBoard):
        actions.archive_board(board_id=board, by=colleague_id, at=NOW)
    assert Board.objects.get(id=board).title == "Shop today"


def test_somebody_elses_board__changed_by_who_defines_numbers__is_changed(board, colleague_id):
    Account.objects.filter(id=colleague_id).update(role="administrator")
    actions.rename_board(board_id=board, title="Ours", by=colleague_id, at=NOW)
    assert Board.objects.get(id=board).title == "Ours"


def test_own_board__of_somebody_who_is_a_guest_now__cannot_be_changed(colleague_id):
    made = actions.make_board(title="Mine", by=colleague_id, at=NOW)
    Account.objects.filter(id=colleague_id).update(role="guest")
    with pytest.raises(owning.NotYourBoard):
        actions.rename_board(board_id=made, title="Still mine", by=colleague_id, at=NOW)


def test_board__changed_by_somebody_who_left__is_refused(board, colleague_id):
    Account.objects.filter(id=colleague_id).update(is_active=False)
    with pytest.raises(UnknownMember):
        actions.rename_board(board_id=board, title="Gone", by=colleague_id, at=NOW)


def test_board__copied_by_a_colleague__is_theirs_with_the_same_tiles(board, colleague_id):
    copy = actions.duplicate_board(board_id=board, by=colleague_id, at=NOW)
    row = Board.objects.get(id=copy)
    assert (row.title, row.made_by_id) == ("Shop today (copy)", colleague_id)
    same = ("kind", "title", "query", "x", "y", "width", "height")
    assert list(row.tiles.values_list(*same)) == list(
        Tile.objects.filter(board=board).values_list(*same)
    )


def test_board__archived_twice_and_brought_back__is_told_once_each(board, company):
    for _again in range(2):
        actions.archive_board(board_id=board, by=company, at=NOW)
    with pytest.raises(owning.BoardIsArchived):
        actions.add_tile(board_id=board, tile=ORDERS, by=company, at=NOW)
    actions.bring_back_board(board_id=board, by=company, at=NOW)
    actions.add_tile(board_id=board, tile=ORDERS, by=company, at=NOW)
    assert told(board) == ["BoardMade", "BoardArchived", "BoardBroughtBack", "BoardChanged"]


def test_tile__added__goes_to_the_first_free_place(board, company):
    before = places(board)
    tile = actions.add_tile(board_id=board, tile=ORDERS, by=company, at=NOW)
    after = places(board)
    assert after[tile] == Place(9, 0, 3, 2)
    assert {one: after[one] for one in before} == before


def test_tile__added_where_another_stands__goes_elsewhere(board, company):
    wanted = NewTile(kind="text", place=(0, 0, 3, 2))
    tile = actions.add_tile(board_id=board, tile=wanted, by=company, at=NOW)
    require_layout(places=places(board))
    assert places(board)[tile] != Place(0, 0, 3, 2)


@pytest.mark.parametrize(
    ("tile", "refusal"),
    [
        (NewTile(kind="pie", query="kind=count"), owning.InvalidTile),
        (NewTile(kind="funnel", query="kind=count&event=order"), owning.InvalidTile),
        (NewTile(kind="number", title="x" * 121, query="kind=count"), owning.InvalidTile),
        (NewTile(kind="number", query="kind=count&event=" + "x" * 8_000), owning.InvalidTile),
        (NewTile(kind="text", place=(11, 0, 4, 2)), InvalidLayout),
    ],
)
def test_tile__that_cannot_be__is_refused_and_leaves_the_board_alone(board, company, tile, refusal):
    with pytest.raises(refusal):
        actions.add_tile(board_id=board, tile=tile, by=company, at=NOW)
    assert (Board.objects.get(id=board).version, len(places(board))) == (1, 3)


def test_tile__of_another_board__is_not_found_here(board, company):
    other = actions.make_board(title="Other", tiles=(ORDERS,), by=company, at=NOW)
    (tile,) = places(other)
    for act in (actions.remove_tile, actions.put_back_tile):
        with pytest.raises(owning.UnknownTile):
            act(board_id=board, tile_id=tile, by=company, at=NOW)
    with pytest.raises(owning.UnknownTile):
        actions.change_tile(board_id=board, tile_id=tile, tile=ORDERS, by=company, at=NOW)


def test_tile__changed__stays_where_it_stands(board, company):
    tile, place = next(iter(places(board).items()))
    asks = NewTile(kind="bar", title="By day", query="kind=count&event=order")
    actions.change_tile(board_id=board, tile_id=tile, tile=asks, by=company, at=NOW)
    row = Tile.objects.get(id=tile)
    assert (row.kind, row.title, places(board)[tile]) == ("bar", "By day", place)


def test_tile__removed__lets_the_others_up_and_comes_back_where_it_was(board, company):
    before = places(board)
    top = min(before, key=lambda one: before[one].y)
    actions.remove_tile(board_id=board, tile_id=top, by=company, at=NOW)
    assert top not in places(board)
    actions.put_back_tile(board_id=board, tile_id=top, by=company, at=NOW)
    assert places(board)[top] == before[top]
    require_layout(places=places(board))


def test_tile__removed_long_ago__is_swept_with_the_next_one(board, company):
    first, second, _third = places(board)
    actions.remove_tile(board_id=board, tile_id=first, by=company, at=NOW)
    later = NOW + timedelta(days=KEPT_DAYS, seconds=1)
    actions.remove_tile(board_id=board, tile_id=second, by=company, at=later)
    assert not Tile.objects.filter(id=first).exists()
    assert Tile.objects.filter(id=second).exists()


def test_tile__put_back_on_a_full_board__is_refused(company):
    board = actions.make_board(title="Full", tiles=[ORDERS] * MOST_TILES, by=company, at=NOW)
    first = next(iter(places(board)))
    actions.remove_tile(board_id=board, tile_id=first, by=company, at=NOW)
    actions.add_tile(board_id=board, tile=ORDERS, by=company, at=NOW)
    with pytest.raises(BoardFull):
        actions.put_back_tile(board_id=board, tile_id=first, by=company, at=NOW)


def test_arrangement__at_the_version_that_was_seen__is_kept_and_settled(board, company):
    first, second, third = places(board)
    wanted = {
        first: Place(9, 10, 3, 2),
        second: Place(0, 0, 8, 4),
        third: Place(0, 4, 12, 5),
    }
    version = actions.move_tiles(board_id=board, places=wanted, version=1, by=company, at=NOW)
    assert version == 2
    assert places(board) == {**wanted, first: Place(9, 9, 3, 2)}


def test_arrangement__of_a_board_that_was_changed_meanwhile__overwrites_nothing(board, company):
    wanted = places(board)
    actions.rename_board(board_id=board, title="Other", by=company, at=NOW)
    with pytest.raises(owning.ArrangedMeanwhile):
        actions.move_tiles(board_id=board, places=wanted, version=1, by=company, at=NOW)


def test_arrangement__that_forgets_a_tile_or_invents_one__is_refused(board, company):
    wanted = places(board)
    first = next(iter(wanted))
    without = {one: place for one, place in wanted.items() if one != first}
    for given in (without, {**wanted, 999_999: Place(0, 100, 1, 1)}):
        with pytest.raises(InvalidLayout):
            actions.move_tiles(board_id=board, places=given, version=1, by=company, at=NOW)
    assert places(board) == wanted


@pytest.mark.parametrize(
    "broken",
    [
        {"x": 10},
        {"width": 0},
        {"height": 0},
        {"width": 13},
        {"height": 13},
        {"y": 239},
        {"kind": "pie"},
    ],
)
def test_row__that_no_rule_let_through__is_stopped_by_the_database(board, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tile.objects.filter(board=board).update(**broken)


def test_row__of_a_board_without_a_title__is_stopped_by_the_database(board):
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(id=board).update(title="")
