"""A maker of machines or goods."""

from django.utils.translation import gettext_lazy as _

from tenfold.techniques.dashboards.rules.boards.offered.parts import (
    HALF,
    NARROW,
    QUARTER,
    SEND_MADE,
    SEND_ORDER,
    SEND_READING,
    SEND_STOP,
    WEEK,
    WIDE,
    count,
)
from tenfold.techniques.dashboards.rules.boards.templates import Template, TemplateTile

MAKER = Template(
    name="maker",
    title=_("A maker of machines or goods"),
    about=_("What runs, what stands still, what is made and what leaves."),
    tiles=(
        TemplateTile(
            kind="number",
            title=_("Made, 7 days"),
            send=SEND_MADE,
            asks=count("@made", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Stops, 7 days"),
            send=SEND_STOP,
            asks=count("@stop", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Rejected, of what was made"),
            send=_("Send an event “rejected” for each piece that is thrown away."),
            asks={
                "kind": "ratio",
                "of": {"kind": "count", "event": "@reject"},
                "per": {"kind": "count", "event": "@made"},
                **WEEK,
            },
        ),
        TemplateTile(
            kind="number",
            title=_("Sent, 7 days"),
            send=_("Send an event “order_sent” when something leaves the house."),
            asks=count("@sent", **WEEK),
        ),
        TemplateTile(
            kind="line",
            title=_("Readings, on average"),
            send=SEND_READING,
            asks={
                "kind": "mean",
                "event": "@reading",
                "split": "@reading.machine",
                "range": "last_7_days",
            },
            valued=("reading",),
            size=WIDE,
        ),
        TemplateTile(
            kind="bar",
            title=_("The highest reading of each machine"),
            send=SEND_READING,
            asks={
                "kind": "max",
                "event": "@reading",
                "split": "@reading.machine",
                "by": "none",
            },
            valued=("reading",),
            size=NARROW,
        ),
        TemplateTile(
            kind="bar",
            title=_("Why machines stopped"),
            send=SEND_STOP,
            asks=count("@stop", split="@stop.reason", by="none", range="last_90_days"),
            size=HALF,
        ),
        TemplateTile(
            kind="bar",
            title=_("Stops by week"),
            send=SEND_STOP,
            asks=count("@stop", **QUARTER),
            size=HALF,
        ),
        TemplateTile(
            kind="line",
            title=_("Made by day"),
            send=SEND_MADE,
            asks=count("@made"),
            size=HALF,
        ),
        TemplateTile(
            kind="bar",
            title=_("Orders by week"),
            send=SEND_ORDER,
            asks=count("@order", **QUARTER),
            size=HALF,
        ),
    ),
)
