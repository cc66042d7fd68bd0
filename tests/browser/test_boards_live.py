"""Boards that keep themselves current, seen in a browser: nothing flickers, nobody is interrupted."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.browser.conftest import until
from tests.making_boards import make_board
from tests.running import Running

ORDERS = "kind=count&event=order"
TILES = (
    {"kind": "number", "title": "Orders", "query": ORDERS},
    {"kind": "line", "title": "By day", "query": f"{ORDERS}&by=day"},
    {"kind": "table", "title": "By country", "query": f"{ORDERS}&split=country&view=table"},
    {"kind": "number", "title": "Sold", "query": "kind=sum&event=order"},
)


@pytest.fixture(scope="module")
def board(shop: Running) -> str:
    """The path of a board of the shop."""
    return f"/boards/{make_board(shop, title='Shop today', tiles=TILES)}/"


def order(shop: Running, name: str) -> None:
    now = datetime.now(UTC).isoformat()
    event = {"id": name, "name": "order", "actor": name, "time": now, "value": 10,
             "properties": {"country": "Norway", "currency": "EUR"}}  # fmt: skip
    shop.post([event], key=shop.environment["TENFOLD_TEST_KEY"])


def number(page: Any, title: str = "Orders") -> str:
    return page.locator(f"[data-tile]:has(h2:text-is('{title}')) .tf-num").inner_text()


def wait_for_live(page: Any) -> None:
    page.wait_for_selector("[data-board-says]:text-is('live')")


def test_board__while_an_order_comes__changes_in_place_without_being_loaded_anew(
    shop, board, visit
):
    page = visit(shop).open(board)
    wait_for_live(page)
    page.evaluate(
        "window.kept = [...document.querySelectorAll('.tf-num, [data-chart] svg, [data-tile]')]"
    )
    before = number(page)
    order(shop, "in-place")
    until(lambda: number(page) != before)
    assert page.evaluate("window.kept.every((one) => one.isConnected)")
    assert page.locator("[data-tile]:has(h2:text-is('Orders')) .tf-fresh").count() == 1
    assert page.locator("[data-chart]").count() == page.locator("[data-chart] svg").count()


def test_board__while_somebody_reads__leaves_open_focused_scrolled_and_hovered_what_was(
    shop, board, visit
):
    page = visit(shop).open(board)
    wait_for_live(page)
    chart = page.locator("[data-chart]").first
    page.locator("[data-menu] summary").first.click()
    page.locator("th button").first.focus()
    page.evaluate("document.querySelector('details[data-menu]').open = true")
    page.evaluate("document.querySelectorAll('.tf-fold')[0].open = true")
    chart.hover(position={"x": 200, "y": 60})
    told = page.locator(".tf-tip").first.inner_text()
    before = number(page)
    order(shop, "reading")
    until(lambda: number(page) != before)
    assert page.locator(".tf-tip").first.inner_text() == told
    assert page.evaluate("document.querySelector('.tf-fold').open")
    assert page.evaluate("document.activeElement.matches('th button')")


def test_tile__in_which_somebody_selects__waits_for_them_and_follows_then(shop, board, visit):
    page = visit(shop).open(board)
    wait_for_live(page)
    before, sold = number(page), number(page, "Sold")
    page.locator("[data-tile]:has(h2:text-is('Orders')) .tf-num").select_text()
    order(shop, "selecting")
    until(lambda: number(page, "Sold") != sold)
    assert number(page) == before
    assert page.evaluate("getSelection().toString().trim()") == before
    page.evaluate("getSelection().removeAllRanges()")
    until(lambda: number(page) != before)


def test_tiles__of_a_board__say_how_fresh_they_are(shop, board, visit):
    page = visit(shop).open(board)
    wait_for_live(page)
    texts = page.locator("[data-tile-fresh]").all_inner_texts()
    assert len(texts) == len(TILES)
    assert all(re.fullmatch(r"now|\d+ ?s.* ago", text) for text in texts)


def test_board__that_somebody_changes_elsewhere__shows_the_new_arrangement(shop, board, visit):
    page = visit(shop).open(board)
    wait_for_live(page)
    other = visit(shop).open(board)
    other.locator("[data-tile]:has(h2:text-is('Sold')) [data-menu] summary").click()
    other.get_by_role("button", name="Take away").last.click()
    until(lambda: page.locator("[data-tile]").count() == len(TILES) - 1)


def test_board__on_paper__is_light_has_titles_and_sentences_and_cuts_no_tile_in_two(
    shop, board, visit
):
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    page = visit(shop, theme="dark").open(board)
    wait_for_live(page)
    paper = pdfium.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = paper[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    texts = [one.get_textpage().get_text_bounded() for one in paper]
    for title in ("Orders", "By day", "By country"):
        (where,) = [text for text in texts if re.search(rf"^{title}", text, re.MULTILINE)]
        assert "“Order” happened" in where
    assert "As a table" not in "".join(texts)
    assert "as of" in texts[0]
    image = paper[0].render(scale=0.5).to_pil().convert("L")
    assert image.getpixel((4, 4)) > 240


def test_board__behind_a_link__is_live_for_a_stranger_until_the_link_is_stopped(
    shop, board, visit, barriers
):
    mine = visit(shop).open(f"{board}share/")
    mine.fill("input[name=label]", "The screen in the hall")
    mine.get_by_role("button", name="Make a link").click()
    link = mine.locator("#share-link").inner_text().partition(f":{shop.port}")[2]
    eyes = visit(shop, signed_in=False)
    page = eyes.open(link)
    wait_for_live(page)
    assert barriers(page) == []
    before = number(page)
    order(shop, "shared")
    until(lambda: number(page) != before)
    mine.get_by_role("button", name="Stop the link").first.click()
    page.wait_for_selector("[data-board-says]:has-text('does not work any more')")
    assert all("/live/shared/" in one or "404" in one for one in eyes.wrong)
    eyes.wrong.clear()  # that the link is refused now is what was asked for


@pytest.mark.parametrize("path", ["", "share/", "mails/"])
def test_pages__of_a_board__keep_nobody_out_on_a_phone_in_the_dark(
    shop, board, visit, look, barriers, path
):
    page = visit(shop, narrow=True, theme="dark").open(f"{board}{path}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(page, f"board-{path.strip('/') or 'one'}-phone-dark")
