"""A subscription."""

from django.utils.translation import gettext_lazy as _

from tenfold.techniques.dashboards.rules.boards.kinds import Size
from tenfold.techniques.dashboards.rules.boards.offered.parts import (
    BACK,
    NARROW,
    QUARTER,
    SEND_CANCEL,
    SEND_PAYMENT,
    SEND_START,
    SEND_USE,
    WEEK,
    WIDE,
    count,
)
from tenfold.techniques.dashboards.rules.boards.templates import Template, TemplateTile

SUBSCRIPTION = Template(
    name="subscription",
    title=_("A subscription"),
    about=_("Who begins, who stays, who leaves and why."),
    tiles=(
        TemplateTile(
            kind="number",
            title=_("New subscriptions, 7 days"),
            send=SEND_START,
            asks=count("@start", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Cancelled, 7 days"),
            send=SEND_CANCEL,
            asks=count("@cancel", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Paid, 30 days"),
            send=SEND_PAYMENT,
            asks={
                "kind": "sum",
                "event": "@payment",
                "range": "last_30_days",
                "compare": "before",
            },
            valued=("payment",),
            metric="mrr",
        ),
        TemplateTile(
            kind="number",
            title=_("People who use it, 7 days"),
            send=SEND_USE,
            asks={"kind": "persons", "event": "@use", **WEEK},
        ),
        TemplateTile(
            kind="line",
            title=_("Begun less cancelled, by week"),
            send=SEND_CANCEL,
            asks={
                "kind": "formula",
                "text": "a - b",
                "parts": [
                    {"letter": "a", "kind": "count", "event": "@start"},
                    {"letter": "b", "kind": "count", "event": "@cancel"},
                ],
                **QUARTER,
            },
            size=WIDE,
        ),
        TemplateTile(
            kind="bar",
            title=_("Why people leave"),
            send=SEND_CANCEL,
            asks=count("@cancel", split="@cancel.reason", by="none", range="last_90_days"),
            size=NARROW,
        ),
        TemplateTile(
            kind="funnel",
            title=_("From trying to paying"),
            send=_("Send an event “signup” when somebody tries it."),
            asks={"kind": "conversion", "within": "30d", "range": "last_90_days"},
            steps=("signup", "start", "payment"),
        ),
        TemplateTile(
            kind="bar",
            title=_("Which plan is chosen"),
            send=SEND_START,
            asks=count("@start", split="@start.plan", by="none", range="last_90_days"),
            size=Size(6, 5),
        ),
        TemplateTile(
            kind="heat",
            title=_("Do they stay?"),
            send=SEND_USE,
            asks={
                "kind": "retention",
                "start": {"event": "@use"},
                "return": {"event": "@use"},
                **BACK,
            },
        ),
        TemplateTile(
            kind="bar",
            title=_("New, staying, gone quiet"),
            send=SEND_USE,
            asks={"kind": "lifecycle", "event": "@use", "range": "last_12_weeks"},
            size=Size(12, 4),
        ),
    ),
)
