"""How somebody wants to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.notices.actions.gathering import ask_to_gather
from tenfold.notices.models import Delivery, Hearing, Unwanted, Way
from tenfold.notices.rules.missing import unknown_way
from tenfold.notices.rules.ways import require_most_a_day
from tenfold.people.rules import require_timezone

MOST_A_DAY_AT_MOST = 100


class HalfQuietHours(Refusal):
    """Quiet hours need a beginning and an end."""

    code = "half_quiet_hours"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A kind that is not wanted by a way: `by` is app or email, or "way" with the id of one's own."""

    kind: str
    by: str
    way_id: int | None = None


@transaction.atomic
def choose_hearing(
    *,
    account_id: int,
    timezone: str,
    quiet_from: time | None,
    quiet_until: time | None,
    most_a_day: int,
    unwanted: Iterable[Choice],
    at: datetime,
) -> None:
    """Say anew what somebody hears by which way, when not, and how often. It counts at once.

    `timezone` "" is the company's; quiet hours that end when they begin are none. Raises
    `HalfQuietHours`, `TooManyADay`, `UnknownTimezone`, `UnknownWay`.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise HalfQuietHours(
            _("Say from when until when it is quiet, or leave both empty."),
            next_step=_("For example from 20:00 until 7:00."),
            field="quiet_from" if quiet_from is None else "quiet_until",
        )
    if timezone:
        require_timezone(timezone=timezone)
    Hearing.objects.update_or_create(
        account_id=account_id,
        defaults={
            "timezone": timezone,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "most_a_day": require_most_a_day(most_a_day=most_a_day, at_most=MOST_A_DAY_AT_MOST),
        },
    )
    _want_no_more(account_id, tuple(unwanted))
    _look_anew(account_id, at)


def _want_no_more(account_id: int, unwanted: tuple[Choice, ...]) -> None:
    own = set(Way.objects.filter(account_id=account_id).values_list("id", flat=True))
    if any(choice.way_id is not None and choice.way_id not in own for choice in unwanted):
        raise unknown_way()
    Unwanted.objects.filter(account_id=account_id).delete()
    Unwanted.objects.bulk_create(
        Unwanted(account_id=account_id, kind=one.kind, by=one.by, way_id=one.way_id)
        for one in dict.fromkeys(unwanted)
    )


def _look_anew(account_id: int, at: datetime) -> None:
    """What waits is judged by what was chosen now, not by when it was put off to."""
    waiting = Delivery.objects.filter(message__isnull=True, dropped_at__isnull=True, due_at__gt=at)
    mine = waiting.filter(receiver__account_id=account_id) | waiting.filter(
        receiver__way__account_id=account_id
    )
    if mine.update(due_at=at):
        ask_to_gather(key=f"chosen/{account_id}/{at.isoformat()}", at=at)
