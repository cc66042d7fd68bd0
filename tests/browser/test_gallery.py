"""Every component on one page, as no single page of the house has them."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import expect

from tenfold.config.middleware import HEADERS
from tenfold.kit import clock
from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.words import Change, Tone
from tests.browser.conftest import Eyes
from tests.running import Running

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STACKED = Chart(
    id="rev",
    title="Revenue by day and country",
    kind=Kind.STACKED,
    labels=DAYS,
    full_labels=DAYS,
    series=(
        Series("Norway", (900, 1000, 1200, 1600, 1900, 1400, 1100)),
        Series("Denmark", (800, 700, 800, 800, 900, 700, 600)),
        Series("Other", (400, 500, 400, 500, 500, 400, 300), rest=True),
    ),
    before=Series("Last week", (1900, 2000, 2100, 2300, 2700, 2200, 1800)),
    unit="EUR",
    unfinished=True,
    first_column="Day",
)
LINE = Chart(
    id="share",
    title="Share that came back",
    kind=Kind.LINE,
    labels=DAYS,
    full_labels=DAYS,
    series=(Series("Share", (0.27, 0.28, 0.274, 0.29, None, 0.31, 0.314)),),
    unit="%",
    first_column="Day",
)


class SourceForm(forms.Form):
    name = forms.CharField(help_text="As people call it: web shop, till")
    kind = forms.ChoiceField(choices=[("web", "Web"), ("server", "Server")])
    keep = forms.BooleanField(label="Keep it")


def gallery() -> str:
    """Return the page. It asks no database: nobody is signed in, and the company is made up."""
    request = RequestFactory().get("/")
    request.company = SimpleNamespace(  # type: ignore[attr-defined]
        name="Nordlys Gifts", language="en-gb", timezone="Europe/Oslo", currency="EUR"
    )
    template = engines["django"].from_string(
        Path(__file__).with_name("gallery.html").read_text("utf-8")
    )
    values = [8, 9, 8.4, 10, 9.2, 11, 10.4, 12, 11.1, 13, 12.2, 14]
    return template.render(
        {
            "form": SourceForm({"kind": "web"}),
            "now": clock.now(),
            "steps": ["Read 541,909 rows", "Check what it means", "Import"],
            "better": Change("12% more", "than last week", Tone.BETTER),
            "worse": Change("9 points", "below last week", Tone.WORSE),
            "neutral": Change("3% less", "than last week"),
            "values": values,
            "flat": [3, 3, 3],
            "stacked": STACKED,
            "line": LINE,
        },
        request,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_components__in_any_theme_and_size__keep_nobody_out(
    empty: Running,
    visit: Callable[..., Eyes],
    look: Callable[[Any, str], None],
    barriers: Callable[[Any], list[str]],
    theme: str,
    narrow: bool,
) -> None:
    eyes = visit(empty, narrow=narrow, theme=theme, signed_in=False)
    policy = HEADERS["Content-Security-Policy"]
    eyes.page.route(
        "**/gallery",
        lambda route: route.fulfill(
            body=gallery(),
            headers={"content-security-policy": policy, "content-type": "text/html; charset=utf-8"},
        ),
    )
    page = eyes.open("/gallery")
    expect(page.locator("[data-chart] svg")).to_have_count(2)
    look(page, f"gallery-{theme}-{390 if narrow else 1440}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_confirmation__asks_first__and_can_be_left(
    empty: Running, visit: Callable[..., Eyes]
) -> None:
    eyes = visit(empty, signed_in=False)
    eyes.page.route(
        "**/gallery", lambda route: route.fulfill(body=gallery(), content_type="text/html")
    )
    page = eyes.open("/gallery")
    page.get_by_role("button", name="Undo the import").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("All 541,909 events that it added are taken out again.")
    expect(dialog.get_by_role("button", name="Leave it as it is")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()


def test_copy_button__says_that_it_has_copied(empty: Running, visit: Callable[..., Eyes]) -> None:
    eyes = visit(empty, signed_in=False)
    eyes.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    eyes.page.route(
        "**/gallery", lambda route: route.fulfill(body=gallery(), content_type="text/html")
    )
    page = eyes.open("/gallery")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "tenfold import orders.csv"
