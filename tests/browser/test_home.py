"""The home page in a browser: first run, live, choices, both themes, both sizes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import Running

Visit = Callable[..., Eyes]
PAGES = ("/", "/numbers/revenue/?by=week&breakdown=country")


def key_of(running: Running) -> str:
    return running.environment["TENFOLD_TEST_KEY"]


def test_first_run__becomes_live_by_itself__with_the_first_event(
    empty: Running,
    visit: Visit,
    look: Callable[[Any, str], None],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visit(empty).open()
    expect(page.get_by_text("Nothing has happened here yet")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("live")
    look(page, "first-run")
    assert barriers(page) == []
    key = empty.add_source()["write_key"]
    page.reload()
    expect(page.locator("#snippet")).to_contain_text(key)
    expect(page.get_by_role("status")).to_have_text("live")
    empty.post({"name": "order", "value": 48.5, "properties": {"country": "Norway"}}, key=key)
    expect(page.get_by_role("heading", name="As it happens")).to_be_visible()
    expect(page.locator("[data-number=events]")).to_have_text("1")
    expect(page.locator("[data-live-list] li")).to_have_count(1)


def test_event__that_arrives__fades_in_and_moves_the_numbers(shop: Running, visit: Visit) -> None:
    page = visit(shop).open()
    expect(page.get_by_role("status")).to_have_text("live")
    number = page.locator("[data-number=events]")
    before = int(number.inner_text().replace(",", ""))
    shop.post(
        {"name": "order", "value": 12.5, "properties": {"city": "Bergen", "currency": "EUR"}},
        key=key_of(shop),
    )
    newest = page.locator("[data-live-list] li").first
    expect(newest).to_contain_text("Order €12.50 Bergen")
    expect(newest).to_contain_text("Web shop")
    expect(number).to_have_text(f"{before + 1:,}")
    expect(page.locator("[data-live-list] li")).to_have_count(12)


def test_connection__that_is_lost__is_said_plainly_and_comes_back(
    empty: Running, visit: Visit
) -> None:
    page = visit(empty).open()
    status = page.get_by_role("status")
    expect(status).to_have_text("live")
    port = empty.port
    empty.stop()
    expect(status).to_have_text(re.compile("reconnecting|trying again"))
    empty.up(port=port)
    expect(status).to_have_text("live", timeout=30_000)


def test_choice_of_grain__is_kept_in_the_address__and_can_be_gone_back_from(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open()
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page).to_have_url(re.compile(r"by=week"))
    expect(page.get_by_role("link", name="Week", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    expect(page.locator("#movement small").first).to_have_text("Revenue, 13 weeks")
    page.go_back()
    expect(page.locator("#movement small").first).to_have_text("Revenue, 14 days")
    page.goto(page.url + "?by=month")
    expect(page.locator("#movement small").first).to_have_text("Revenue, 12 months")


def test_choice_of_breakdown__draws_its_series__and_says_them_in_a_table(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/numbers/revenue/")
    page.get_by_label("Split by").select_option("country")
    expect(page.locator(".tf-legend")).to_contain_text("Norway")
    expect(page.locator("[data-chart] svg")).to_be_visible()
    page.get_by_text("As a table").click()
    expect(page.get_by_role("columnheader", name="Norway")).to_be_visible()
    expect(page).to_have_url(re.compile("breakdown=country"))


def test_chart__pointed_at__says_its_numbers(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/numbers/revenue/?breakdown=country")
    chart = page.locator("[data-chart]")
    expect(chart.get_by_role("img")).to_be_visible()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart).to_contain_text("the 14 days before")
    expect(chart).to_contain_text("Norway")


def test_chart__in_a_window_that_shrinks__follows_its_container(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open()
    svg = page.locator("[data-chart] svg")
    expect(svg).to_be_visible()
    wide = svg.bounding_box()["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(
        "wide => document.querySelector('[data-chart] svg').clientWidth < wide / 1.5", arg=wide
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_theme__that_was_chosen__is_remembered_and_redraws_the_chart(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open()
    bars = (
        "() => [...document.querySelectorAll('[data-chart] path')]"
        ".map(path => path.getAttribute('fill')).join()"
    )
    expect(page.locator("[data-chart] svg")).to_be_visible()
    light = page.evaluate(bars)
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.wait_for_function(f"light => ({bars})() !== light", arg=light)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_number__on_the_home_page__leads_to_its_own(shop: Running, visit: Visit) -> None:
    page = visit(shop).open()
    page.get_by_role("link", name="Revenue this week").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Revenue")
    page.get_by_text("Where this number comes from").click()
    expect(page.locator("#query")).to_contain_text("SELECT")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "revenue.csv"


def test_keyboard__alone__reaches_the_content_and_the_numbers(shop: Running, visit: Visit) -> None:
    page = visit(shop).open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for name in ("This quarter", "Check in", "Revenue this week"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name).first).to_be_focused()


def test_phone__has_its_places_at_the_bottom__and_all_pages_behind_more(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop, narrow=True).open()
    bar = page.get_by_role("navigation", name="Main, short")
    expect(bar).to_be_visible()
    assert bar.locator("a, button").count() <= 5
    bar.get_by_role("button", name="More").click()
    expect(page.get_by_role("button", name="Sign out").last).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_page__in_any_theme_and_size__keeps_nobody_out(
    shop: Running,
    visit: Visit,
    look: Callable[[Any, str], None],
    barriers: Callable[[Any], list[str]],
    theme: str,
    narrow: bool,
) -> None:
    eyes = visit(shop, narrow=narrow, theme=theme)
    for path in PAGES:
        page = eyes.open(path)
        expect(page.locator("[data-chart] svg")).to_be_visible()
        look(page, f"{path.strip('/').split('/')[0] or 'home'}-{theme}-{390 if narrow else 1440}")
        assert barriers(page) == [], path
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, path


def test_style_sheet_of_others__goes_over_the_wire_compressed_and_is_kept(
    shop: Running, visit: Visit
) -> None:
    eyes = visit(shop)
    with eyes.page.expect_response(re.compile(r"tabler\.min\.css")) as sheet:
        eyes.open()
    headers = sheet.value.headers
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
