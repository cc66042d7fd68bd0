"""Maps, gauges and texts with plausible data, for the page of every figure."""

from tenfold.ui.charts import Axis, Chart, Kind, Mark, Series
from tenfold.ui.gauges import Better, Gauge
from tenfold.ui.maps import Place, WorldMap

EUROPE = WorldMap(
    id="europe",
    title="Revenue by country, last 30 days",
    places=(
        Place("Norway", 18420.5, "/who/norway"),
        Place("United Kingdom", 9120, "/who/uk"),
        Place("UK", 1010, "/who/uk-too"),
        Place("Danmark", 7040, "/who/denmark"),
        Place("DE", 2210.25, "/who/germany"),
        Place("Malta", 310, "/who/malta"),
        Place("Atlantis", 77.5, "/who/atlantis"),
        Place("Other", 410, rest=True),
    ),
    unit="EUR",
    column="Revenue",
    csv_url="/figures.csv",
)
WORLD = WorldMap(
    id="world",
    title="Visitors by country",
    places=tuple(
        Place(name, 4000 // (at + 1))
        for at, name in enumerate(("US", "Japan", "Brasil", "India", "South Africa", "Fiji"))
    ),
    column="Visitors",
)
GAUGES = (
    Gauge(
        id="revenue-goal",
        title="Revenue of this month",
        value=18420.5,
        target=25000,
        unit="EUR",
        over="this month",
        csv_url="/figures.csv",
    ),
    Gauge(id="orders-goal", title="Orders", value=612, target=500),
    Gauge(id="refunds", title="Refunds", value=0.031, target=0.02, unit="%", better=Better.DOWN),
    Gauge(
        id="waiting", title="Days to deliver", value=4.2, target=2, better=Better.DOWN, start=6.5
    ),
    Gauge(id="nothing", title="Customers who came back", value=None, target=0.4, unit="%"),
)
MARKED = Chart(
    id="marked",
    title="Orders by day, and what happened",
    kind=Kind.BAR,
    labels=tuple(f"{day} Nov" for day in range(10, 24)),
    full_labels=tuple(f"{day} November 2026" for day in range(10, 24)),
    series=(Series("Orders", (8, 9, 7, 10, 12, 14, 11, 9, 10, 8, 11, 13, 16, 6)),),
    first_column="Day",
    csv_url="/figures.csv",
    axis=Axis(
        marks=(
            Mark(1, 1, "Shop 2.1 is live", "Release", "11 Nov 2026", "Maja Lindqvist", "/note/1"),
            Mark(3, 6, "Bring the box back: 10% off", "Campaign", "13–16 Nov 2026", url="/note/2"),
            Mark(3, 3, "Mailing to the club", "Campaign", "13 Nov 2026", "Jonas Bak", "/note/3"),
            Mark(13, 13, "St Clement’s Day", "Holiday", "23 Nov 2026", url="/note/4"),
        ),
        days=tuple(f"2026-11-{day}" for day in range(10, 24)),
        add_url="/annotations/new/?metric=orders",
    ),
)
TEXT = """\
# What this board is for

We look at it **every Monday**. Whoever sees something odd [writes it down](https://nordlys.example).

- Revenue is without tax.
- ~~Refunds~~ are in the other board.

| Who | What |
| --- | --- |
| Maja | prices |

> Every celebration leaves nothing behind but the memory.
"""
PICTURES = {"marked": MARKED, "europe": EUROPE, "world": WORLD, "gauges": GAUGES, "text": TEXT}
