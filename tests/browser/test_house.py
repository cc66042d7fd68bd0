"""The purpose, the teams and the parts of the home page that wait for somebody."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import Running

Visit = Callable[..., Eyes]
Look = Callable[[Any, str], None]
Barriers = Callable[[Any], list[str]]
PAGES = ("/purpose/", "/purpose/change/", "/teams/", "/teams/1/", "/teams/new/", "/members/invite/")
PURPOSE = "Every celebration leaves nothing behind but the memory."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A company with a purpose and no team yet."""
    running = Running(folder=tmp_path_factory.mktemp("house") / "home").found()
    running.up()
    yield running
    running.stop()


def test_team__made_with_the_mouse__has_somebody_who_leads_it(
    house: Running, visit: Visit, look: Look
) -> None:
    page = visit(house).open("/teams/")
    expect(page.get_by_text("No teams yet")).to_be_visible()
    look(page, "teams-empty")
    page.get_by_role("link", name="Make a team").click()
    page.get_by_label("What is the team called?").fill("Packing")
    page.get_by_label("What is it for?").fill("Every order out of the house within a day.")
    page.get_by_role("button", name="Make the team").click()
    expect(page.get_by_text("Nobody is in this team yet.")).to_be_visible()
    page.get_by_label("They lead the team").check()
    page.get_by_role("button", name="Add to the team").click()
    expect(page.get_by_text("Led by ingrid")).to_be_visible()
    expect(page.get_by_text("Everybody is in this team already.")).to_be_visible()


def test_team__archived_by_keyboard__is_brought_back(house: Running, visit: Visit) -> None:
    page = visit(house).open("/teams/1/")
    page.get_by_role("button", name="Archive").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Leave it as it is")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This team is archived.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("The team is back")).to_be_visible()


def test_purpose__tested_by_keyboard_alone__says_what_one_answered(
    house: Running, visit: Visit, look: Look
) -> None:
    page = visit(house).open("/purpose/")
    expect(page.get_by_role("heading", level=1)).to_have_text(PURPOSE)
    expect(page.get_by_text("Nobody has answered yet")).to_be_visible()
    groups = page.locator(".tf-test fieldset")
    expect(groups).to_have_count(8)
    for number in range(8):
        groups.nth(number).get_by_role("radio", name="Yes", exact=True).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Somebody did, last spring.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It stands the test.")).to_be_visible()
    expect(page.get_by_text("One person answered: that is an opinion")).to_be_visible()
    expect(page.get_by_text("Somebody did, last spring.")).to_be_visible()
    look(page, "purpose-answered")


def test_purpose__put_into_new_words__begins_the_test_anew_and_keeps_the_old_ones(
    house: Running, visit: Visit, look: Look
) -> None:
    page = visit(house).open("/purpose/")
    page.get_by_role("link", name="Change the words").click()
    page.get_by_label("What are we for?").fill("Every celebration leaves nothing behind at all.")
    page.get_by_label("Why is it so?").fill("We counted what is left after an order.")
    page.get_by_role("button", name="Adopt these words").click()
    expect(page.get_by_text("Nobody has answered yet")).to_be_visible()
    versions = page.get_by_role("region", name="How it was put before")
    expect(versions.locator("ins").first).to_have_text("at all.")
    expect(versions.get_by_text("tested by 1 person")).to_be_visible()
    look(page, "purpose-two-versions")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 2560])
def test_page__of_the_house_in_any_theme_and_size__keeps_nobody_out(
    house: Running, visit: Visit, look: Look, barriers: Barriers, theme: str, width: int
) -> None:
    eyes = visit(house, narrow=width == 390, theme=theme)
    eyes.page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page = eyes.open(path)
        look(page, f"{path.strip('/').replace('/', '-')}-{theme}-{width}")
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 2560])
def test_home__with_nothing_but_events__teaches_goals_and_alerts_and_keeps_nobody_out(
    shop: Running, visit: Visit, look: Look, barriers: Barriers, theme: str, width: int
) -> None:
    eyes = visit(shop, narrow=width == 390, theme=theme)
    eyes.page.set_viewport_size({"width": width, "height": 900})
    page = eyes.open()
    expect(page.get_by_text("No goal yet: one sentence")).to_be_visible()
    expect(page.get_by_text("Nothing waits for anybody.")).to_be_visible()
    expect(page.locator("[data-chart] svg")).to_be_visible()
    look(page, f"home-now-{theme}-{width}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_navigation__is_the_strategy__in_its_order(shop: Running, visit: Visit) -> None:
    page = visit(shop).open()
    main = page.get_by_role("navigation", name="Main", exact=True)
    said = main.get_by_role("link").all_inner_texts()
    wanted = [
        "Are we moving?",
        "Purpose",
        "Interfaces",
        "Boards",
        "Goals",
        "Alerts",
        "Teams",
        "Jobs",
    ]
    assert [name for name in said if name in wanted] == wanted


def test_phone__has_moving_boards_and_goals_at_the_bottom(shop: Running, visit: Visit) -> None:
    page = visit(shop, narrow=True).open()
    bar = page.get_by_role("navigation", name="Main, short")
    places = bar.locator("a, button").all_inner_texts()
    assert places == ["Moving?", "Explore", "Boards", "Goals", "More"]


def test_goal__proposed_while_home_is_open__comes_up_without_a_reload(
    shop: Running, visit: Visit
) -> None:
    home = visit(shop).open()
    expect(home.get_by_role("status").first).to_have_text("live")
    home.evaluate("window.neverReloaded = true")
    other = visit(shop).open("/goals/new/")
    other.get_by_label("What do we want to reach?").fill("Every box comes back")
    other.get_by_role("button", name="Propose it").click()
    sell(shop)
    expect(home.locator("#waiting")).to_contain_text("Every box comes back", timeout=40_000)
    assert home.evaluate("window.neverReloaded")


def sell(shop: Running) -> None:
    """Let something happen, so that open pages look again."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{shop.port}/v1/events",
        data=json.dumps({"name": "order", "value": 9.5, "actor": "customer-1"}).encode(),
        headers={"Authorization": f"Bearer {shop.environment['TENFOLD_TEST_KEY']}"},
    )
    urllib.request.urlopen(request, timeout=30).close()
