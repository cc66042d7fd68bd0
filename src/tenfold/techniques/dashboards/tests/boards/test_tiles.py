"""The tiles of a board: asked together, each for itself, and silent about what is hidden."""

import json
from dataclasses import replace

import pytest

from tenfold.metrics import answering
from tenfold.metrics.actions import define_metric, remove_metric
from tenfold.people.models import Account
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.queries.asking import make_asker
from tenfold.techniques.dashboards.queries.boards import drawing, plain, tiles
from tenfold.techniques.dashboards.queries.boards.tiles import get_saved, get_tiles
from tenfold.techniques.dashboards.rules.boards.owning import UnknownBoard
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.ui.charts import Kind


def see(board_id, account_id, at=NOW):
    """Return what somebody sees on a board."""
    asker = make_asker(viewer=get_viewer(account_id=account_id), company=get_company(), at=at)
    return get_tiles(board_id=board_id, asker=asker)


def make(by, *given):
    return actions.make_board(
        title="Ours",
        tiles=[NewTile(kind=kind, title=title, query=query) for kind, title, query in given],
        by=by,
        at=NOW,
    )


def test_tiles__of_a_board__come_in_the_order_of_reading_with_what_they_say(board, company, sell):
    sell(48.5, days=1, country="Norway")
    first, second, third = see(board, company)
    assert (first.kind, first.title, first.answer.value) == ("number", "Orders", "1")
    assert second.over == "Last 7 days, by day"
    assert second.answer.value == "€48.50"
    assert third.figures[0].tag == "table"
    assert len({first.digest, second.digest, third.digest}) == 3


def test_tiles__about_the_same_time__are_read_from_the_log_at_once(company, sell, monkeypatch):
    sell(48.5, days=1)
    queries = ("kind=count&event=order", "kind=sum&event=order", "kind=persons&event=order")
    board = make(company, *(("line", "", query) for query in queries))
    asked = []
    real = answering.answer_all

    def count(**given):
        asked.append(len(given["questions"]))
        return real(**given)

    monkeypatch.setattr("tenfold.metrics.queries.answer_all", count)
    see(board, company)
    assert asked == [3]


def test_tile__that_is_refused__says_why_and_its_neighbours_answer(company, sell):
    sell(48.5, days=1)
    define_metric(name="mine", title="Mine", spec={"kind": "count"}, at=NOW)
    board = make(
        company,
        ("number", "", "kind=metric&name=mine"),
        ("number", "", "kind=count&event=order"),
    )
    remove_metric(name="mine", at=NOW)
    lost, well = see(board, company)
    assert "mine" in lost.problem
    assert lost.answer is None
    assert well.answer.value == "1"


def test_tile__whose_drawing_fails__says_so_with_a_reference_and_touches_no_other(
    board, company, sell, monkeypatch, caplog
):
    sell(48.5, days=1)
    real = drawing.draw_tile

    def fail(**given):
        if given["tile"].kind == "line":
            raise ZeroDivisionError("a bug")
        return real(**given)

    monkeypatch.setattr(drawing, "draw_tile", fail)
    first, second, third = see(board, company)
    assert second.problem == "This tile could not be drawn."
    reference = second.next_step.rsplit(" ", 1)[-1].rstrip(".")
    assert reference in caplog.text
    assert "a bug" in caplog.text
    assert first.answer
    assert third.answer


def test_tiles__that_cannot_be_read_together__are_asked_one_by_one(
    board, company, sell, monkeypatch
):
    sell(48.5, days=1)

    def fail(**_given):
        raise RuntimeError("the engine stumbled")

    monkeypatch.setattr("tenfold.metrics.queries.answer_all", fail)
    assert [one.problem for one in see(board, company)] == ["", "", ""]


def test_tiles__of_a_board_that_there_is_not__are_refused(company):
    with pytest.raises(UnknownBoard):
        see(999, company)


def test_digest__of_a_tile__changes_exactly_when_what_is_drawn_does(board, company, sell):
    sell(48.5, days=1, country="Norway")
    before = see(board, company)
    same = see(board, company)
    assert [one.digest for one in same] == [one.digest for one in before]
    sell(10, days=20, country="Denmark")  # no part of the last seven days
    after = see(board, company)
    changed = [one.digest != two.digest for one, two in zip(before, after, strict=True)]
    assert changed == [True, False, True]


def test_digest__of_a_tile_that_moved__stays(board, company, sell):
    sell(48.5, days=1)
    tile = see(board, company)[0]
    moved = replace(tile, place=replace(tile.place, x=5))
    assert drawing.digest_of(tile=moved) == tile.digest


@pytest.mark.parametrize(
    ("kind", "expected"), [("line", Kind.LINE), ("bar", Kind.BAR), ("area", Kind.AREA)]
)
def test_tile__of_a_kind__is_drawn_as_that_kind(company, sell, kind, expected):
    sell(48.5, days=1, country="Norway")
    query = "kind=count&event=order" + ("&split=country" if kind == "area" else "")
    (tile,) = see(make(company, (kind, "", query)), company)
    assert tile.figures[0].of.kind is expected


def test_figures__of_two_tiles_that_ask_the_same__have_ids_of_their_own(company, sell):
    sell(48.5, days=1)
    ask = ("line", "", "kind=count&event=order")
    one, other = see(make(company, ask, ask), company)
    assert one.figures[0].of.id != other.figures[0].of.id
    assert one.figures[0].of.csv_url.endswith(f"/tiles/{one.id}/csv/")


def test_money__on_a_board__is_hidden_from_who_may_not_see_it(board, company, colleague_id, sell):
    sell(48.5, days=1)
    first, second, _third = see(board, colleague_id)
    assert first.answer.value == "1"
    assert (second.hidden, second.answer, second.figures) == (True, None, ())
    assert "48" not in repr(second)


SECRET = "kind=count&event=order&where.1.property=actor&where.1.op=is&where.1.value=anna%40x.dk"
ANNAS_SEGMENT = (
    "kind=segment&people.1.how=is&people.1.property=email&people.1.op=is&people.1.value=anna%40x.dk"
)


def test_tile__about_a_single_person__tells_no_name_to_who_may_not_see_persons(
    company, colleague_id, sell
):
    sell(48.5, days=1)
    secrets = (
        ("number", "Anna's orders", SECRET),
        ("number", "Anna's money", SECRET.replace("kind=count", "kind=sum")),
        ("line", "Anna's broken tile", SECRET + "&range=own&from=nonsense"),
        ("number", "", ANNAS_SEGMENT),
    )
    board = make(company, *secrets)
    asker = make_asker(viewer=get_viewer(account_id=colleague_id), company=get_company(), at=NOW)
    shown = get_tiles(board_id=board, asker=asker)
    as_json = json.dumps(plain.board_as_json(board_id=board, asker=asker))
    for said in (repr(shown), as_json):
        assert "anna" not in said.lower()
    assert all(one.href == "" and one.problem for one in shown)


def test_tile__about_a_single_person__may_not_be_opened_by_an_administrator_without_persons(
    company, colleague_id, sell
):
    sell(48.5, days=1)
    board = make(company, ("number", "Anna", SECRET))
    Account.objects.filter(id=colleague_id).update(role="administrator")
    asker = make_asker(viewer=get_viewer(account_id=colleague_id), company=get_company(), at=NOW)
    (tile,) = get_tiles(board_id=board, asker=asker)
    with pytest.raises(tiles.PersonsHidden):
        get_saved(board_id=board, tile_id=tile.id, asker=asker)
