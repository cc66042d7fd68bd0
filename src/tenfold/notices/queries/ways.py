"""The ways out of the house, and what became of the messages that went by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tenfold.notices.kinds import STATE_TITLES, WAY_TITLES
from tenfold.notices.models import Delivery, Message, Way
from tenfold.notices.rules.missing import unknown_way


@dataclass(frozen=True, slots=True)
class WayView:
    """A way out of the house. `shown` is as much of where it leads as anybody may see again.

    `kind` is email, apprise or webhook; `belongs_to` the member whose own it is, or None; `failed`
    how many messages could not be handed over.
    """

    id: int
    name: str
    kind: str
    kind_title: str
    shown: str
    belongs_to: int | None
    owner: str
    hears_money: bool
    most_a_day: int
    failed: int
    former_secret_until: datetime | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message on its way, or what became of it. `to` is a way's or a member's name."""

    id: UUID
    to: str
    way_id: int | None
    state: str
    state_title: str
    attempts: int
    notices: int
    made_at: datetime
    next_try_at: datetime | None
    ended_at: datetime | None
    problem: str
    is_test: bool


def list_ways() -> tuple[WayView, ...]:
    """Return the ways that anybody may choose as a listener: those that belong to nobody."""
    return tuple(_way(row) for row in _ways().filter(account__isnull=True))


def list_all_ways() -> tuple[WayView, ...]:
    """Return every way, members' own ones too, by name."""
    return tuple(_way(row) for row in _ways())


def list_ways_of(*, account_id: int) -> tuple[WayView, ...]:
    """Return a member's own ways."""
    return tuple(_way(row) for row in _ways().filter(account_id=account_id))


def get_way(*, way_id: int) -> WayView:
    """Return one way. Raises `UnknownWay`."""
    row = _ways().filter(id=way_id).first()
    if row is None:
        raise unknown_way()
    return _way(row)


def find_way(*, name: str) -> WayView:
    """Return the way of this name, or of this number where none is called so. Raises `UnknownWay`."""
    row = _ways().filter(name__iexact=name).first()
    if row is None and name.isdecimal() and len(name) < 19:
        row = _ways().filter(id=int(name)).first()
    if row is None:
        raise unknown_way()
    return _way(row)


def list_failed(*, limit: int = 50) -> tuple[MessageView, ...]:
    """Return the messages that failed and may be tried again, newest first."""
    rows = _messages().filter(state="failed", is_test=False)
    return _view(rows.order_by("-ended_at")[:limit])


def count_failed() -> int:
    """Return how many messages failed and may be tried again."""
    return Message.objects.filter(state="failed", is_test=False).count()


def list_messages(*, way_id: int, limit: int = 20) -> tuple[MessageView, ...]:
    """Return what went or goes by a way, newest first."""
    return _view(_messages().filter(receiver__way_id=way_id).order_by("-made_at", "-id")[:limit])


def count_waiting(*, way_id: int) -> int:
    """Return how many notices wait for their turn on a way."""
    waiting = Delivery.objects.filter(message__isnull=True, dropped_at__isnull=True)
    return waiting.filter(receiver__way_id=way_id).count()


def _ways() -> QuerySet[Way]:
    failed = Count(
        "receiver__messages",
        filter=Q(receiver__messages__state="failed", receiver__messages__is_test=False),
    )
    there = Way.objects.filter(removed_at__isnull=True).select_related("account")
    return there.annotate(failed=failed).order_by("name", "id")


def _way(row: Way) -> WayView:
    return WayView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_title=str(WAY_TITLES[row.kind]),
        shown=row.shown,
        belongs_to=row.account_id,
        owner=row.account.name if row.account else "",
        hears_money=row.hears_money,
        most_a_day=row.most_a_day,
        failed=row.failed,  # type: ignore[attr-defined]
        former_secret_until=row.former_secret_until,
    )


def _messages() -> QuerySet[Message]:
    found = Message.objects.select_related("receiver__way", "receiver__account")
    return found.annotate(notices=Count("deliveries"))


def _view(rows: Iterable[Message]) -> tuple[MessageView, ...]:
    return tuple(_message(row) for row in rows)


def _message(row: Message) -> MessageView:
    way, account = row.receiver.way, row.receiver.account
    return MessageView(
        id=row.id,
        to=way.name if way else (account.name if account else ""),
        way_id=row.receiver.way_id,
        state=row.state,
        state_title=str(STATE_TITLES[row.state]),
        attempts=row.attempts,
        notices=row.notices,  # type: ignore[attr-defined]
        made_at=row.made_at,
        next_try_at=row.next_try_at,
        ended_at=row.ended_at,
        problem=row.problem,
        is_test=row.is_test,
    )
