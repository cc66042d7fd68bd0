"""Goals in a browser: made by clicking, checked in by keyboard, printed, at every size and theme."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes, orders, until
from tests.running import Running

Visit = Callable[..., Eyes]
Look = Callable[[Any, str], None]
Barriers = Callable[[Any], list[str]]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def begin(page: Any, title: str) -> None:
    """Propose a goal for this quarter, adopt it at once, and stand before its first key result."""
    page.get_by_label("What do we want to reach?").fill(title)
    page.get_by_role("button", name="Adopt it at once").click()
    expect(
        page.get_by_role("heading", name="How will you know that you are there?")
    ).to_be_visible()


def add_typed(page: Any, title: str, target: str) -> None:
    """Give it a key result that somebody types."""
    page.get_by_label("How do we know?").select_option("manual")
    page.get_by_label("Where is it to be?").fill(target)
    page.get_by_label("What do you call it?").fill(title)
    page.get_by_role("button", name="Add the key result").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_goals__of_an_empty_company__say_how_to_begin_and_keep_nobody_out(
    empty: Running, visit: Visit, barriers: Barriers, look: Look
) -> None:
    page = visit(empty).open("/goals/")
    expect(page.get_by_role("link", name="Propose the first goal")).to_be_visible()
    look(page, "goals-empty")
    for path in ("/goals/", "/goals/check-in/", "/goals/moved/", "/goals/new/"):
        page = visit(empty, narrow=True, theme="dark").open(path)
        assert barriers(page) == []
        look(page, f"goals-empty-{path.strip('/').replace('/', '-')}-narrow")


def test_a_goal__on_a_number__is_made_by_clicking_and_says_where_it_stands(
    shop: Running, visit: Visit, barriers: Barriers, look: Look
) -> None:
    page = visit(shop).open("/goals/")
    page.get_by_role("link", name="Propose the first goal").click()
    begin(page, "Sell more than ever")
    page.get_by_label("Which number?").select_option(label="Revenue")
    expect(page.locator("#preview .tf-num")).to_have_text(re.compile(r"€[\d,]+"))
    page.get_by_label("Where is it to be?").fill("100,000")
    look(page, "goal-result-new")
    page.get_by_role("button", name="Add the key result").click()
    expect(page.locator(".tf-big")).to_have_text(
        re.compile(r"Sell more than ever: €[\d,.]+ of €100,000, .+")
    )
    expect(page.locator(".tf-road-room").first).to_be_visible()
    expect(page.get_by_text("If it goes on so, €")).to_be_visible()
    assert barriers(page) == []
    look(page, "goal-one")
    page.goto(page.url)
    page.get_by_role("link", name="Goals", exact=True).first.click()
    expect(page.locator(".tf-goal")).to_have_count(1)
    assert barriers(page) == []


def test_a_goal__while_orders_come_in__is_new_by_itself(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/goals/")
    before = page.locator(".tf-goal-of").first.inner_text()
    later = [{**one, "id": f"later-{one['id']}"} for one in orders()[:20]]
    shop.post(later, key=shop.environment["TENFOLD_TEST_KEY"])
    until(lambda: page.locator(".tf-goal-of").first.inner_text() != before)


@pytest.mark.parametrize("width", [390, 1440, 2560])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_goals__at_every_size__are_whole_and_keep_nobody_out(
    shop: Running, visit: Visit, barriers: Barriers, look: Look, width: int, theme: str
) -> None:
    eyes = visit(shop, theme=theme)
    eyes.page.set_viewport_size({"width": width, "height": 900})
    page = eyes.open("/goals/?view=tree")
    page.locator(".tf-goal a").first.click()
    expect(page.locator(".tf-big")).to_be_visible()
    address = re.sub(r"^.*?(/goals/\d+/).*$", r"\1", page.url)
    for name, path in (
        ("list", "/goals/"),
        ("one", address),
        ("close", f"{address}close/"),
        ("change", f"{address}change/"),
        ("result", f"{address}results/new/"),
        ("print", f"{address}print/"),
        ("check-in", "/goals/check-in/"),
        ("moved", "/goals/moved/"),
    ):
        page = eyes.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert barriers(page) == [], path
        look(page, f"goals-{name}-{width}-{theme}")


def test_a_check_in__by_keyboard_alone__is_saved(shop: Running, visit: Visit, look: Look) -> None:
    page = visit(shop).open("/goals/new/")
    begin(page, "Boxes come back")
    add_typed(page, "Boxes that came back", "50")
    page.goto(re.sub(r"/goals/.*", "/goals/check-in/", page.url))
    row = page.get_by_role("group", name="Boxes that came back")
    row.get_by_label("The number now").focus()
    page.keyboard.type("42")
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(row.get_by_label("we will make it")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("The card in the box helps.")
    look(page, "goal-check-in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What moved")).to_be_visible()
    expect(page.get_by_text("The card in the box helps.")).to_be_visible()
    look(page, "goal-moved")


def test_a_goal__closed_and_carried_over__goes_on_in_the_next_quarter(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/goals/new/")
    begin(page, "A third goal")
    add_typed(page, "Something that is counted", "10")
    page.get_by_role("link", name="Score and close").click()
    page.get_by_label("Score", exact=True).select_option("0.7")
    page.get_by_label("What did you learn?").fill("That it takes longer.")
    page.get_by_label(re.compile("Go on with it in Q")).check()
    page.get_by_role("button", name="Score and close").click()
    expect(page.get_by_text("scored 0.7")).to_be_visible()
    page.locator("main").get_by_role("link", name=re.compile(r"^Q\d \d{4}$")).last.click()
    expect(page.get_by_text("A third goal: scored 0.7.")).to_be_visible()
    expect(page.get_by_text("That it takes longer.")).to_be_visible()


def test_a_goal__printed__is_one_sheet_of_a4(shop: Running, visit: Visit, tmp_path: Any) -> None:
    page = visit(shop).open("/goals/")
    page.get_by_role("link", name="Sell more than ever").click()
    page.get_by_role("link", name="On one page").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    (tmp_path / "goal.pdf").write_bytes(pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (box,) = set(re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf))
    assert [round(float(one)) for one in box.split()] in ([0, 0, 595, 842], [0, 0, 594, 841])


def test_a_number__on_its_page__can_be_made_a_goal(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/numbers/revenue/")
    page.get_by_role("link", name="Set a goal on it").click()
    begin(page, "More of it")
    expect(page.get_by_label("Which number?")).to_have_value("revenue")
    expect(page.locator("#preview .tf-num")).to_be_visible()
