"""Four questions of an owner, built by clicking alone: on a real retailer, and on the demo company.

What the page says of the retailer is held against plain Python that reads the same file.
"""

import csv
import gzip
import re
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Eyes
from tests.running import ROOT, Running, free_port, wait_until_healthy

pytestmark = pytest.mark.slow
DATA = ROOT.parent / "shared/data/online_retail/online_retail.csv.gz"
MAKING_SECONDS = 300
Visit = Callable[..., Eyes]
Bought = dict[str, list[datetime]]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Half a million events on a busy machine take their time."""
    expect.set_options(timeout=40_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gift retailer's year, imported as its owner would."""
    if not DATA.exists():
        pytest.skip(f"there is no {DATA.name} beside the repository")
    running = Running(folder=tmp_path_factory.mktemp("retailer") / "home")
    running.found(currency="GBP", timezone="Europe/London")
    mapping = ROOT / "examples/online_retail.yaml"
    running.tenfold("import", DATA, "--mapping", mapping, "--yes", "--format", "json")
    running.up()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo company, as `tenfold demo` makes it."""
    home: Path = tmp_path_factory.mktemp("demo") / "home"
    running = Running(folder=home, environment={"TENFOLD_DEMO_HOME": str(home)}, port=free_port())
    command = [sys.executable, "-m", "tenfold.config.cli", "demo", "--port", str(running.port)]
    process = subprocess.Popen(
        command, env=running.environment_of(), stdout=subprocess.DEVNULL, text=True
    )
    wait_until_healthy(port=running.port, process=process, seconds=MAKING_SECONDS)
    yield running
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Read the retailer's file: its lines of somebody."""
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        return [
            {**line, "at": datetime.fromisoformat(line["InvoiceDate"])}
            for line in csv.DictReader(file)
            if line["CustomerID"]
        ]


@pytest.fixture(scope="module")
def bought(lines: list[dict[str, Any]]) -> Bought:
    """When each customer had a line, on the wall."""
    found: Bought = defaultdict(list)
    for line in lines:
        found[line["CustomerID"]].append(line["at"])
    return found


# By mouse


def open_page(visit: Visit, running: Running) -> Any:
    """Open the page as somebody does who has just come in."""
    page = visit(running, signed_in="TENFOLD_DEMO_HOME" not in running.environment).open("/")
    enter = page.locator("form[action*='demo'] button")
    if enter.count():
        enter.first.click()
    page.get_by_role("link", name="Explore").first.click()
    expect(page.get_by_role("heading", level=1, name="Explore")).to_be_visible()
    expect(page.locator("#answered")).to_be_visible()
    return page


def press(page: Any, name: str, said: str) -> None:
    """Press a button of the form; wait until the address says so."""
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page).to_have_url(re.compile(re.escape(said)))


def pick(page: Any, field: str, event: str) -> None:
    """Choose an event for a field, by its name in the form."""
    page.locator(f'[data-pick="{field}"]').click()
    page.locator(f'#events [data-event="{event}"]').click()
    expect(page).to_have_url(re.compile(re.escape(f"{field}={event}")))


def select(page: Any, field: str, value: str) -> None:
    page.locator(f'select[name="{field}"]').select_option(value)
    expect(page).to_have_url(re.compile(re.escape(f"{field}={value}".replace(":", "%3A"))))


def narrow(page: Any, path: str, name: str, value: str) -> None:
    """Add a filter to a part of the form."""
    page.locator(f'button[value="add {path}where"]').click()
    select(page, f"{path}where.1.property", name)
    field = page.locator(f'[name="{path}where.1.value"]')
    field.fill(value)
    field.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"{path}where.1.value={value}")))


def answered(page: Any, said: str) -> Any:
    """Wait for the answer to what the address says; return it."""
    answer = page.locator("#answered")
    expect(answer).to_have_attribute("data-query", re.compile(re.escape(said)))
    return answer


def download(page: Any) -> list[list[str]]:
    """Return the answer's file, without its head."""
    with page.expect_download() as found:
        page.get_by_role("link", name="Download CSV").first.click()
    with found.value.path().open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def ask_who_repeats(page: Any, event: str) -> Any:
    press(page, "Coming back", "kind=retention")
    pick(page, "start.event", event)
    pick(page, "return.event", event)
    select(page, "grain", "month")
    select(page, "mode", "rolling")
    select(page, "range", "all")
    return answered(page, "range=all")


def ask_who_stays(page: Any, event: str) -> Any:
    press(page, "Coming back", "kind=retention")
    pick(page, "start.event", event)
    pick(page, "return.event", event)
    return answered(page, f"return.event={event}")


def ask_who_lapses(page: Any, event: str) -> Any:
    press(page, "Who: a segment", "kind=segment")
    pick(page, "people.1.event", event)
    press(page, "And something else", "people.2=")
    select(page, "people.2.how", "not")
    pick(page, "people.2.event", event)
    select(page, "people.2.within", "60d")
    return answered(page, "people.2.within=60d")


# On the retailer


def test_repeat_purchase_rate_by_month__of_the_retailer__is_what_plain_python_finds(
    retailer: Running, visit: Visit, bought: Bought, look: Callable[[Any, str], None]
) -> None:
    page = open_page(visit, retailer)
    answer = ask_who_repeats(page, "order_line")
    look(page, "journey-repeat-retailer")
    found = {
        row[0][:7]: (int(row[1]), int(row[3])) for row in download(page) if len(row) > 3 and row[3]
    }
    sizes: dict[str, int] = defaultdict(int)
    repeated: dict[str, int] = defaultdict(int)
    for days in bought.values():
        months = {f"{day:%Y-%m}" for day in days}
        sizes[min(months)] += 1
        repeated[min(months)] += len(months) > 1
    wanted = {month: (size, repeated[month]) for month, size in sizes.items() if month < "2011-12"}
    assert found == wanted
    expect(answer.locator("[data-chart]").first).to_be_visible()


def test_funnel_within_seven_days_by_country__of_the_retailer__is_what_plain_python_finds(
    retailer: Running, visit: Visit, lines: list[dict[str, Any]], look: Callable[[Any, str], None]
) -> None:
    """It has no visits and carts; three of its products are bought one after another."""
    products = ("85123A", "85099B", "22423")
    page = open_page(visit, retailer)
    press(page, "Funnel: from step to step", "kind=conversion")
    press(page, "Another step", "steps.3=")
    for at, product in enumerate(products, 1):
        pick(page, f"steps.{at}.event", "order_line")
        narrow(page, f"steps.{at}.", "StockCode", product)
    select(page, "range", "all")
    select(page, "split", "Country")
    answered(page, "split=Country")
    look(page, "journey-funnel-retailer")
    whole = [int(row[3]) for row in download(page) if row[0] == ""]
    assert whole == count_chains(lines, products)
    expect(page.locator("#answered")).to_contain_text("United Kingdom")


def count_chains(lines: list[dict[str, Any]], products: tuple[str, ...]) -> list[int]:
    """How many customers come how far, whichever line they begin with."""
    by_customer: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for line in lines:
        if line["StockCode"] in products:
            by_customer[line["CustomerID"]].append((line["at"], line["StockCode"]))
    reached = [0] * len(products)
    for events in by_customer.values():
        for step in range(max((_reach(events, at, products) for at in events), default=0)):
            reached[step] += 1
    return reached


def _reach(
    events: list[tuple[datetime, str]], begin: tuple[datetime, str], products: tuple[str, ...]
) -> int:
    at, product = begin
    if product != products[0]:
        return 0
    end, steps = at + timedelta(days=7), 1
    for wanted in products[1:]:
        later = [moment for moment, what in events if what == wanted and at <= moment <= end]
        if not later:
            break
        at, steps = min(later), steps + 1
    return steps


def test_weekly_retention_of_new_customers__of_the_retailer__is_what_plain_python_finds(
    retailer: Running, visit: Visit, bought: Bought, look: Callable[[Any, str], None]
) -> None:
    page = open_page(visit, retailer)
    ask_who_stays(page, "order_line")
    select(page, "range", "all")
    answered(page, "range=all")
    look(page, "journey-retention-retailer")
    found = {row[0][:10]: [int(cell) for cell in row[1:] if cell] for row in download(page)}
    weeks = {
        customer: {(day.date() - timedelta(days=day.weekday())) for day in days}
        for customer, days in bought.items()
    }
    newest = max(max(days) for days in weeks.values())
    for monday in ("2010-11-29", "2011-03-07", "2011-09-05"):
        begin = datetime.fromisoformat(monday).date()
        cohort = [days for days in weeks.values() if min(days) == begin]
        offsets = (newest - begin).days // 7 + 1
        wanted = [sum(begin + timedelta(7 * n) in days for days in cohort) for n in range(offsets)]
        assert found[monday] == [len(cohort), *wanted]


def test_customers_about_to_lapse__of_the_retailer__are_those_that_plain_python_finds(
    retailer: Running, visit: Visit, bought: Bought, look: Callable[[Any, str], None]
) -> None:
    page = open_page(visit, retailer)
    ask_who_lapses(page, "order_line")
    newest = max(max(days) for days in bought.values())
    wanted = {
        customer.removesuffix(".0")
        for customer, days in bought.items()
        if sum(day > newest - timedelta(days=365) for day in days) >= 2
        and not any(day > newest - timedelta(days=60) for day in days)
    }
    expect(page.locator("#answered .tf-num")).to_have_text(f"{len(wanted):,}")
    look(page, "journey-lapsing-retailer")
    page.get_by_role("link", name="Who is behind it").click()
    drawer = page.locator("#drawer")
    with page.expect_download() as file:
        drawer.get_by_role("link", name="Download as CSV").click()
    persons = {line.split(",")[0] for line in file.value.path().read_text().splitlines()[1:]}
    assert persons == wanted
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save this segment").click()
    drawer.get_by_label("What do you call them?").fill("About to lapse")
    drawer.get_by_role("button", name="Make the segment").click()
    expect(drawer.get_by_role("heading")).to_have_text("“About to lapse” is a segment now")
    drawer.get_by_role("button", name="Go on exploring").click()
    press(page, "How many people", "kind=persons")
    select(page, "range", "all")
    select(page, "split", "segment:about-to-lapse")
    select(page, "by", "none")
    answered(page, "by=none")
    shown = dict(row for row in download(page) if len(row) == 2)
    assert int(shown["in"]) == len(wanted)


# On the demo company


def test_four_questions__of_the_demo_company__are_built_by_clicking(
    demo: Running, visit: Visit, look: Callable[[Any, str], None]
) -> None:
    page = open_page(visit, demo)
    repeating = ask_who_repeats(page, "order")
    expect(repeating.locator("[data-chart] svg")).to_be_visible()
    look(page, "journey-repeat-demo")
    months = [row for row in download(page) if len(row) > 3 and row[3]]
    assert len(months) >= 20
    assert all(0 < int(row[3]) < int(row[1]) for row in months[:12])

    page.get_by_role("link", name="Begin anew").click()
    press(page, "Funnel: from step to step", "kind=conversion")
    press(page, "Another step", "steps.3=")
    for at, event in enumerate(("visit", "cart_add", "order"), 1):
        pick(page, f"steps.{at}.event", event)
    select(page, "split", "country")
    answered(page, "split=country")
    look(page, "journey-funnel-demo")
    funnel = [row for row in download(page) if row[0] == ""]
    assert [row[2] for row in funnel] == ["visit", "cart_add", "order"]
    first, second, third = (int(row[3]) for row in funnel)
    assert first > second > third > 0
    expect(page.locator("#answered")).to_contain_text("Norway")

    page.get_by_role("link", name="Begin anew").click()
    weekly = ask_who_stays(page, "order")
    expect(weekly).to_contain_text("came back in the week after")
    look(page, "journey-retention-demo")

    page.get_by_role("link", name="Begin anew").click()
    lapsing = ask_who_lapses(page, "order")
    expect(lapsing).to_contain_text("people are in this segment now")
    look(page, "journey-lapsing-demo")
    page.get_by_role("link", name="Who is behind it").click()
    expect(page.locator("#drawer").get_by_role("table")).to_be_visible()


def test_four_questions__offered_to_begin_with__are_answered_with_one_click_each(
    demo: Running, visit: Visit
) -> None:
    page = open_page(visit, demo)
    for at in range(4):
        page.locator(".tf-starts a").nth(at).click()
        expect(page.locator("#answered [data-say]")).to_be_visible()
        expect(page.locator("#answered [data-number=explored]")).not_to_have_text("0")
        page.get_by_role("link", name="Begin anew").click()
        expect(page.get_by_role("heading", name="Begin with a question")).to_be_visible()
