"""Seeing to what was left behind, and forgetting what is long past."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tenfold.jobs import enqueue
from tenfold.notices.models import Message, Told
from tenfold.notices.rules.retrying import HELD_FOR

KEPT = timedelta(days=180)
"""How long a notice stays in the inbox, and can be found on its way."""


def look_after(*, at: datetime) -> int:
    """Have every message attempted that should have been long ago; return how many there are.

    Whoever held it must be dead, or its job failed for a reason of its own. Asking again does no
    harm: the row lets one attempt through.
    """
    left_behind = Q(state="sending", held_until__lte=at)
    forgotten = Q(state="waiting", next_try_at__lte=at - HELD_FOR)
    found = Message.objects.filter(left_behind | forgotten)
    with transaction.atomic():
        for message in found:
            attempt = message.attempts + (message.state == "waiting")
            enqueue(
                job="notices.send",
                arguments={"message_id": str(message.id), "attempt": attempt},
                key=f"{message.id}/{attempt}/{at:%Y-%m-%dT%H}",
            )
        return len(found)


def forget_old(*, at: datetime) -> int:
    """Remove notices and messages from before `KEPT`; return how many notices."""
    with transaction.atomic():
        Message.objects.filter(ended_at__lt=at - KEPT).delete()
        old = Told.objects.filter(told_at__lt=at - KEPT)
        number = old.count()
        old.delete()
    return number
