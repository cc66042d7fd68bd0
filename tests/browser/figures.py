"""Every drawn form with plausible data, on a page of its own that no company has."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory

from tenfold.config.middleware import HEADERS
from tenfold.ui.bars import Bar, Bars
from tenfold.ui.charts import Chart, Kind, Lives, Series, lifecycle_series
from tenfold.ui.flows import Flow, FlowLink, FlowNode
from tenfold.ui.funnels import Funnel, FunnelGroup, FunnelStep
from tenfold.ui.heat import HeatCell, HeatMap, HeatRow
from tenfold.ui.tables import Column, NumberTable, Row
from tests.browser.pictures import PICTURES

DAYS = tuple(f"{day} Nov" for day in range(10, 24))
FULL_DAYS = tuple(f"{day} November 2026" for day in range(10, 24))
WEEKS = (
    *("7 Sep", "14 Sep", "21 Sep", "28 Sep", "5 Oct"),
    *("12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov"),
)
SHAPE = (8, 9, 7, 10, 12, 14, 11, 9, 10, 8, 11, 13, 16, 6)


def doors(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"/who/{name}/{at}" for at in range(count))


def countries(kind: Kind, id: str) -> Chart:
    names = ("Norway", "Denmark", "Sweden", "Germany", "Finland", "Other")
    return Chart(
        id=id,
        title="Revenue by day and country",
        kind=kind,
        labels=DAYS,
        full_labels=FULL_DAYS,
        series=tuple(
            Series(
                name,
                tuple(
                    one * (620 - 90 * at) + 137 * ((at + day) % 4) for day, one in enumerate(SHAPE)
                ),
                rest=name == "Other",
                behind=doors(f"{id}-{name}", len(DAYS)),
            )
            for at, name in enumerate(names)
        ),
        before=None
        if kind is Kind.BAR
        else Series("the 14 days before", tuple(2100 * one for one in (*SHAPE[3:], *SHAPE[:3]))),
        unit="EUR",
        unfinished=True,
        first_column="Day",
        csv_url="/figures.csv",
    )


LINE = Chart(
    id="share",
    title="Customers who came back",
    kind=Kind.LINE,
    labels=DAYS,
    full_labels=FULL_DAYS,
    series=(
        Series(
            "Share",
            (0.27, 0.28, 0.274, 0.29, None, 0.31, 0.314, 0.3, 0.31, 0.33, 0.32, 0.34, 0.35, 0.2),
            behind=doors("share", 14),
        ),
    ),
    before=Series(
        "the 14 days before",
        (0.25, 0.26, 0.25, 0.27, 0.28, 0.27, 0.29, 0.28, 0.3, 0.29, 0.3, 0.31, 0.3, 0.29),
    ),
    unit="%",
    unfinished=True,
    first_column="Day",
    csv_url="/figures.csv",
)
HISTOGRAM = Chart(
    id="stickiness",
    title="Persons by number of days on which they came, in four weeks",
    kind=Kind.HISTOGRAM,
    labels=tuple(str(days) for days in range(1, 29)),
    full_labels=tuple(f"{days} days" for days in range(1, 29)),
    series=(
        Series(
            "Persons",
            tuple(round(4200 / days**1.3) + days % 3 * 11 for days in range(1, 29)),
            behind=doors("days", 28),
        ),
    ),
    first_column="Days",
    csv_url="/figures.csv",
)
LIFECYCLE = Chart(
    id="lifecycle",
    title="Customers of each week by what they did",
    kind=Kind.STACKED,
    labels=WEEKS,
    full_labels=tuple(f"Week of {week} 2026" for week in WEEKS),
    series=lifecycle_series(
        lives=Lives(
            new=(412, 380, 395, 433, 467, 502, 488, 530, 560, 210),
            returning=(610, 655, 640, 662, 690, 720, 745, 760, 802, 400),
            resurrecting=(90, 84, 102, 95, 110, 121, 118, 130, 127, 61),
            dormant=(320, 301, 355, 348, 362, 377, 402, 398, 420, 0),
        ),
        behind={"new": doors("new", 10), "dormant": doors("dormant", 10)},
    ),
    unfinished=True,
    first_column="Week",
)
BARS = Bars(
    id="by-country",
    title="Revenue by country",
    bars=(
        Bar("Norway", 18420.5, "/who/norway", before=16200),
        Bar("United Kingdom of Great Britain", 9120, "/who/uk", before=9900),
        Bar("Denmark", 7040, "/who/denmark", before=5100),
        Bar("Sweden", 2210.25, before=2400),
        Bar("Finland", -310, "/who/finland", before=120),
        Bar("Other", 4100, rest=True, before=3900),
    ),
    unit="EUR",
    before_name="last week",
    csv_url="/figures.csv",
)


def _steps(first: int, *rest: tuple[int, timedelta], at: str) -> tuple[FunnelStep, ...]:
    return (
        FunnelStep(first, behind=f"/who/{at}/0"),
        *(
            FunnelStep(persons, median, f"/who/{at}/{number}", f"/dropped/{at}/{number}")
            for number, (persons, median) in enumerate(rest, 1)
        ),
    )


STEPS = ("Looked at a product", "Put it into the basket", "Ordered")
FUNNEL = Funnel(
    id="visit-to-order",
    title="From visit to order within 7 days",
    steps=STEPS,
    groups=(
        FunnelGroup(
            "All",
            _steps(12345, (4210, timedelta(minutes=4)), (1893, timedelta(hours=26)), at="all"),
        ),
    ),
    csv_url="/figures.csv",
)
SPLIT_FUNNEL = Funnel(
    id="visit-to-order-by-country",
    title="From visit to order within 7 days, by country",
    steps=STEPS,
    groups=(
        FunnelGroup(
            "Norway",
            _steps(5120, (2104, timedelta(minutes=3)), (1102, timedelta(hours=20)), at="norway"),
        ),
        FunnelGroup(
            "United Kingdom of Great Britain",
            _steps(3410, (1012, timedelta(minutes=5)), (391, timedelta(hours=31)), at="uk"),
        ),
        FunnelGroup(
            "Denmark",
            _steps(2200, (701, timedelta(seconds=100)), (1, timedelta(days=3)), at="denmark"),
        ),
        FunnelGroup(
            "Other",
            _steps(1615, (393, timedelta(minutes=9)), (0, timedelta(0)), at="other"),
            rest=True,
        ),
    ),
    csv_url="/figures.csv",
)


def _cohort(number: int) -> HeatRow:
    size = 312 + number * 37 % 90
    later = range(10 - number)
    shares = [1.0, *(0.42 * 0.83**offset * (1 + (number * offset) % 5 / 20) for offset in later)]
    cells = tuple(
        HeatCell(
            share,
            round(share * size),
            behind=f"/who/cohort/{number}/{offset}",
            unfinished=offset > 0 and offset == 10 - number,
        )
        for offset, share in enumerate(shares)
    )
    return HeatRow(f"{WEEKS[number]} 2026", size, cells, behind=f"/who/cohort/{number}")


RETENTION = HeatMap(
    id="retention",
    title="Customers who ordered again, by week of their first order",
    first_column="First order in the week of",
    offsets=tuple(f"Week {number}" for number in range(11)),
    rows=tuple(_cohort(number) for number in range(10)),
    overall=HeatRow(
        "All",
        3480,
        tuple(
            HeatCell(
                share, round(share * 3480 * (1 - offset / 12)), of=round(3480 * (1 - offset / 12))
            )
            for offset, share in enumerate(
                (1.0, 0.41, 0.33, 0.29, 0.25, 0.2, 0.17, 0.14, 0.11, 0.08, 0.0)
            )
        ),
    ),
    csv_url="/figures.csv",
)


def _paths() -> Flow:
    """Where people go from the start page: three steps, five pages and the door."""
    pages = ("Catalogue", "Search", "Offer", "Basket", "Help", "Left")
    widths = ((5200, 3100, 1400, 300, 200, 2145), (2600, 1500, 900, 2100, 350, 2750))
    nodes = [FlowNode("0-Start", "Start page", 0, 12345, behind="/who/node/start")]
    links = []
    for step, row in enumerate(widths, 1):
        for name, persons in zip(pages, row, strict=True):
            key = f"{step}-{name}"
            nodes.append(FlowNode(key, name, step, persons, f"/who/node/{key}", name == "Left"))
            if step == 1:
                links.append(FlowLink("0-Start", key, persons, f"/who/link/{key}"))
    for at, source in enumerate(pages[:5]):
        for other, target in enumerate(pages):
            persons = widths[1][other] * widths[0][at] // 10200
            if persons:
                links.append(
                    FlowLink(f"1-{source}", f"2-{target}", persons, f"/who/link/{source}-{target}")
                )
    return Flow(
        id="paths",
        title="What people do after the start page",
        steps=("at the start", "after 1 step", "after 2 steps"),
        nodes=tuple(nodes),
        links=tuple(links),
        csv_url="/figures.csv",
    )


PATHS = _paths()
TABLE = NumberTable(
    id="table",
    title="Products of this month",
    first_column="Product",
    columns=(
        Column("Kind", text=True),
        Column("Revenue", "EUR"),
        Column("Orders"),
        Column("Share that came back", "%"),
        Column("Change", "%"),
    ),
    rows=(
        Row(
            "White hanging heart T-light holder",
            ("Light", 9210.4, 812, 0.31, 0.12),
            "/who/heart",
            ("", "/who/heart/revenue"),
        ),
        Row("Gift box, large", ("Box", 8120, 641, 0.42, -0.04), "/who/box"),
        Row("Æbleskive pan", ("Kitchen", 1210.75, 98, None, 0.3)),
        Row("Zinc heart", ("Light", 410, 1204, 0.08, 0.0)),
        Row("ångström mug", ("Kitchen", 77.5, 11, 0.2, -0.5)),
    ),
    totals=Row("All", ("", 19028.65, 2766, 0.27, 0.05)),
    sorted_by=1,
    csv_url="/figures.csv",
)
FIGURES = {
    "line": LINE,
    "area": countries(Kind.AREA, "area"),
    "stacked": countries(Kind.STACKED, "stacked"),
    "beside": countries(Kind.BAR, "beside"),
    "lines": countries(Kind.LINE, "lines"),
    "histogram": HISTOGRAM,
    "lifecycle": LIFECYCLE,
    "breakdown": BARS,
    "funnel": FUNNEL,
    "split_funnel": SPLIT_FUNNEL,
    "retention": RETENTION,
    "paths": PATHS,
    "table": TABLE,
    **PICTURES,
}
"""What stands on the page."""
CHARTS = 9
"""So many of them are drawn by the chart library."""


@cache
def render() -> str:
    """Return the page. It asks no database: nobody is signed in, and the company is made up."""
    request = RequestFactory().get("/")
    request.company = SimpleNamespace(  # type: ignore[attr-defined]
        name="Nordlys Gifts", language="en-gb", timezone="Europe/Oslo", currency="EUR"
    )
    template = engines["django"].from_string(
        Path(__file__).with_name("figures.html").read_text("utf-8")
    )
    return template.render({"show": FIGURES}, request)


def answer(route: Any) -> None:
    """Answer every request of a browser without a server: the page, static files, what is behind."""
    path = route.request.url.split("/", 3)[3]
    kinds = {
        "css": "text/css",
        "js": "text/javascript",
        "json": "application/json",
        "svg": "image/svg+xml",
        "woff2": "font/woff2",
    }
    if path.startswith("static/"):
        found = finders.find(path.split("/", 2)[2])
        body = Path(found).read_bytes() if found else b""
        kind = kinds[path.rsplit(".", 1)[1]]
        route.fulfill(body=body, content_type=kind, status=200 if found else 404)
        return
    body = render() if path == "figures" else f"<!doctype html><title>{path}</title>"
    policy = HEADERS["Content-Security-Policy"]
    kind = "text/html; charset=utf-8"
    route.fulfill(body=body, headers={"content-security-policy": policy, "content-type": kind})
