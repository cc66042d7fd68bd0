"""The boards of Nordlys Gifts: the shop, the markets, the workshop, the wall."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tenfold.techniques.dashboards.rules.boards.tiles import NewTile

Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Part:
    """A tile: how it is drawn, what it is called, columns and rows, and what it asks.

    says  what its kind needs besides: a target, a text, which events
    """

    kind: str
    title: str
    place: Place
    asks: dict[str, str] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoBoard:
    """A board of the demo company."""

    title: str
    about: str
    parts: tuple[Part, ...]


def _number(name: str, title: str, place: Place, days: str = "last_7_days") -> Part:
    asks = {"kind": "metric", "name": name, "range": days, "compare": "before"}
    return Part("number", title, place, asks)


_WAY = {
    "kind": "conversion",
    "steps.1.event": "visit",
    "steps.2.event": "product_view",
    "steps.3.event": "cart_add",
    "steps.4.event": "order",
    "within": "7d",
}
_BACK = {
    "kind": "retention",
    "start.event": "order",
    "return.event": "order",
    "grain": "month",
    "range": "last_12_months",
}
_PATHS = {"kind": "paths", "at.event": "visit", "direction": "after", "range": "last_7_days"}
_TEMPERATURE = {"kind": "mean", "event": "reading", "split": "machine", "range": "last_7_days"}
_SHAKING = {"kind": "mean", "event": "reading", "property": "vibration", "split": "machine"}
_PEAKS = {"kind": "max", "event": "reading", "split": "machine", "range": "last_12_weeks"}

SHOP = DemoBoard(
    title="Shop",
    about="How the web shop does: what comes in, from where, and who comes back.",
    parts=(
        _number("revenue", "Revenue this week", (0, 0, 3, 2)),
        _number("orders", "Orders this week", (3, 0, 3, 2)),
        _number("order_value", "Value of an order", (6, 0, 3, 2)),
        _number("orders_per_visit", "Orders per visit", (9, 0, 3, 2)),
        Part(
            "line",
            "Revenue by week, beside last year",
            (0, 2, 8, 4),
            {
                "kind": "metric",
                "name": "revenue",
                "range": "last_12_weeks",
                "by": "week",
                "compare": "year",
            },
        ),
        Part(
            "bar",
            "Where orders come from",
            (8, 2, 4, 4),
            {"kind": "count", "event": "order", "split": "country", "by": "none"},
        ),
        Part("funnel", "From a visit to an order", (0, 6, 6, 5), _WAY),
        Part("paths", "What people do after they come", (6, 6, 6, 5), _PATHS),
        Part("heat", "Do customers come back?", (0, 11, 12, 7), _BACK),
        Part(
            "table",
            "Refunds by country",
            (0, 18, 12, 4),
            {"kind": "sum", "event": "refund", "split": "country", "by": "none"},
        ),
    ),
)
_MONTH = {"kind": "metric", "range": "this_month", "by": "none"}
_MARKETS = {"kind": "metric", "name": "revenue", "split": "country", "range": "last_90_days"}
MARKETS = DemoBoard(
    title="Markets",
    about="Where we sell, how far we are this month, and what comes in right now.",
    parts=(
        Part(
            "gauge",
            "Revenue of this month",
            (0, 0, 3, 4),
            {**_MONTH, "name": "revenue"},
            {"target": "90000", "better": "up"},
        ),
        Part(
            "gauge",
            "Failed payments this month",
            (3, 0, 3, 4),
            {**_MONTH, "name": "failed_payments"},
            {"target": "30", "better": "down"},
        ),
        Part(
            "text",
            "What this board is for",
            (6, 0, 6, 4),
            says={
                "text": "We look at it **every Monday**, before anything else.\n\n"
                "- Norway has grown since the shop speaks Norwegian.\n"
                "- Parcels to Norway wait for their papers: see *Workshop*.\n\n"
                "> Every celebration leaves nothing behind but the memory."
            },
        ),
        Part("map", "Revenue by country, 90 days", (0, 4, 7, 5), _MARKETS),
        Part(
            "stream",
            "Orders and refunds",
            (7, 4, 5, 5),
            says={"names": ["order", "refund"], "sources": []},
        ),
        Part("area", "Revenue by country and week", (0, 9, 12, 4), {**_MARKETS, "by": "week"}),
    ),
)
WORKSHOP = DemoBoard(
    title="Workshop",
    about="The presses and the parcels: what runs, what stands, what waits.",
    parts=(
        _number("sent_within_a_day", "Sent within a day", (0, 0, 3, 2)),
        _number("hours_to_send", "Hours until a parcel leaves", (3, 0, 3, 2)),
        _number("press_1_temperature", "Press 1, °C on average", (6, 0, 3, 2)),
        _number("press_2_peak", "Press 2, °C at most", (9, 0, 3, 2)),
        Part("line", "Temperature of the presses", (0, 2, 8, 4), _TEMPERATURE),
        Part("bar", "Vibration of the presses", (8, 2, 4, 4), {**_SHAKING, "by": "none"}),
        Part(
            "bar",
            "Parcels sent",
            (0, 6, 6, 4),
            {"kind": "count", "event": "order_sent", "range": "last_30_days"},
        ),
        Part(
            "table",
            "How warm a press got at most, by week",
            (6, 6, 6, 4),
            {**_PEAKS, "by": "week"},
        ),
    ),
)
WALL = DemoBoard(
    title="Wall",
    about="For the screen in the hall: large, few, live.",
    parts=(
        _number("orders", "Orders today", (0, 0, 4, 3), "today"),
        _number("revenue", "Revenue today", (4, 0, 4, 3), "today"),
        _number("visits", "Visits today", (8, 0, 4, 3), "today"),
        Part(
            "bar",
            "Orders by hour",
            (0, 3, 8, 5),
            {"kind": "count", "event": "order", "range": "last_24_hours", "by": "hour"},
        ),
        _number("sent_within_a_day", "Parcels sent within a day", (8, 3, 4, 2)),
        _number("failed_payments", "Failed payments", (8, 5, 4, 3), "today"),
    ),
)
BOARDS = (SHOP, MARKETS, WORKSHOP, WALL)


def make_boards(*, by: int, at: datetime) -> dict[str, int]:
    """Make the boards; return their ids by title."""
    from tenfold.techniques.dashboards.actions.boards import make_board

    return {
        one.title: make_board(
            title=one.title,
            about=one.about,
            tiles=[_tile(part) for part in one.parts],
            by=by,
            at=at,
        )
        for one in BOARDS
    }


def _tile(part: Part) -> "NewTile":
    from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, draft_of_tile, make_tile

    if not part.asks:
        return NewTile(kind=part.kind, title=part.title, says=part.says, place=part.place)
    return make_tile(
        draft=draft_of_tile(query=urlencode(part.asks)),
        kind=part.kind,
        title=part.title,
        says=part.says,
        place=part.place,
    )
