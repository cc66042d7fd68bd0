"""The page “Explore” in a browser: by mouse and by keyboard, undone and redone, saved, taken along."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import Running

Visit = Callable[..., Eyes]
WEEK = "?kind=count&event=order&range=last_7_days"


def asked(page: Any) -> dict[str, str]:
    """Return what the address says."""
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def answered(page: Any, said: str) -> None:
    """Wait until the answer to the question is there that the address says."""
    expect(page.locator("#answered")).to_have_attribute("data-query", re.compile(said))


def choose_event(page: Any, label: str, name: str) -> None:
    page.get_by_role("button", name=label).click()
    page.locator("#events").get_by_role("button", name=name).click()


def test_number__clicked_together__is_seen_at_once_and_stands_in_the_address(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/explore/")
    expect(page.get_by_role("heading", name="Begin with a question")).to_be_visible()
    page.get_by_role("button", name="How much", exact=True).click()
    expect(page.get_by_role("button", name="How much", pressed=True)).to_be_visible()
    choose_event(page, "Of what", "Order")
    expect(page.get_by_role("heading", name="Order, added up")).to_be_visible()
    page.get_by_role("button", name="Only some of them").click()
    page.get_by_label("Property").select_option("country")
    page.get_by_label("Value", exact=True).fill("Norway")
    page.get_by_label("Value", exact=True).press("Enter")
    expect(page.locator("#answer")).to_contain_text("€")
    page.get_by_label("Time", exact=True).select_option("last_7_days")
    page.get_by_label("Split by").select_option("country")
    answered(page, "split=country")
    page.get_by_text("As a table").click()
    expect(page.get_by_role("columnheader", name="Norway")).to_be_visible()
    assert asked(page) == {
        "kind": "sum",
        "event": "order",
        "where.1.property": "country",
        "where.1.op": "is",
        "where.1.value": "Norway",
        "range": "last_7_days",
        "split": "country",
    }
    said = page.locator("[data-say]").inner_text()
    page.reload()
    expect(page.locator("[data-say]")).to_have_text(said)


def test_choices__undone_and_redone__are_what_they_were(shop: Running, visit: Visit) -> None:
    page = visit(shop).open(f"/explore/{WEEK}")
    expect(page.locator("[data-number=explored]")).to_have_text("70")
    page.get_by_role("button", name="How many people").click()
    expect(page.locator("#answer")).to_contain_text("different people")
    page.get_by_label("Time", exact=True).select_option("today")
    expect(page).to_have_url(re.compile("range=today"))
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("range=last_7_days"))
    expect(page.locator("#answer")).to_contain_text("different people")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-number=explored]")).to_have_text("70")
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("#answer")).to_contain_text("different people")
    page.go_back()
    expect(page.locator("[data-number=explored]")).to_have_text("70")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#answer")).to_contain_text("different people")


def test_event__chosen_with_the_keyboard_alone__is_asked_for(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/explore/?range=last_7_days")
    field = page.get_by_role("button", name="Of what")
    field.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#events-search")).to_be_focused()
    page.keyboard.type("nothing like it")
    expect(page.get_by_text("No event is called that.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("ord")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("event=order"))
    expect(page.get_by_role("button", name="Of what")).to_be_focused()
    add = page.get_by_role("button", name="Only some of them")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Property")).to_be_focused()


def test_point__clicked__shows_who_is_behind_it_and_leads_to_the_person(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open(f"/explore/{WEEK}")
    page.get_by_text("As a table").click()
    page.locator("a[data-behind]").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("10 persons")
    with page.expect_download() as download:
        drawer.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "persons.csv"
    assert len(download.value.path().read_text().splitlines()) == 11
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.get_by_role("link", name="Who is behind it").click()
    expect(drawer.get_by_role("heading", level=2)).to_have_text(re.compile("persons"))
    drawer.get_by_role("link", name=re.compile("customer-")).first.click()
    expect(page).to_have_url(re.compile(r"/interfaces/persons/of/customer-"))


def test_mark_of_the_picture__clicked__shows_who_is_behind_it(shop: Running, visit: Visit) -> None:
    page = visit(shop).open(f"/explore/{WEEK}")
    chart = page.locator("[data-chart]")
    expect(chart.locator("svg")).to_be_visible()
    x, y = page.evaluate(
        """(element) => echarts.getInstanceByDom(element)
            .convertToPixel({ gridIndex: 0 }, [3, 5])""",
        chart.element_handle(),
    )
    chart.click(position={"x": x, "y": y})
    expect(page.locator("#drawer").get_by_role("heading", level=2)).to_have_text("10 persons")


def test_number__saved__is_found_again_and_changed_into_a_new_version(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/explore/?kind=persons&event=order")
    page.get_by_role("button", name="Save this number").click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("What do you call it?").fill("Buyers")
    drawer.get_by_label("Which question does it answer?").fill("How many people buy?")
    drawer.get_by_role("button", name="Save", exact=True).click()
    expect(drawer.get_by_role("heading")).to_have_text("“Buyers” is saved")
    drawer.get_by_role("link", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buyers")
    page.get_by_role("link", name="Open in Explore").click()
    page.get_by_role("button", name="How often").click()
    answered(page, "kind=count")
    page.get_by_role("button", name="Save this number").click()
    drawer.get_by_role("button", name="Save the new version").click()
    expect(drawer).to_contain_text("This is version 2 of it.")


def test_answer__taken_along__is_a_table_and_a_picture(shop: Running, visit: Visit) -> None:
    page = visit(shop).open(f"/explore/{WEEK}&split=country")
    with page.expect_download() as table:
        page.get_by_role("link", name="Download CSV").click()
    lines = table.value.path().read_text().splitlines()
    assert lines[0].startswith("day,Norway")
    assert len(lines) == 8
    with page.expect_download() as picture:
        page.get_by_role("button", name="Download PNG").click()
    assert picture.value.path().read_bytes()[:4] == b"\x89PNG"


def test_view__chosen_as_a_table__is_kept_in_the_address(shop: Running, visit: Visit) -> None:
    page = visit(shop).open(f"/explore/{WEEK}")
    page.get_by_role("link", name="Table", exact=True).click()
    expect(page.get_by_role("columnheader", name="Order, how often")).to_be_visible()
    expect(page).to_have_url(re.compile("view=table"))
    page.get_by_label("Time", exact=True).select_option("today")
    expect(page).to_have_url(re.compile("view=table"))


def test_answer__while_events_arrive__follows_them_and_leaves_the_form_alone(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/explore/?kind=count&event=beat&range=today")
    expect(page.get_by_role("status").first).to_have_text("live")
    expect(page.locator("[data-number=explored]")).to_have_text("0")
    page.get_by_role("button", name="Only some of them").click()
    expect(page.get_by_label("Property")).to_be_focused()
    shop.post({"name": "beat"}, key=shop.environment["TENFOLD_TEST_KEY"])
    expect(page.locator("[data-number=explored]")).to_have_text("1", timeout=30_000)
    expect(page.get_by_label("Property")).to_be_focused()


def test_answer__while_one_is_under_way__asks_again_for_what_came_meanwhile(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/explore/?kind=count&event=knock&range=today")
    expect(page.locator("[data-number=explored]")).to_have_text("0")
    held: list[tuple[Any, Any]] = []

    def hold(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/explore/answer/*", hold)
    redraw = "document.body.dispatchEvent(new Event('tf:redraw'))"
    page.evaluate(redraw)
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "true")
    while not held:
        page.wait_for_timeout(50)
    shop.post({"name": "knock"}, key=shop.environment["TENFOLD_TEST_KEY"])
    page.evaluate(redraw)
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.locator("[data-number=explored]")).to_have_text("1", timeout=10_000)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page__at_every_size_and_in_both_themes__keeps_nobody_out(
    shop: Running,
    visit: Visit,
    look: Callable[[Any, str], None],
    barriers: Callable[[Any], list[str]],
    narrow: bool,
    theme: str,
) -> None:
    page = visit(shop, narrow=narrow, theme=theme).open(f"/explore/{WEEK}&split=country&where.1=")
    expect(page.locator("[data-chart] svg")).to_be_visible()
    if narrow:
        page.get_by_text("What to look at").click()
        expect(page.get_by_label("Split by")).to_be_visible()
    look(page, f"explore-{theme}-{'phone' if narrow else 'wide'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
    page.get_by_role("link", name="Who is behind it").click()
    expect(page.locator("#drawer").get_by_role("table")).to_be_visible()
    look(page, f"explore-who-{theme}-{'phone' if narrow else 'wide'}")
    assert barriers(page) == []


def test_page__without_events__teaches_and_comes_alive_with_the_first(
    empty: Running, visit: Visit, look: Callable[[Any, str], None]
) -> None:
    page = visit(empty).open("/explore/")
    expect(page.get_by_role("heading", name="There is nothing to explore yet")).to_be_visible()
    look(page, "explore-empty")
    key = empty.add_source()["write_key"]
    expect(page.get_by_role("status")).to_have_text("live")
    empty.post({"name": "order", "value": 48.5, "actor": "ann"}, key=key)
    expect(page.locator("[data-number=explored]")).to_have_text("1")
    expect(page.get_by_role("heading", name="Begin with a question")).to_be_visible()


def test_question__that_takes_long__can_be_cancelled(shop: Running, visit: Visit) -> None:
    page = visit(shop).open(f"/explore/{WEEK}")
    expect(page.locator("[data-number=explored]")).to_have_text("70")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/explore/answer/**", hold)
    page.get_by_role("button", name="How many people").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    with page.expect_request("**/explore/cancel/") as cancelled:
        page.get_by_role("button", name="Cancel").click()
    of_this_page = parse_qs(urlsplit(held[0].request.url).query)["page"]
    assert parse_qs(cancelled.value.post_data)["page"] == of_this_page
    held[0].continue_()
    answered(page, "kind=persons")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
