"""The shapes that the templates receive."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.techniques.dashboards.rules.happening import Happening
from tenfold.ui.charts import Chart
from tenfold.ui.format import Value
from tenfold.ui.words import Change


@dataclass(frozen=True)
class Look:
    """What an address says about the chart; empty where it says nothing, None where not at all."""

    show: str = ""
    by: str = "day"
    breakdown: str | None = None
    compared: bool = True


@dataclass(frozen=True)
class Choice:
    """One of several things to look at. `query` is the address's query string that chooses it."""

    value: str
    label: str
    query: str
    chosen: bool


@dataclass(frozen=True)
class Headline:
    """A number at the top of the home page.

    `withheld` says why there is none to see, and `instead` is the word in its place.
    """

    name: str
    label: str
    text: str
    change: Change | None
    values: tuple[Value | None, ...]
    withheld: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Movement:
    """One metric over time: a sentence, a chart, and how else to look at it.

    say          what changed, beginning with the metric; `say_more` is what contributed most, and
                 `say_beside` what else is worth knowing: who moved against it, what is new
    note         over what: "Revenue, 14 days"
    withheld     why there is nothing to see, and then there is no chart
    """

    name: str
    title: str
    asks: str
    say: str
    say_more: str
    note: str
    chart: Chart | None
    metrics: tuple[Choice, ...]
    grains: tuple[Choice, ...]
    breakdowns: tuple[Choice, ...]
    query: str
    compared: bool = True
    say_beside: str = ""
    withheld: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Lately:
    """What is going on right now. `changed_at` is None where nothing is known to have come."""

    version: int
    per_minute: int
    changed_at: datetime | None
    latest: tuple[Happening, ...]


@dataclass(frozen=True)
class FirstLinks:
    """Where the first steps are made; "" where that page is not installed or not for the viewer."""

    purpose: str
    importing: str
    sources: str


@dataclass(frozen=True)
class FirstSteps:
    """What somebody can do while there is no data. Addresses are empty where they may not."""

    import_url: str
    sources_url: str
    source: str
    snippet: str


@dataclass(frozen=True)
class TileView:
    """A part of the page that another technique shows."""

    title: str
    template: str
    context: dict[str, object]


@dataclass(frozen=True)
class Fact:
    """One line of where a number comes from."""

    term: str
    text: str


@dataclass(frozen=True)
class NumberView:
    """The page of one metric. Where its movement is withheld, there is nothing but its name.

    explored  the address of the answer on the page “Explore”, for kinds that say more than one number
              a day; then there is no movement
    """

    name: str
    title: str
    asks: str
    movement: Movement | None
    explored: str = ""
    value: str = ""
    period: str = ""
    change: Change | None = None
    lineage: tuple[Fact, ...] = ()
    query_text: str = ""
    fresh_at: datetime | None = None
    compares: tuple[Choice, ...] = ()
    csv_query: str = ""
