"""The numbers that Nordlys Gifts looks at, and what its events mean."""

from dataclasses import dataclass
from typing import Any, Literal

_SENT_IN_TIME = [{"property": "within_a_day", "is": True}]


@dataclass(frozen=True)
class Number:
    """A metric of the demo company, as `define_metric` takes it. `headline`: place on the page."""

    name: str
    title: str
    asks: str
    spec: dict[str, Any]
    better: Literal["up", "down", "none"] = "up"
    headline: int | None = None


def _temperature(*, kind: Literal["mean", "max"], machine: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "event": "reading",
        "where": [{"property": "machine", "is": machine}],
    }


NUMBERS = (
    Number(
        name="revenue",
        title="Revenue",
        asks="What did customers pay for their orders?",
        spec={"kind": "sum", "event": "order"},
        headline=1,
    ),
    Number(
        name="customers",
        title="Customers",
        asks="How many different people ordered?",
        spec={"kind": "persons", "event": "order"},
        headline=2,
    ),
    Number(
        name="sent_within_a_day",
        title="Orders sent within a day",
        asks="What share of the parcels left within 24 hours of the order?",
        spec={
            "kind": "ratio",
            "of": {"kind": "count", "event": "order_sent", "where": _SENT_IN_TIME},
            "per": {"kind": "count", "event": "order_sent"},
        },
        headline=3,
    ),
    Number(
        name="orders_per_visit",
        title="Orders per visit",
        asks="How many of the visits to the shop end in an order?",
        spec={
            "kind": "ratio",
            "of": {"kind": "count", "event": "order"},
            "per": {"kind": "count", "event": "visit"},
        },
        headline=4,
    ),
    Number(
        name="orders",
        title="Orders",
        asks="How many orders came in?",
        spec={"kind": "count", "event": "order"},
    ),
    Number(
        name="visits",
        title="Visits",
        asks="How often did somebody come to the shop?",
        spec={"kind": "count", "event": "visit"},
    ),
    Number(
        name="order_value",
        title="Value of an order",
        asks="What is an order worth, on average?",
        spec={"kind": "mean", "event": "order"},
    ),
    Number(
        name="refund_share",
        title="Share of orders refunded",
        asks="For how many of the orders was something paid back?",
        spec={
            "kind": "ratio",
            "of": {"kind": "unique", "event": "refund", "property": "order_id"},
            "per": {"kind": "count", "event": "order"},
        },
        better="down",
    ),
    Number(
        name="failed_payments",
        title="Failed payments",
        asks="How often did a payment fail?",
        spec={"kind": "count", "event": "checkout_failed"},
        better="down",
    ),
    Number(
        name="hours_to_send",
        title="Hours until an order is sent",
        asks="How long does a parcel wait before it leaves?",
        spec={"kind": "mean", "event": "order_sent"},
        better="down",
    ),
    Number(
        name="decision_days",
        title="From suggestion to decision",
        asks="How many days does a suggestion wait for a decision?",
        spec={"kind": "mean", "event": "suggestion_decided"},
        better="down",
    ),
    Number(
        name="press_1_temperature",
        title="Temperature of press-1",
        asks="How warm does press-1 run, on average?",
        spec=_temperature(kind="mean", machine="press-1"),
        better="none",
    ),
    Number(
        name="press_2_temperature",
        title="Temperature of press-2",
        asks="How warm does press-2 run, on average?",
        spec=_temperature(kind="mean", machine="press-2"),
        better="none",
    ),
    Number(
        name="press_2_peak",
        title="Peak temperature of press-2",
        asks="How warm did press-2 get at most?",
        spec=_temperature(kind="max", machine="press-2"),
        better="down",
    ),
)

DESCRIPTIONS = {
    "visit": "Somebody comes to the web shop.",
    "product_view": "Somebody looks at a product.",
    "cart_add": "Somebody puts a product into the cart.",
    "checkout_failed": "A payment fails. Nothing was sold.",
    "$identify": "An unknown visitor turns out to be a customer.",
    "exposure": "A visitor meets a variant of an experiment for the first time.",
    "order": "A customer orders. The value is what they pay.",
    "order_line": "One product of an order. The lines of an order add up to its value.",
    "refund": "Money goes back to a customer. The value is negative.",
    "email_sent": "A campaign's mail goes to a club member.",
    "email_opened": "A club member opens it.",
    "email_clicked": "A club member follows a link in it to the shop.",
    "ad_spend": "What advertising cost that day, by channel.",
    "order_sent": "A parcel leaves the house. The value is the hours it waited.",
    "shift_started": "Somebody begins to work.",
    "shift_ended": "Somebody stops working. The value is the hours.",
    "suggestion": "An employee suggests something.",
    "suggestion_decided": "A suggestion is decided. The value is the days it took.",
    "reading": "A press reports its temperature, in degrees Celsius.",
    "machine_stopped": "A press stands still.",
    "machine_started": "A press works again.",
}
"""What each event means, in the catalogue."""
