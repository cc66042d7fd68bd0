"""Annotations in a browser, on a real server: from a chart's point and back, and undone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import Running

Visit = Callable[..., Eyes]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def chart(page: Any) -> Any:
    drawn = page.locator("[data-chart]").first
    expect(drawn.locator("svg").first).to_be_visible()
    return drawn


def test_point_of_a_chart__by_keyboard_alone__is_noted_seen_and_taken_off_again(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/numbers/revenue/")
    chart(page).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("n")
    page.get_by_label("What happened?").fill("Mailing to the club")
    expect(page.get_by_label("On which charts?")).to_have_value("metric:revenue")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/numbers/revenue/$"))
    mark = page.get_by_role("button", name="Mailing to the club")
    mark.focus()
    link = page.get_by_role("link", name="Look at the note “Mailing to the club”")
    expect(link).to_be_visible()
    link.click()
    page.get_by_role("button", name="Take it off the charts").click()
    page.get_by_role("button", name="Undo").click()
    page.goto(f"http://127.0.0.1:{shop.port}/numbers/revenue/")
    expect(page.get_by_role("button", name="Mailing to the club")).to_be_visible()


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/annotations/", "/annotations/new/"])
def test_pages__in_any_theme_and_size__keep_nobody_out(
    shop: Running, visit: Visit, look: Any, barriers: Any, path: str, theme: str, narrow: bool
) -> None:
    page = visit(shop, narrow=narrow, theme=theme).open(path)
    look(page, f"annotations{path.replace('/', '-')}{theme}-{390 if narrow else 1440}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("path", ["/annotations/", "/annotations/new/"])
def test_pages__of_an_empty_company__keep_nobody_out(
    empty: Running, visit: Visit, barriers: Any, path: str
) -> None:
    page = visit(empty).open(path)
    assert barriers(page) == []


def test_orders_by_country__as_a_map_and_as_areas__are_one_click_apart(
    shop: Running, visit: Visit, look: Any, barriers: Any
) -> None:
    page = visit(shop).open("/explore/?event=order&split=country&view=map")
    expect(page.locator(".tf-land.is-7")).to_have_count(1)
    look(page, "explore-map")
    assert barriers(page) == []
    page.get_by_role("link", name="Areas").click()
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    expect(page.get_by_role("link", name="Areas")).to_have_attribute("aria-current", "true")
