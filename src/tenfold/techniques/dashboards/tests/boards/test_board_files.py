"""Tiles and boards as files for a spreadsheet."""

import csv
import io
from decimal import Decimal

import pytest

from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.models import Tile
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.tests.conftest import NOW


def read(answer):
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode())))


def test_tile__as_csv__is_exact_and_unrounded(client, board, sell):
    sell(1234.567, days=1)
    line = Tile.objects.get(board=board, kind="line")
    rows = read(client.get(f"/boards/{board}/tiles/{line.id}/csv/"))
    assert [Decimal(row[1]) for row in rows[1:] if Decimal(row[1])] == [Decimal("1234.567")]


def test_board__as_csv__has_each_tile_under_its_title(client, board, sell):
    sell(48.5, days=1, country="Norway")
    rows = read(client.get(f"/boards/{board}/csv/"))
    assert rows[0] == ["Shop today"]
    heads = [row[0] for row in rows if len(row) == 2 and "ast" in row[1]]
    assert heads[0] == "Orders"
    assert ["day", "Norway"] in rows


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_titles_and_values__that_a_spreadsheet_would_run__are_made_harmless(
    client, company, sell, begin
):
    sell(48.5, days=1, country=f"{begin}HYPERLINK(1)")
    tiles = (
        NewTile(kind="number", title=f"{begin}cmd", query="kind=count&event=order"),
        NewTile(
            kind="bar", title="Countries", query="kind=count&event=order&split=country&by=none"
        ),
        NewTile(kind="text", title="Text", says={"text": f"{begin}SUM(1)"}),
    )
    title = f"{begin}board" if begin.strip() else "board"
    board = actions.make_board(title=title, tiles=tiles, by=company, at=NOW)
    answer = client.get(f"/boards/{board}/csv/")
    cells = [cell for row in read(answer) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    assert [cell for cell in cells if cell.startswith("-") and not cell[1:].isdigit()] == []
    assert any("HYPERLINK" in cell for cell in cells)
    assert any("SUM(1)" in cell for cell in cells)


def test_money__in_a_file_of_a_board__is_withheld_from_who_may_not_see_it(
    client, board, sell, as_member
):
    sell(1234.5, days=1)
    text = as_member().get(f"/boards/{board}/csv/").content.decode()
    assert "1234" not in text
    assert "which you are not allowed to see" in text


def test_money__in_a_file_of_a_tile__is_refused(client, board, sell, as_member):
    sell(1234.5, days=1)
    line = Tile.objects.get(board=board, kind="line")
    answer = as_member().get(f"/boards/{board}/tiles/{line.id}/csv/")
    assert answer.status_code == 403
    assert b"1234" not in answer.content
