"""The pages of the technique interfaces in a browser: first event, import, catalogue, persons."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import Running

Visit = Callable[..., Eyes]
PAGES = (
    "/interfaces/", "/interfaces/sources/add/", "/interfaces/imports/", "/interfaces/import/",
    "/interfaces/events/", "/interfaces/catalogue/", "/interfaces/persons/",
)  # fmt: skip
HALF_A_MINUTE = 30_000


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A small shop's file: 120 orders and one line that nobody can read."""
    lines = [
        f"A{number},2026-11-{number % 20 + 1:02} 10:00,c{number % 7},{number}.50"
        for number in range(120)
    ]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["order,when,customer,amount", *lines, "A120,soon,c1,4.00", ""]))
    return path


def drop(page: Any, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    expect(page.get_by_text("Nothing is final")).to_be_visible(timeout=HALF_A_MINUTE)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages__of_a_company_with_events__keep_nobody_out(
    shop: Running, visit: Visit, barriers: Any, look: Any, narrow: bool, theme: str
) -> None:
    eyes = visit(shop, narrow=narrow, theme=theme)
    for path in (*PAGES, "/interfaces/sources/1/", "/interfaces/catalogue/of/order/"):
        page = eyes.open(path)
        look(page, f"{path.strip('/').replace('/', '-')}-{theme}-{'390' if narrow else '1440'}")
        assert barriers(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path


def test_pages__of_an_empty_company__teach_the_next_step(
    empty: Running, visit: Visit, barriers: Any, look: Any
) -> None:
    eyes = visit(empty)
    for path in PAGES:
        page = eyes.open(path)
        look(page, f"{path.strip('/').replace('/', '-')}-empty")
        assert barriers(page) == [], path
    page = eyes.open("/interfaces/")
    page.get_by_role("link", name="Add a source").click()
    expect(page.get_by_label("What do you call it?")).to_be_visible()


def test_source__its_first_event__is_noticed_by_the_page_itself(
    empty: Running, visit: Visit
) -> None:
    page = visit(empty).open("/interfaces/sources/add/")
    page.get_by_label("What do you call it?").fill("Kiln 2")
    page.get_by_label("What sends the events?").select_option("device")
    page.get_by_role("button", name="Add the source").click()
    expect(page.get_by_text("Waiting for the first event.")).to_be_visible()
    key = re.search(r"tfw_[\w-]+", page.locator("#curl").inner_text())
    assert key is not None
    empty.post({"name": "temperature", "value": 1240.5}, key=key[0])
    expect(page.get_by_text("We have received your first event.")).to_be_visible()
    page.get_by_role("link", name="Look at it").click()
    expect(page.get_by_role("heading", name="Its way")).to_be_visible()


def test_source__archived_by_mistake__is_taken_back(shop: Running, visit: Visit) -> None:
    shop.add_source("Old till", "device")
    page = visit(shop).open("/interfaces/")
    page.get_by_role("link", name="Old till").click()
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This source is archived.")).to_be_visible()
    page.get_by_role("button", name="Take it back into use").click()
    expect(page.get_by_text("The source is in use again, with a new write key.")).to_be_visible()


def test_import__from_the_drop_to_the_undo__says_at_each_step_what_happens(
    shop: Running, visit: Visit, orders: Path, look: Any, barriers: Any
) -> None:
    page = visit(shop).open("/interfaces/import/")
    drop(page, orders)
    expect(page.get_by_role("button", name="Import 121 rows")).to_be_visible()
    expect(page.get_by_text("1 row will be left out")).to_be_visible()
    expect(page.get_by_text("a number you have already")).to_have_count(1)  # the shop's revenue
    expect(page.get_by_label("Customers")).to_be_checked()
    with page.expect_response("**/metric/"):
        page.get_by_label("Orders").uncheck()
    look(page, "import-check")
    assert barriers(page) == []
    page.get_by_role("button", name="Yes, Europe/Copenhagen").click()
    expect(page.get_by_text("The times carry no zone")).to_have_count(0)
    expect(page.get_by_label("Orders")).not_to_be_checked()
    page.get_by_role("button", name="Import 121 rows").click()
    expect(page.get_by_text("Done: 120 events came in.")).to_be_visible(timeout=HALF_A_MINUTE)
    expect(page.get_by_role("cell", name="soon")).to_be_visible()
    look(page, "import-done")
    assert barriers(page) == []
    names = {one["name"] for one in shop.tenfold("metrics", "list", "--format", "json").json}
    assert names >= {"revenue", "customers"}
    assert "orders" not in names
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("dialog")).to_contain_text("120 events are taken out again")
    page.get_by_role("button", name="Undo it", exact=True).click()
    expect(page.get_by_text("Undone: 120 events were taken out again.")).to_be_visible()


def test_mapping__while_it_is_typed__shows_what_the_rows_become(
    shop: Running, visit: Visit, orders: Path, look: Any, barriers: Any
) -> None:
    page = visit(shop).open("/interfaces/import/")
    drop(page, orders)
    page.get_by_role("link", name="Change the mapping").click()
    page.get_by_label("What it was worth").fill("amount *")
    expect(page.locator("#preview")).to_contain_text("cannot be read")
    page.get_by_label("What it was worth").fill("amount * 10")
    page.get_by_label("Its name, the same for each row").fill("sale")
    expect(page.locator("#preview")).to_contain_text("€15.00")
    expect(page.locator("#preview")).to_contain_text("sale")
    look(page, "import-mapping")
    assert barriers(page) == []
    page.get_by_role("button", name="Take this mapping").click()
    expect(page.get_by_text("Each row becomes one sale")).to_be_visible()


def test_file__that_is_no_table__is_refused_in_words(
    shop: Running, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("")
    eyes = visit(shop)
    page = eyes.open("/interfaces/import/")
    page.set_input_files("input[type=file]", path)
    expect(page.get_by_text("The file is empty.")).to_be_visible()
    expect(page.get_by_text("Drop a file here, or choose one")).to_be_visible()
    assert all("422" in said for said in eyes.wrong)  # the refusal itself
    eyes.wrong.clear()


def test_person__merged_and_erased__leaves_only_the_proof(
    shop: Running, visit: Visit, look: Any, barriers: Any
) -> None:
    key = shop.environment["TENFOLD_TEST_KEY"]
    known = {"name": "$identify", "actor": "anna@example.org"}
    shop.post(
        [{"name": "visit", "actor": "v-1"}, {**known, "properties": {"anonymous_id": "v-1"}}],
        key=key,
    )
    page = visit(shop).open("/interfaces/persons/")
    page.get_by_label("Any id of theirs").fill("v-1")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", name="2 ids, one person")).to_be_visible()
    look(page, "person")
    assert barriers(page) == []
    page.get_by_label("To be sure, type anna@example.org").fill("anna@example.org")
    page.get_by_role("button", name="Erase for good").click()
    expect(
        page.get_by_text("A search afterwards found nothing that this person did.")
    ).to_be_visible()
    assert shop.tenfold("events", "list", "--person", "v-1", "--format", "json").json == []


def test_catalogue__described_and_required__is_kept(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/interfaces/catalogue/")
    page.get_by_role("link", name="order", exact=True).click()
    page.get_by_label("In one sentence").fill("Somebody pays.")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("The description is kept.")).to_be_visible()
    page.get_by_text("Change", exact=True).first.click()
    page.get_by_role("button", name="Require it").first.click()
    expect(page.get_by_text("required", exact=True)).to_be_visible()
