"""A real headless Chromium in front of a real server.

Every page that a test opens is watched: an error in its console, a script that failed, an address
that was not found or anything that the content security policy stopped fails the test. Set
TENFOLD_SCREENSHOTS to a folder to keep what `look` photographs.

Chromium lives for one module: a browser that is driven from this thread must not be there when
another test asks the database something.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.running import OWNER, PASSWORD, Running

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
ALLOWED = (
    re.compile(r"/live.*ERR_|ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)"),
    re.compile(r"htmx:(afterRequest|sendAbort)"),  # a question that a newer one took back
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless browser; the test is skipped, saying so, where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("there is no Chromium; install it with: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose company has a source but no events yet."""
    running = Running(folder=tmp_path_factory.mktemp("empty") / "home").found()
    running.up()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose web shop has sold something on each of the last 40 days."""
    running = Running(folder=tmp_path_factory.mktemp("shop") / "home").found()
    key = running.add_source()["write_key"]
    spec = running.folder / "revenue.json"
    spec.write_text('{"kind": "sum", "event": "order"}', encoding="ascii")
    running.tenfold(
        *("metrics", "define", "revenue", "--spec", spec, "--title", "Revenue", "--headline", "1")
    )
    running.up()
    running.environment["TENFOLD_TEST_KEY"] = key
    running.post(orders(), key=key)
    yield running
    running.stop()


def orders() -> list[dict[str, Any]]:
    """Return 400 orders: seven countries, ten a day, more on some days than on others."""
    now = datetime.now(UTC)
    countries = ("Norway", "Denmark", "Sweden", "Germany", "Norway", "Finland", "France", "Norway")
    return [
        {
            "id": f"order-{number}",
            "name": "order",
            "actor": f"customer-{number % 90}",
            "time": (now - timedelta(days=number // 10, minutes=number % 10 * 9)).isoformat(),
            "value": 20 + (number * 37) % 113 + number // 10 % 7 * 5,
            "properties": {"country": countries[number % 8], "currency": "EUR"},
        }
        for number in range(400)
    ]


class Eyes:
    """A page that is watched, and what went wrong on it."""

    def __init__(self, page: Any, running: Running) -> None:
        self.page = page
        self.running = running
        self.wrong: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("response", self._response)

    def open(self, path: str = "/") -> Any:
        """Go there and wait until it is drawn."""
        self.page.goto(f"http://127.0.0.1:{self.running.port}{path}")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def sign_in(self) -> None:
        """Sign in as the owner."""
        page = self.open("/sign-in/")
        page.fill("input[name=login]", OWNER)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/$"))

    def _console(self, message: Any) -> None:
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(one.search(text) for one in ALLOWED):
            self.wrong.append(f"console: {text}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="module")
def signed_in_at() -> dict[Path, Any]:
    """Cookies of who has signed in already, for each company: once a module is enough."""
    return {}


@pytest.fixture
def visit(chromium: Any, signed_in_at: dict[Path, Any]) -> Iterator[Callable[..., Eyes]]:
    """Open a browser of one's own: `visit(shop, narrow=True, theme="dark")`, signed in."""
    opened: list[Eyes] = []

    def begin(
        running: Running, *, narrow: bool = False, theme: str = "light", signed_in: bool = True
    ) -> Eyes:
        context = chromium.new_context(
            viewport=NARROW if narrow else WIDE,
            color_scheme=theme,
            reduced_motion="reduce",
            storage_state=signed_in_at.get(running.folder) if signed_in else None,
        )
        context.set_default_timeout(15_000)
        eyes = Eyes(context.new_page(), running)
        opened.append(eyes)
        if signed_in and running.folder not in signed_in_at:
            eyes.sign_in()
            signed_in_at[running.folder] = context.storage_state()
        return eyes

    yield begin
    for eyes in opened:
        eyes.page.context.close()
        assert eyes.wrong == []


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Photograph a whole page into the folder that TENFOLD_SCREENSHOTS names, if it names one."""

    def photograph(page: Any, name: str) -> None:
        folder = os.environ.get("TENFOLD_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return photograph


@pytest.fixture
def barriers() -> Callable[[Any], list[str]]:
    """Say what axe-core finds on a page that would keep somebody out: serious and critical alone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def find(page: Any) -> list[str]:
        found = axe.run(page).response["violations"]
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]

    return find


def until(holds: Callable[[], bool], *, seconds: float = 15) -> None:
    """Wait until something holds; fail where it does not come to hold."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.05)


@pytest.fixture
def show(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open the page of all figures, which no server sends: `show(narrow=True, theme="dark")`."""
    from playwright.sync_api import expect

    from tests.browser import figures

    opened: list[Eyes] = []

    def begin(*, narrow: bool = False, theme: str = "light", touch: bool = False) -> Any:
        context = chromium.new_context(
            viewport=NARROW if narrow else WIDE,
            color_scheme=theme,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(15_000)
        context.route("**/*", figures.answer)
        eyes = Eyes(context.new_page(), SimpleNamespace(port=8080))  # type: ignore[arg-type]
        opened.append(eyes)
        page = eyes.open("/figures")
        expect(page.locator("[data-chart] svg")).to_have_count(figures.CHARTS)
        return page

    yield begin
    for eyes in opened:
        eyes.page.context.close()
        assert eyes.wrong == []
