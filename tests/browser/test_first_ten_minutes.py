"""The first ten minutes: from an empty company and a sales file to a number on a live page.

One company is founded and walks the whole way; each test goes on where the one before stopped.
"""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import OWNER, PASSWORD, ROOT, Running

Visit = Callable[..., Eyes]
Look = Callable[[Any, str], None]
RETAIL = ROOT.parent / "shared/data/online_retail/online_retail.csv.gz"
MAPPING = ROOT / "examples/online_retail.yaml"
HALF_A_MINUTE = 30_000
BY_WEEK_AND_COUNTRY = f"""
    SELECT sum(CAST(Quantity * UnitPrice AS DECIMAL(18, 3)))
    FROM read_csv('{RETAIL}', all_varchar = false, types = {{
        'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Quantity': 'INTEGER',
        'UnitPrice': 'DECIMAL(18, 3)', 'InvoiceDate': 'TIMESTAMP'}})
    WHERE date_trunc('week', InvoiceDate) = CAST(? AS TIMESTAMP) AND Country = ?
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RETAIL.exists(), reason="../shared/data/online_retail is not here"),
]


@pytest.fixture(scope="module")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A British company, just founded: nothing has happened in it."""
    folder = tmp_path_factory.mktemp("retailer") / "home"
    running = Running(folder=folder).found(currency="GBP", timezone="Europe/London")
    running.up()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """What is known of the retailer's file, found out without Tenfold."""
    return json.loads(RETAIL.with_name("truth.json").read_text())


def test_first_run__asks_who_is_there__and_teaches_the_next_step(
    retailer: Running, visit: Visit, look: Look
) -> None:
    page = visit(retailer, signed_in=False).open()
    expect(page).to_have_url(re.compile(r"/sign-in/"))
    look(page, "ten-minutes-1-sign-in")
    page.get_by_label("E-mail address").fill(OWNER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Nothing has happened here yet")).to_be_visible()
    look(page, "ten-minutes-2-first-run")


def test_sales_file__dropped_with_its_mapping__comes_in_whole(
    retailer: Running, visit: Visit, look: Look, truth: dict[str, Any]
) -> None:
    page = visit(retailer).open()
    page.get_by_role("link", name="Choose a file").click()
    page.set_input_files("input[type=file]", RETAIL)
    expect(page.get_by_text("Nothing is final")).to_be_visible(timeout=HALF_A_MINUTE)
    page.get_by_text("text and mapping file").click()
    page.set_input_files("#mapping", MAPPING)
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("in GBP")).to_be_visible(timeout=HALF_A_MINUTE)
    look(page, "ten-minutes-3-check")
    rows = f"{truth['rows']:,}"
    page.get_by_role("button", name=f"Import {rows} rows").click(timeout=HALF_A_MINUTE)
    done = page.get_by_text(f"Done: {rows} events came in.")
    expect(done).to_be_visible(timeout=6 * HALF_A_MINUTE)
    page.get_by_role("link", name="See the numbers").click()
    expect(page.get_by_text("The newest event is of 9 Dec 2011.")).to_be_visible()
    expect(page.locator("[data-number=revenue]")).to_have_text(re.compile("^£"))
    look(page, "ten-minutes-4-home")


def test_revenue__of_all_years_on_its_page__is_exact_to_the_thousandth(
    retailer: Running, visit: Visit, truth: dict[str, Any]
) -> None:
    page = visit(retailer).open("/numbers/revenue/?by=year&breakdown=")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8"))))
    net = sum((Decimal(row["Revenue"] or 0) for row in rows), Decimal())
    assert net == Decimal(str(truth["revenue_gbp"]["net_all_rows"]))


def test_revenue__by_week_and_by_country_on_its_page__is_what_the_file_says(
    retailer: Running, visit: Visit, look: Look
) -> None:
    page = visit(retailer).open("/numbers/revenue/?breakdown=")
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.get_by_text("Revenue, 13 weeks").first).to_be_visible()
    page.get_by_label("Split by").select_option("Country")
    expect(page).to_have_url(re.compile(r"by=week.*breakdown=Country"))
    page.get_by_text("As a table").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Netherlands")).to_be_visible()
    look(page, "ten-minutes-5-by-week-and-country")
    week = table.get_by_role("row").filter(has_text="Week of 17 Oct 2011")
    shown = dict(
        zip(
            table.get_by_role("columnheader").all_inner_texts(),
            week.locator("th, td").all_inner_texts(),
            strict=True,
        )
    )
    for country in ("United Kingdom", "Netherlands", "EIRE", "Germany", "France"):
        truly = duckdb.execute(BY_WEEK_AND_COUNTRY, ["2011-10-17", country]).fetchone()
        assert truly is not None
        assert shown[country] == f"£{truly[0]:,.2f}", country


def test_event__sent_with_the_snippet_of_its_source__is_on_the_open_page_without_a_reload(
    retailer: Running, visit: Visit, look: Look
) -> None:
    home = visit(retailer).open()
    expect(home.get_by_role("status")).to_have_text("live")
    home.evaluate("window.neverReloaded = true")
    source = visit(retailer).open("/interfaces/sources/add/")
    source.get_by_label("What do you call it?").fill("Web shop")
    source.get_by_role("button", name="Add the source").click()
    snippet = source.locator("#curl").inner_text()
    sent = subprocess.run(["sh", "-c", snippet], capture_output=True, text=True, check=True)
    assert json.loads(sent.stdout)["accepted"] == 1, sent.stdout
    newest = home.locator("[data-live-list] li").first
    expect(newest).to_contain_text("Order")
    expect(newest).to_contain_text("48.5")
    expect(newest).to_contain_text("Web shop")
    expect(home.get_by_text("Revenue this week")).to_be_visible()
    assert home.evaluate("window.neverReloaded")
    expect(source.get_by_text("We have received your first event.")).to_be_visible()
    look(home, "ten-minutes-6-live")
