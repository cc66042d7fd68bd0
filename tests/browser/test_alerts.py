"""Alerts in a browser: made with a look at the past, taken with one thumb, at every size."""

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


def begin(page: Any, *, title: str, limit: str) -> None:
    """Say what to be warned of: revenue above a limit."""
    page.get_by_label("It is", exact=True).select_option("above")
    page.get_by_label("The limit").fill(limit)
    page.get_by_label("What do you call it?").fill(title)


@pytest.fixture
def fired(shop: Running, visit: Visit) -> str:
    """The address of an incident that nobody has: of an alert of its own."""
    page = visit(shop).open("/alerts/new/?kind=metric&name=revenue")
    begin(page, title="Too much revenue", limit="1")
    page.get_by_role("button", name="Warn me").click()
    page.get_by_role("button", name="Look now").click()
    page.get_by_role("link", name=re.compile("Revenue was above")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Revenue was above")
    return page.url.partition(f":{shop.port}")[2]


def test_alert__made_from_a_number__says_first_how_often_it_would_have_fired(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/numbers/revenue/")
    page.get_by_role("link", name="Warn me").click()
    expect(page.get_by_text("it lay between")).to_be_visible()
    expect(page.locator("#past")).to_contain_text("How far may it go?")
    begin(page, title="Much revenue", limit="100000")
    expect(page.locator("#past")).to_contain_text("It would not have fired in the last 90 days.")
    expect(page.locator("#past svg").first).to_be_visible()
    page.get_by_label("The limit").fill("1")
    expect(page.locator("#past")).to_contain_text("It would have fired once")
    expect(page.locator("#past")).to_contain_text("a quarter of the time")
    page.get_by_label("What is to be done then?").fill("Order more boxes.")
    page.get_by_role("button", name="Warn me").click()
    expect(page.get_by_role("heading", name="Much revenue", level=1)).to_be_visible()
    expect(page.get_by_text("Order more boxes.")).to_be_visible()


def test_incident__on_a_phone__is_taken_and_dealt_with_by_one_thumb(
    shop: Running, visit: Visit, fired: str
) -> None:
    eyes = visit(shop, narrow=True)
    page = eyes.open(fired)
    button = page.get_by_role("button", name="I look into it")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] > 844 / 2, "the button is not where the thumb is"
    assert box["height"] >= 44
    button.click()
    expect(page.get_by_text("You have it", exact=False).first).to_be_visible()
    page.get_by_text("With a note").click()
    page.get_by_label("A note").fill("It was the fair")
    page.get_by_role("button", name="It is dealt with").click()
    expect(page.get_by_text("dealt with", exact=True)).to_be_visible()
    expect(page.get_by_text("It was the fair")).to_be_visible()


def test_form__by_keyboard_alone__changes_its_kind_and_is_saved(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/alerts/new/?kind=metric&name=revenue")
    page.get_by_label("It is above or below a limit").focus()
    page.keyboard.press("ArrowDown")
    amount = page.get_by_label("By more than")
    expect(amount).to_be_visible()
    amount.focus()
    page.keyboard.type("30")
    expect(page.locator("#past")).to_contain_text("in the last 90 days")
    page.get_by_label("What do you call it?").focus()
    page.keyboard.type("Revenue falls")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Revenue falls", level=1)).to_be_visible()
    expect(page.get_by_text("more than 30% lower than the day before")).to_be_visible()


def test_number__chosen_from_the_list__is_watched(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/alerts/new/")
    page.get_by_label("Choose a number").select_option("kind=metric&name=revenue")
    expect(page.get_by_role("heading", name="Revenue", level=2)).to_be_visible()
    page.get_by_label("Each value by itself, by").select_option(label="Country")
    expect(page.get_by_role("heading", name="Revenue, by Country")).to_be_visible()


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages__at_every_size_and_in_both_themes__keep_nobody_out(
    shop: Running,
    visit: Visit,
    barriers: Callable[[Any], list[str]],
    look: Callable[[Any, str], None],
    fired: str,
    narrow: bool,
    theme: str,
) -> None:
    eyes = visit(shop, narrow=narrow, theme=theme)
    for name, path in (
        ("alerts", "/alerts/"),
        ("alert-new", "/alerts/new/?kind=metric&name=revenue"),
        ("alert", "/alerts/1/"),
        ("alert-change", "/alerts/1/change/"),
        ("incident", fired),
    ):
        page = eyes.open(path)
        look(page, f"{name}-{'narrow' if narrow else 'wide'}-{theme}")
        assert barriers(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_pages__without_events__teach(
    empty: Running, visit: Visit, barriers: Callable[[Any], list[str]]
) -> None:
    eyes = visit(empty)
    page = eyes.open("/alerts/")
    expect(page.get_by_role("heading", name="Be told before it is too late")).to_be_visible()
    page = eyes.open("/alerts/new/")
    assert barriers(page) == []
    expect(page.get_by_role("main")).to_contain_text(re.compile("watch"))
