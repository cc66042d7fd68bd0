"""What the templates have in common: how long, how large, what to send."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenfold.techniques.dashboards.rules.boards.kinds import Size

WEEK = {"range": "last_7_days", "compare": "before"}
QUARTER = {"range": "last_12_weeks", "by": "week"}
WIDE, NARROW, HALF = Size(8, 4), Size(4, 4), Size(6, 4)
AGAIN = {"grain": "month", "mode": "rolling", "range": "last_12_months"}
BACK = {"grain": "month", "range": "last_12_months"}


def count(event: str, **asks: Any) -> dict[str, Any]:
    """Return the draft of how often an event happens."""
    return {"kind": "count", "event": event, **asks}


SEND_ORDER = _("Send an event “order” for each order, with what it is worth as its value.")
SEND_VISIT = _("Put the snippet into your shop: it sends an event “visit”.")
SEND_READING = _("Let the machine send an event “reading” with the number as its value.")
SEND_STOP = _("Send an event “machine_stopped” with a property “reason” each time one stops.")
SEND_MADE = _("Send an event “produced” for each piece or batch, with how many as its value.")
SEND_ENQUIRY = _("Send an event “enquiry” for each person who asks for an offer.")
SEND_BOOKING = _("Send an event “booking” for each appointment, with a property “service”.")
SEND_DONE = _("Send an event “job_done” when the work is done.")
SEND_START = _("Send an event “subscribed” when a subscription begins, with a property “plan”.")
SEND_CANCEL = _("Send an event “cancelled” with a property “reason” when a subscription ends.")
SEND_PAYMENT = _("Send an event “payment” for each payment, with the amount as its value.")
SEND_USE = _("Send an event “used” or “login” when a customer uses what they pay for.")
