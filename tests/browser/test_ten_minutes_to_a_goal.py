"""Ten minutes: from a sales file to a board, a goal and an alert on the repeat purchase rate.

Somebody who has never seen Tenfold walks the whole way with a mouse; each test goes on where the
one before stopped. The file is a part of a real one, moved so that it ends yesterday: a goal looks
at today.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import expect

from tenfold.kit import clock
from tests.browser.conftest import Eyes
from tests.running import ROOT, Running

Visit = Callable[..., Eyes]
Look = Callable[[Any, str], None]
RETAIL = ROOT.parent / "shared/data/online_retail/online_retail.csv.gz"
HALF_A_MINUTE = 30_000
GOAL = "Two of three customers come back"
RATE = "Repeat purchase rate"
MOVED = f"""
    COPY (
        SELECT * REPLACE (
            CAST(InvoiceDate AS TIMESTAMP) + (DATE '{{today}}' - DATE '2011-12-10') * INTERVAL 1 DAY
            AS InvoiceDate
        )
        FROM read_csv('{RETAIL}', all_varchar = true)
        WHERE CAST(CustomerID AS DOUBLE)::INT % 8 = 0
    ) TO '{{path}}' (HEADER)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RETAIL.exists(), reason="../shared/data/online_retail is not here"),
]


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of sales that ended yesterday."""
    path = tmp_path_factory.mktemp("sales") / "sales.csv"
    duckdb.execute(MOVED.format(today=clock.now().date(), path=path))
    return path


@pytest.fixture(scope="module")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A British company, just founded: nothing has happened in it."""
    folder = tmp_path_factory.mktemp("retailer") / "home"
    running = Running(folder=folder).found(currency="GBP", timezone="Europe/London")
    running.up()
    yield running
    running.stop()


def go(page: Any, name: str) -> None:
    """Follow an entry of the navigation."""
    main = page.get_by_role("navigation", name="Main", exact=True)
    main.get_by_role("link", name=name, exact=True).click()


def test_sales_file__without_any_mapping__leaves_the_repeat_purchase_rate_behind(
    retailer: Running, visit: Visit, sales: Path
) -> None:
    page = visit(retailer).open()
    page.get_by_role("link", name="Choose a file").click()
    page.set_input_files("input[type=file]", sales)
    expect(page.get_by_text("Nothing is final")).to_be_visible(timeout=HALF_A_MINUTE)
    page.get_by_role("button", name="Yes, Europe/London").click()
    expect(page.get_by_text("later")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Import")).click(timeout=HALF_A_MINUTE)
    expect(page.get_by_text(re.compile(f"numbers now:.*{RATE}"))).to_be_visible(
        timeout=4 * HALF_A_MINUTE
    )


def test_board__for_a_shop__shows_it_among_what_a_sales_file_can_tell(
    retailer: Running, visit: Visit, look: Look
) -> None:
    page = visit(retailer).open()
    go(page, "Boards")
    page.get_by_role("link", name="Make a board").click()
    page.get_by_text("A shop", exact=True).click()
    page.get_by_role("button", name="Make this board").click()
    tile = page.get_by_role("article", name=RATE)
    expect(tile.locator("[data-number]")).to_have_text(re.compile(r"^\d\d(\.\d)?%$"))
    expect(page.get_by_role("article", name="Where revenue comes from")).to_be_visible()
    expect(page.get_by_role("article", name="Do customers come back?")).to_be_visible()
    look(page, "ten-minutes-goal-1-board")


def test_goal__on_that_number__begins_where_it_stands(
    retailer: Running, visit: Visit, look: Look
) -> None:
    page = visit(retailer).open()
    page.get_by_role("link", name="Propose a goal").click()
    page.get_by_label("What do we want to reach?").fill(GOAL)
    page.get_by_role("button", name="Adopt it at once").click()
    page.get_by_label("Which number?").select_option(label=RATE)
    preview = page.locator("#preview")
    expect(preview.locator(".tf-num")).to_have_text(re.compile(r"^\d\d(\.\d)?%$"))
    expect(preview).to_contain_text("over the last 52 weeks")
    page.get_by_label("Where is it to be?").fill("66")
    page.get_by_role("button", name="Add the key result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GOAL)
    expect(page.get_by_text(re.compile(r"of 66%")).first).to_be_visible()
    look(page, "ten-minutes-goal-2-goal")


def test_alert__on_that_goal__is_two_clicks_away(
    retailer: Running, visit: Visit, look: Look
) -> None:
    page = visit(retailer).open()
    page.get_by_role("link", name=GOAL).click()
    page.get_by_role("link", name=re.compile("^Warn me")).click()
    page.get_by_label("What do you call it?").fill("Too few come back")
    page.get_by_role("button", name="Warn me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too few come back")
    look(page, "ten-minutes-goal-3-alert")
    page.get_by_role("link", name="Are we moving?").first.click()
    expect(page.locator("#goals-now")).to_contain_text(GOAL)


def test_rate__that_is_no_number_over_time__says_that_a_goal_on_it_can_be_watched(
    retailer: Running, visit: Visit
) -> None:
    page = visit(retailer).open("/alerts/new/?kind=metric&name=repeat_purchase_rate")
    expect(page.get_by_text("a goal is watched whatever it is measured by")).to_be_visible()
