"""Being told: the inbox, the choices and the ways, at every size and by keyboard."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import ROOT, Running

Visit = Callable[..., Eyes]
PAGES = ("/notices/", "/notices/choose/", "/ways/", "/ways/new/apprise/", "/ways/new/webhook/")


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def told(shop: Running) -> Running:
    """The shop, whose owner was told three things and has two ways out of the house."""
    environment = os.environ | {
        "TENFOLD_HOME": str(shop.folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tenfold.config.settings",
    }
    script = ROOT / "tests" / "reliability" / "notices.py"
    subprocess.run([sys.executable, script, "inbox", "3"], env=environment, check=True)
    return shop


def test_inbox__by_keyboard_alone__is_read_and_counted(told: Running, visit: Visit) -> None:
    page = visit(told).open("/notices/")
    side = page.get_by_role("navigation", name="Main", exact=True)
    expect(side.locator(".tf-nav-count").first).to_contain_text("3")
    page.get_by_role("button", name="Mark as read: Orders fell by 3 in a hundred").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 not read")).to_be_visible()
    expect(side.locator(".tf-nav-count").first).to_contain_text("2")
    page.get_by_role("link", name="Look into it: Orders fell by 2 in a hundred").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/account/"))
    page.go_back()
    page.get_by_role("button", name="Mark all as read").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Everything is read")).to_be_visible()
    page.get_by_role("button", name="Mark as not read: Orders fell by 1 in a hundred").click()
    expect(page.get_by_role("heading", name="1 not read")).to_be_visible()


def test_choices__by_keyboard_alone__are_saved(told: Running, visit: Visit) -> None:
    page = visit(told).open("/notices/choose/")
    page.get_by_role("checkbox", name="Goals: By e-mail").focus()
    page.keyboard.press("Space")
    page.get_by_label("Quiet from").fill("20:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. It counts from now on.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Goals: By e-mail")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Alerts: By e-mail")).to_be_checked()
    expect(page.get_by_label("Quiet from")).to_have_value("20:00")


def test_webhook__set_up_tested_and_removed__says_each_time_what_to_do(
    told: Running, visit: Visit, look: Any, barriers: Any
) -> None:
    page = visit(told).open("/ways/")
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_label("Name").fill("Program")
    page.get_by_label("Address").fill("https://127.0.0.1/hook")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("inside of your own network")).to_be_visible()
    page.get_by_label("Address").fill("https://hooks.nordlys.example/very/secret")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#secret")).to_contain_text("whsec_")
    look(page, "way-secret")
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("It did not arrive")).to_be_visible()
    expect(page.get_by_text("very/secret")).to_have_count(0)
    for name, width in (("wide", 1440), ("narrow", 390)):
        page.set_viewport_size({"width": width, "height": 844})
        look(page, f"way-one-{name}")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Remove this way").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The way is gone.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_pages__at_every_size__keep_nobody_out_and_fit(
    told: Running, visit: Visit, look: Any, barriers: Any, narrow: bool, theme: str
) -> None:
    eyes = visit(told, narrow=narrow, theme=theme)
    for path in PAGES:
        page = eyes.open(path)
        name = path.strip("/").replace("/", "-")
        look(page, f"{name}-{'narrow' if narrow else 'wide'}-{theme}")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pages__of_an_empty_company__teach_the_next_step(
    empty: Running, visit: Visit, look: Any
) -> None:
    eyes = visit(empty)
    page = eyes.open("/notices/")
    look(page, "empty-notices")
    expect(page.get_by_role("link", name="Choose what you hear").first).to_be_visible()
    page = eyes.open("/ways/")
    look(page, "empty-ways")
    expect(page.get_by_text("Nothing leads out of the house yet.")).to_be_visible()
