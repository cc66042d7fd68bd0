"""What runs by itself, in a browser: taught, seen as it happens, tried again by keyboard."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.reliability.jobs.asking import ask_for, with_jobs
from tests.running import Running

Visit = Callable[..., Eyes]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that knows the jobs of the tests."""
    running = with_jobs(Running(folder=tmp_path_factory.mktemp("busy") / "home").found())
    yield running.up()
    running.stop()


def test_jobs__from_nothing_to_a_failure_that_was_mended__are_seen_as_they_happen(
    busy: Running, visit: Visit, look: Callable[[Any, str], None]
) -> None:
    page = visit(busy).open("/jobs/")
    expect(page.get_by_role("heading", name="Nothing was asked for yet")).to_be_visible()
    expect(page.get_by_text("Have one effect a year")).to_be_visible()
    look(page, "jobs-empty")
    ask_for(busy, ("tests.fussy", {}, None))
    again = page.get_by_role("button", name="Try again: Tell Ada by e-mail")
    expect(again).to_be_visible()
    expect(page.get_by_text("The mail server does not answer. Is its name right?")).to_be_visible()
    (busy.folder / "mended").touch()
    again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is tried again.")).to_be_visible()
    expect(page.get_by_text("Done lately")).to_be_visible()
    expect(again).to_have_count(0)


def test_job__that_takes_long__shows_how_far_it_is_and_keeps_the_focus(
    busy: Running, visit: Visit
) -> None:
    (busy.folder / "wait").touch()
    page = visit(busy).open("/jobs/")
    run = page.get_by_role("button", name="Run now: Have one effect a year")
    run.focus()
    ask_for(busy, ("tests.long", {"of": 1_000_000}, None))
    expect(page.get_by_role("progressbar", name="Take long, and say how far")).to_be_visible()
    expect(page.get_by_text("of 1,000,000")).to_be_visible()
    expect(run).to_be_focused()
    (busy.folder / "wait").unlink()
    expect(page.get_by_role("progressbar")).to_have_count(0)


@pytest.mark.parametrize(("narrow", "theme"), [(True, "dark"), (False, "light")])
def test_jobs_page__with_everything_on_it__keeps_nobody_out(
    busy: Running,
    visit: Visit,
    narrow: bool,
    theme: str,
    barriers: Callable[[Any], list[str]],
    look: Callable[[Any, str], None],
) -> None:
    (busy.folder / "mended").unlink(missing_ok=True)
    (busy.folder / "wait").touch()
    ask_for(busy, ("tests.fussy", {}, None), ("tests.fussy", {}, None), ("tests.deaf", {}, None))
    page = visit(busy, narrow=narrow, theme=theme).open("/jobs/")
    expect(page.get_by_role("button", name="Try all of them again")).to_be_visible()
    expect(page.get_by_role("heading", name="Running now")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    look(page, f"jobs-{'narrow' if narrow else 'wide'}-{theme}")
    (busy.folder / "wait").unlink()
