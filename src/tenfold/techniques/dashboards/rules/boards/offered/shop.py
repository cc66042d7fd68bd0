"""A shop."""

from django.utils.translation import gettext_lazy as _

from tenfold.techniques.dashboards.rules.boards.kinds import Size
from tenfold.techniques.dashboards.rules.boards.offered.parts import (
    AGAIN,
    BACK,
    HALF,
    NARROW,
    QUARTER,
    SEND_ORDER,
    SEND_VISIT,
    WEEK,
    WIDE,
    count,
)
from tenfold.techniques.dashboards.rules.boards.templates import Template, TemplateTile

SHOP = Template(
    name="shop",
    title=_("A shop"),
    about=_("What comes in, from where, and who comes back."),
    tiles=(
        TemplateTile(
            kind="number",
            title=_("Revenue, 7 days"),
            send=SEND_ORDER,
            asks={"kind": "sum", "event": "@sold", **WEEK},
            valued=("sold",),
            metric="revenue",
        ),
        TemplateTile(
            kind="number",
            title=_("Orders, 7 days"),
            send=SEND_ORDER,
            asks=count("@order", **WEEK),
            metric="orders",
        ),
        TemplateTile(
            kind="number",
            title=_("Value of an order"),
            send=SEND_ORDER,
            asks={"kind": "mean", "event": "@order", **WEEK},
            valued=("order",),
        ),
        TemplateTile(
            kind="number",
            title=_("Repeat purchase rate"),
            send=SEND_ORDER,
            asks={
                "kind": "retention",
                "start": {"event": "@sold"},
                "return": {"event": "@sold"},
                **AGAIN,
            },
            metric="repeat",
        ),
        TemplateTile(
            kind="number",
            title=_("Visitors, 7 days"),
            send=SEND_VISIT,
            asks={"kind": "persons", "event": "@visit", **WEEK},
        ),
        TemplateTile(
            kind="line",
            title=_("Revenue by week"),
            send=SEND_ORDER,
            asks={"kind": "sum", "event": "@sold", **QUARTER, "compare": "before"},
            valued=("sold",),
            metric="revenue",
            size=WIDE,
        ),
        TemplateTile(
            kind="bar",
            title=_("Where revenue comes from"),
            send=_("Add a property “country” to your orders."),
            asks={"kind": "sum", "event": "@sold", "split": "@sold.country", "by": "none"},
            valued=("sold",),
            size=NARROW,
        ),
        TemplateTile(
            kind="bar",
            title=_("Where orders come from"),
            send=_("Add a property “country” to your orders."),
            asks=count("@order", split="@order.country", by="none"),
            size=NARROW,
        ),
        TemplateTile(
            kind="funnel",
            title=_("From a visit to an order"),
            send=SEND_VISIT,
            asks={"kind": "conversion", "within": "7d"},
            steps=("visit", "cart", "order"),
        ),
        TemplateTile(
            kind="bar",
            title=_("Which channel brings visitors"),
            send=_("Add a property “channel” to your visits."),
            asks=count("@visit", split="@visit.channel", by="none"),
            size=Size(6, 5),
        ),
        TemplateTile(
            kind="heat",
            title=_("Do customers come back?"),
            send=SEND_ORDER,
            asks={
                "kind": "retention",
                "start": {"event": "@sold"},
                "return": {"event": "@sold"},
                **BACK,
            },
        ),
        TemplateTile(
            kind="bar",
            title=_("Refunds by week"),
            send=_("Send an event “refund” when money goes back."),
            asks=count("@refund", **QUARTER),
            size=HALF,
        ),
        TemplateTile(
            kind="number",
            title=_("Parcels sent, 7 days"),
            send=_("Send an event “order_sent” when a parcel leaves."),
            asks=count("@sent", **WEEK),
        ),
    ),
)
