"""A screen on a wall: it survives what a night brings, and says plainly when it is not connected."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.browser.cable import Cable
from tests.browser.conftest import Eyes, until
from tests.making_boards import make_board
from tests.running import Running

ORDERS = "kind=count&event=order"
FIRST = (
    {"kind": "number", "title": "Orders", "query": ORDERS},
    {"kind": "line", "title": "By day", "query": f"{ORDERS}&by=day"},
)
SECOND = ({"kind": "bar", "title": "By country", "query": f"{ORDERS}&by=day&split=country"},)
SIZES = {"full-hd": (1920, 1080), "large": (2560, 1440)}
READABLE = 0.0104
"""Of the screen's width: the smallest letters, 20 points of 1920. On a screen 1.2 m wide they are
9 mm high, which good eyes read from more than five metres."""


@pytest.fixture(scope="module")
def boards(shop: Running) -> tuple[int, int]:
    """Two boards of the shop."""
    first = make_board(shop, title="Shop today", tiles=FIRST)
    return first, make_board(shop, title="Countries", tiles=SECOND)


def order(shop: Running, name: str) -> None:
    now = datetime.now(UTC).isoformat()
    event = {"id": name, "name": "order", "actor": name, "time": now, "value": 10,
             "properties": {"country": "Norway", "currency": "EUR"}}  # fmt: skip
    shop.post([event], key=shop.environment["TENFOLD_TEST_KEY"])


def number(page: Any) -> int:
    shown = page.locator("[data-tile]:has(h2:text-is('Orders')) .tf-num").first.inner_text()
    return int(re.sub(r"\D", "", shown))


def is_live(page: Any) -> bool:
    return bool(page.locator("[data-wall-state]").get_attribute("data-live-state") == "live")


def weigh(page: Any) -> tuple[int, int]:
    """Return how many nodes and listeners the page holds, after what is over was forgotten."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    found = {
        one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]
    }
    devtools.detach()
    return int(found["Nodes"]), int(found["JSEventListeners"])


def test_wall__whose_server_is_killed_again_and_again__comes_back_with_the_newest_and_weighs_the_same(
    shop, boards, visit
):
    page = visit(shop).open(f"/boards/wall/show/?board={boards[0]}&seconds=3600")
    until(lambda: is_live(page))
    port, weights = shop.port, []
    for night in range(3):
        shown = number(page)
        shop.kill()
        page.wait_for_selector("[data-wall-off]:has-text('Not connected since')", timeout=30_000)
        assert number(page) == shown  # an old picture, said to be old, is better than none
        shop.up(port=port)
        order(shop, f"night-{night}")
        until(lambda was=shown: number(page) == was + 1, seconds=60)
        until(lambda: is_live(page) and not page.locator("[data-wall-off]").is_visible())
        weights.append(weigh(page))
    assert weights[2][0] <= weights[0][0] * 1.1 + 50
    assert weights[2][1] <= weights[0][1] + 10


def test_wall__of_a_share_link__comes_back_by_itself_after_the_server_did(shop, boards, visit):
    mine = visit(shop).open(f"/boards/{boards[0]}/share/")
    mine.fill("input[name=label]", "Hall")
    mine.get_by_role("button", name="Make a link").click()
    link = mine.locator("#share-link").inner_text().partition(f":{shop.port}")[2]
    page = visit(shop, signed_in=False).open(f"{link}wall/")
    until(lambda: is_live(page))
    shown, port = number(page), shop.port
    shop.kill()
    page.wait_for_selector("[data-wall-off]:visible", timeout=30_000)
    shop.up(port=port)
    order(shop, "after-the-night")
    until(lambda: number(page) == shown + 1, seconds=60)


def test_wall__while_the_network_is_gone__says_since_when_and_goes_on_afterwards(
    shop, boards, visit
):
    with Cable(to=shop.port) as cable:
        page = visit(shop).page
        page.goto(f"http://127.0.0.1:{cable.port}/boards/wall/show/?board={boards[0]}&seconds=3600")
        until(lambda: is_live(page))
        shown = number(page)
        cable.pull()  # nothing arrives any more, and nobody is told that it does not
        page.wait_for_selector("[data-wall-off]:has-text('Not connected since')", timeout=40_000)
        assert re.search(r"since \d\d:\d\d", page.locator("[data-wall-off]").inner_text())
        order(shop, "behind-the-cable")
        cable.plug_in()
        until(lambda: number(page) == shown + 1, seconds=60)


def test_wall__where_nobody_is_signed_in_any_more__says_so_and_keeps_its_picture(
    shop, boards, visit
):
    eyes = visit(shop, signed_in=False)
    eyes.sign_in()
    page = eyes.open(f"/boards/wall/show/?board={boards[0]}&seconds=3600")
    until(lambda: is_live(page))
    other = Eyes(page.context.new_page(), shop)
    other.open("/").get_by_role("button", name="Sign out").first.click()
    page.wait_for_selector("[data-wall-off]:has-text('sign in here again')", timeout=40_000)
    assert number(page) > 0
    other.sign_in()
    until(lambda: is_live(page), seconds=60)
    eyes.wrong = [one for one in eyes.wrong if "401" not in one]


def test_wall__of_two_boards__turns_pauses_and_goes_on_by_the_keys(shop, boards, visit):
    page = visit(shop).open(
        f"/boards/wall/show/?board={boards[0]}&board={boards[1]}&seconds=5&theme=dark"
    )
    until(lambda: is_live(page))
    title = page.locator("[data-wall-title]")
    assert title.inner_text() == "Shop today"
    page.keyboard.press(" ")
    page.wait_for_selector("[data-wall-says]:has-text('paused')")
    page.keyboard.press("ArrowRight")
    assert title.inner_text() == "Countries"
    page.keyboard.press("ArrowLeft")
    assert title.inner_text() == "Shop today"
    page.keyboard.press(" ")
    until(lambda: title.inner_text() == "Countries")
    until(lambda: is_live(page))
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


@pytest.mark.parametrize("size", sorted(SIZES))
def test_wall__on_a_large_screen__is_readable_from_afar_and_fits_without_scrolling(
    shop, boards, visit, look, barriers, size
):
    width, height = SIZES[size]
    page = visit(shop, theme="dark" if size == "large" else "light").page
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"http://127.0.0.1:{shop.port}/boards/wall/show/?board={boards[0]}&board={boards[1]}")
    until(lambda: is_live(page))
    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll("[data-wall] *")]
        .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, [data-wall-hint]")
          && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .map((one) => parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom ?? 1)))""")
    assert smallest >= width * READABLE
    assert page.evaluate(
        "[...document.querySelectorAll('[data-tile]')].filter((one) => one.checkVisibility())"
        ".every((one) => one.getBoundingClientRect().bottom <= innerHeight)"
    )
    assert barriers(page) == []
    look(page, f"wall-{size}")


def test_wall__to_be_chosen__is_begun_by_keyboard(shop, boards, visit, barriers):
    page = visit(shop).open("/boards/wall/")
    assert barriers(page) == []
    page.get_by_label("How many seconds each?").fill("7")
    page.get_by_label("Light or dark?").select_option("light")
    page.get_by_role("button", name="Show them").press("Enter")
    page.wait_for_url(re.compile(r"/boards/wall/show/\?board=\d+&board=\d+&seconds=7&theme=light"))
    until(lambda: is_live(page))
