"""Segments in a browser: put together by clicking alone, and by keyboard, at every size."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes, orders
from tests.running import Running

Visit = Callable[..., Eyes]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def lapsing(*, bought: int, days: int, quiet: int) -> int:
    """Reckon who bought so often within so many days, and not in the last quiet ones, by hand."""
    given = orders()
    times: dict[str, list[datetime]] = defaultdict(list)
    for order in given:
        times[order["actor"]].append(datetime.fromisoformat(order["time"]))
    newest = max(at for own in times.values() for at in own)
    return sum(
        sum(newest - at < timedelta(days=days) for at in own) >= bought
        and all(newest - at >= timedelta(days=quiet) for at in own)
        for own in times.values()
    )


def find(page: Any, persons: int) -> None:
    """Wait until the builder finds so many."""
    expect(page.locator("[data-size]")).to_have_text(str(persons))


def test_segment__clicked_together__is_found_saved_and_looked_into(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/segments/")
    page.get_by_role("link", name="Customers about to lapse").click()
    page.locator("#\\30-least").fill("3")
    page.locator("#\\31-within").fill("5")
    expected = lapsing(bought=3, days=365, quiet=5)
    assert 0 < expected < 90
    find(page, expected)
    page.get_by_role("button", name="Save the segment").click()
    expect(page.get_by_role("heading", name="Customers about to lapse")).to_be_visible()
    expect(page.locator(".tf-num").first).to_have_text(str(expected))
    expect(page.locator("#who tbody tr")).to_have_count(min(expected, 50))
    page.get_by_role("link", name="Segments").first.click()
    expect(page.locator(".tf-segment")).to_contain_text(str(expected))


def test_segment__frozen_and_looked_at_in_a_number__counts_for_these_alone(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/segments/new/?start=loyal")
    page.get_by_label("What do you call them?").fill("Regulars")
    page.get_by_role("button", name="Save the segment").click()
    page.get_by_label("What do you call it?").fill("Regulars of today")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_text("Kept as it was on")).to_be_visible()
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="Take it away").last.click()
    expect(page.get_by_text("The segment is gone.")).to_be_visible()


def test_builder__by_keyboard_alone__goes_on_and_takes_back(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/segments/new/")
    page.locator("#\\30-event").focus()
    page.keyboard.type("Order")
    page.keyboard.press("Tab")
    expect(page.locator("[data-size]")).to_have_text("90")
    page.get_by_role("button", name="and …").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Condition 2", exact=True)).to_be_visible()
    page.get_by_role("button", name="Take condition 2 away").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Condition 2", exact=True)).to_be_hidden()
    expect(page.locator("[data-size]")).to_have_text("90")


def test_condition_on_a_person__chosen__finds_whoever_has_that_value(
    shop: Running, visit: Visit
) -> None:
    newest: dict[str, str] = {}
    for order in sorted(orders(), key=lambda one: one["time"]):
        newest[order["actor"]] = order["properties"]["country"]
    expected = sum(country == "Norway" for country in newest.values())
    page = visit(shop).open("/segments/new/")
    page.get_by_label("Who", exact=True).select_option("is")
    page.get_by_label("Property").select_option("country")
    expect(page.locator("[list='0-samples']")).to_be_visible()
    page.get_by_label("Value").fill("Nowhere")
    find(page, 0)
    page.get_by_label("Value").fill("Norway")
    find(page, expected)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages__at_every_size_and_in_both_themes__keep_nobody_out(
    shop: Running,
    visit: Visit,
    barriers: Callable[[Any], list[str]],
    look: Callable[[Any, str], None],
    narrow: bool,
    theme: str,
) -> None:
    eyes = visit(shop, narrow=narrow, theme=theme)
    for name, path in (
        ("segments", "/segments/"),
        ("segment-new", "/segments/new/?start=about-to-lapse"),
        ("segment-upload", "/segments/upload/"),
    ):
        page = eyes.open(path)
        look(page, f"{name}-{'narrow' if narrow else 'wide'}-{theme}")
        assert barriers(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_page__without_events__teaches(empty: Running, visit: Visit) -> None:
    page = visit(empty).open("/segments/")
    expect(page.get_by_role("heading", name="Nobody has done anything yet")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Import"))).to_be_visible()
