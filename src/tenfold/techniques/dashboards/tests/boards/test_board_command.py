"""`tenfold boards`, with the operations run in this process."""

import json

import pytest

from tenfold.techniques.dashboards.actions.boards import archive_board
from tenfold.techniques.dashboards.rules.boards.owning import UnknownBoard
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.metrics.test_metric_command import tenfold  # noqa: F401


@pytest.fixture
def owner_id(company):
    """Whom the command line asks for: this company's owner."""
    return company


def test_list__of_boards__has_those_that_were_archived_marked(board, company, tenfold):  # noqa: F811
    (found,) = json.loads(tenfold("boards", "list", "--format", "json"))
    assert (found["id"], found["title"], found["tile_count"]) == (board, "Shop today", 3)
    archive_board(board_id=board, by=company, at=NOW)
    assert "(archived)" in " ".join(tenfold("boards", "list").split())


def test_show__of_a_board__has_the_answers_of_its_tiles(board, sell, tenfold):  # noqa: F811
    sell(48.5, days=1)
    found = json.loads(tenfold("boards", "show", str(board), "--format", "json"))
    assert [one["kind"] for one in found["tiles"]] == ["number", "line", "table"]
    assert found["tiles"][1]["answer"]["exact"] == "48.5"
    assert "€48.50" in tenfold("boards", "show", str(board))


def test_show__of_a_board_that_there_is_not__is_refused(company, tenfold):  # noqa: F811
    with pytest.raises(UnknownBoard):
        tenfold("boards", "show", "999")
