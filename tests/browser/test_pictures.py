"""Notes on the axis, maps, gauges and texts in a browser: mouse, keyboard, both themes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import figures
from tests.browser.test_figures import Open, chart, pixel

HERE = "http://127.0.0.1:8080"


def notes(page: Any) -> Any:
    return page.locator('figure:has([data-chart="marked-data"]) .tf-mark')


def figure(page: Any, id: str) -> Any:
    return page.locator(f"figure:has([data-map='{id}-data'])")


def test_note__on_an_axis__is_told_with_the_keyboard_and_put_away_with_escape(show: Open) -> None:
    page = show()
    mark = notes(page).nth(1)
    mark.focus()
    told = page.get_by_text("Bring the box back: 10% off").locator("visible=true")
    expect(told).to_be_visible()
    expect(page.get_by_text("Mailing to the club").locator("visible=true")).to_be_visible()
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    notes(page).nth(2).focus()
    mark.focus()
    expect(told).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{HERE}/note/2")


def test_notes__wherever_they_stand__cover_no_value(show: Open) -> None:
    for narrow in (False, True):
        page = show(narrow=narrow)
        box = chart(page, "marked").bounding_box()
        ground = box["y"] + pixel(page, "marked", 0, 0)["y"]
        for mark in page.locator('figure:has([data-chart="marked-data"]) .tf-mark > svg').all():
            assert mark.bounding_box()["y"] >= ground
        for at, day in ((0, 1), (1, 3), (2, 13)):
            drawn = notes(page).nth(at).bounding_box()
            middle = box["x"] + pixel(page, "marked", day, 0)["x"]
            assert drawn["x"] + drawn["width"] / 2 == pytest.approx(middle, abs=1.5)


def test_note__beside_the_edge__is_read_whole(show: Open) -> None:
    page = show(narrow=True)
    notes(page).nth(2).focus()
    told = page.locator(".tf-mark-note").locator("visible=true").bounding_box()
    assert told["x"] >= 0
    assert told["x"] + told["width"] <= 390


def test_notes__put_away__stay_away_until_they_are_wanted_again(show: Open) -> None:
    page = show()
    toggle = page.get_by_role("button", name="Notes on the axis")
    toggle.click()
    expect(notes(page).first).to_be_hidden()
    page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(notes(page).first).to_be_hidden()
    toggle.click()
    expect(notes(page).first).to_be_visible()


def test_point__that_is_reached_with_the_keys__is_noted_with_n(show: Open) -> None:
    page = show()
    chart(page, "marked").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{HERE}/annotations/new/?metric=orders&on=2026-11-22&back=%2Ffigures")


def test_axis__that_is_clicked_below__notes_what_happened_there(show: Open) -> None:
    page = show()
    place = pixel(page, "marked", 8, 0)
    chart(page, "marked").click(position={"x": place["x"], "y": place["y"] + 22})
    expect(page).to_have_url(f"{HERE}/annotations/new/?metric=orders&on=2026-11-18&back=%2Ffigures")


def test_point__that_is_pointed_at__says_what_happened_on_that_day(show: Open) -> None:
    page = show()
    chart(page, "marked").hover(position=pixel(page, "marked", 5, 2))
    expect(chart(page, "marked").locator(".tf-tip")).to_contain_text("Bring the box back: 10% off")


def test_country__that_is_clicked__opens_who_is_behind_it(show: Open) -> None:
    page = show()
    land = figure(page, "europe").locator('path[data-code="DE"]')
    land.hover()
    expect(figure(page, "europe").locator("[data-map-told]")).to_have_text("Germany: €2,210")
    land.click()
    expect(page).to_have_url(f"{HERE}/who/germany")


def test_map__with_the_keyboard__is_its_table_and_shows_which_country_is_meant(show: Open) -> None:
    page = show()
    europe = figure(page, "europe")
    europe.get_by_role("link", name="€18,420").focus()
    expect(europe.locator('path[data-code="NO"]')).to_have_class("tf-land is-7 is-on")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{HERE}/who/norway")


def test_map__of_what_is_near__shows_the_whole_world_when_asked(show: Open) -> None:
    page = show()
    europe = figure(page, "europe")
    drawn, whole = europe.locator("svg").first, europe.get_by_role("button", name="Whole world")
    near = drawn.get_attribute("viewBox")
    whole.click()
    expect(whole).to_have_attribute("aria-pressed", "true")
    expect(drawn).to_have_attribute("viewBox", "0 0 10000 4348")
    whole.click()
    expect(drawn).to_have_attribute("viewBox", near)
    expect(figure(page, "world").get_by_role("button", name="Whole world")).to_be_hidden()


def test_map__of_small_countries__draws_them_as_dots(show: Open) -> None:
    page = show()
    expect(figure(page, "europe").locator('circle[data-code="MT"]')).to_have_count(1)
    expect(figure(page, "world").locator('circle[data-code="FJ"]')).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map__in_each_theme__tells_every_shade_from_no_number(show: Open, theme: str) -> None:
    page = show(theme=theme)
    looks = """all => Object.fromEntries(
        all.map((one) => [one.getAttribute("class"), getComputedStyle(one).fill]))"""
    fills = figure(page, "europe").locator(".tf-land").evaluate_all(looks)
    assert len(fills) > 4
    assert len(set(fills.values())) == len(fills)


def test_map__that_cannot_be_fetched__says_so_and_its_table_stays(chromium: Any) -> None:
    context = chromium.new_context()
    context.route("**/*", figures.answer)
    context.route("**/world.json", lambda route: route.fulfill(status=404, body=""))
    page = context.new_page()
    page.goto(f"{HERE}/figures")
    said = "The map could not be loaded. The table says the same."
    expect(figure(page, "europe").get_by_text(said)).to_be_visible()
    expect(figure(page, "europe").get_by_role("link", name="€18,420")).to_be_visible()
    context.close()


def test_text__of_a_member__opens_links_that_tell_nobody_where_one_was(show: Open) -> None:
    page = show()
    link = page.get_by_role("link", name="writes it down")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_gauge__for_who_does_not_see_it__says_all_that_is_drawn(show: Open) -> None:
    page = show()
    name = "Revenue of this month: €18,420, target €25,000. 73% of the way; €6,580 to go."
    expect(page.get_by_role("img", name=name)).to_be_visible()
