"""A service company."""

from django.utils.translation import gettext_lazy as _

from tenfold.techniques.dashboards.rules.boards.kinds import Size
from tenfold.techniques.dashboards.rules.boards.offered.parts import (
    BACK,
    HALF,
    QUARTER,
    SEND_BOOKING,
    SEND_DONE,
    SEND_ENQUIRY,
    SEND_PAYMENT,
    WEEK,
    count,
)
from tenfold.techniques.dashboards.rules.boards.templates import Template, TemplateTile

SERVICE = Template(
    name="service",
    title=_("A service company"),
    about=_("From the first enquiry to work that is done and paid."),
    tiles=(
        TemplateTile(
            kind="number",
            title=_("Enquiries, 7 days"),
            send=SEND_ENQUIRY,
            asks=count("@enquiry", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Bookings, 7 days"),
            send=SEND_BOOKING,
            asks=count("@booking", **WEEK),
        ),
        TemplateTile(
            kind="number",
            title=_("Paid, 7 days"),
            send=SEND_PAYMENT,
            asks={"kind": "sum", "event": "@payment", **WEEK},
            valued=("payment",),
            metric="revenue",
        ),
        TemplateTile(
            kind="number",
            title=_("How content customers are"),
            send=_("Send an event “rating” with the stars as its value."),
            asks={"kind": "mean", "event": "@rating", "range": "last_30_days", "compare": "before"},
            valued=("rating",),
        ),
        TemplateTile(
            kind="funnel",
            title=_("From an enquiry to work that is done"),
            send=SEND_ENQUIRY,
            asks={"kind": "conversion", "within": "30d", "range": "last_90_days"},
            steps=("enquiry", "booking", "done"),
        ),
        TemplateTile(
            kind="bar",
            title=_("What is booked"),
            send=SEND_BOOKING,
            asks=count("@booking", split="@booking.service", by="none"),
            size=Size(6, 5),
        ),
        TemplateTile(
            kind="line",
            title=_("Bookings by week"),
            send=SEND_BOOKING,
            asks=count("@booking", **QUARTER, compare="before"),
            size=HALF,
        ),
        TemplateTile(
            kind="bar",
            title=_("Hours worked by week"),
            send=_("Send an event “hours” with the hours as its value."),
            asks={"kind": "sum", "event": "@hours", **QUARTER},
            valued=("hours",),
            size=HALF,
        ),
        TemplateTile(
            kind="bar",
            title=_("Jobs done by week"),
            send=SEND_DONE,
            asks=count("@done", **QUARTER),
            size=HALF,
        ),
        TemplateTile(
            kind="bar",
            title=_("Complaints by week"),
            send=_("Send an event “complaint” for each one."),
            asks=count("@ticket", **QUARTER),
            size=HALF,
        ),
        TemplateTile(
            kind="heat",
            title=_("Do customers book again?"),
            send=SEND_BOOKING,
            asks={
                "kind": "retention",
                "start": {"event": "@booking"},
                "return": {"event": "@booking"},
                **BACK,
            },
        ),
    ),
)
