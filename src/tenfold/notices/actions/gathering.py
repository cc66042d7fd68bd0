"""Making messages of what waits: whose turn it is, and what goes out together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tenfold.jobs import enqueue
from tenfold.notices import hearers
from tenfold.notices.models import Delivery, Hearing, Message, Receiver, Unwanted
from tenfold.notices.rules.hearers import MOST_MAILS_A_DAY, may_hear
from tenfold.notices.rules.pacing import DAY, Turn, Waiting, take_turn
from tenfold.notices.rules.quiet import QuietHours
from tenfold.people.queries import get_company


def gather(*, at: datetime) -> int:
    """Give every receiver for whom something is due its turn; return how many messages were made.

    Each receiver's turn is a transaction of its own under a lock of its own, so that it does not
    matter how many processes do this at once.
    """
    due = _waiting().filter(due_at__lte=at).values_list("receiver_id", flat=True)
    return sum(_give_turn(receiver_id, at) for receiver_id in sorted(set(due)))


def ask_to_gather(*, key: str, at: datetime) -> None:
    """Have what waits gathered soon after `at`, inside the current transaction."""
    enqueue(job="notices.gather", arguments={}, key=key, not_before=at)


def ask_to_send(*, message: Message) -> None:
    """Have a waiting message's next attempt made when it is due, inside the current transaction."""
    # Without a key: asked for once with the row that waits, and the row lets one attempt through.
    enqueue(
        job="notices.send",
        arguments={"message_id": str(message.id), "attempt": message.attempts + 1},
        not_before=message.next_try_at,
    )


@dataclass(frozen=True, kw_only=True)
class _Manner:
    """How a receiver wants to be told; None of it where they are told nothing any more."""

    most_a_day: int
    quiet: QuietHours | None
    unwanted: frozenset[str] = frozenset()


@transaction.atomic
def _give_turn(receiver_id: int, at: datetime) -> int:
    receiver = Receiver.objects.select_for_update(of=("self",)).get(id=receiver_id)
    manner = _manner_of(receiver)
    # All that waits, not only what is due: notices of one group go out together.
    waiting = list(_waiting().filter(receiver=receiver).select_related("told").order_by("id"))
    unwanted = [one for one in waiting if manner is None or one.told.kind in manner.unwanted]
    _drop(unwanted, at)
    heard = [one for one in waiting if one not in unwanted]
    if manner is None or not heard:
        return 0
    turn = take_turn(
        waiting=[Waiting(id=one.id, group=one.told.group, urgent=one.told.urgent) for one in heard],
        sent_at=_sent_at(receiver, since=at - DAY),
        most_a_day=manner.most_a_day,
        quiet=manner.quiet,
        at=at,
    )
    return _follow(turn, receiver, at)


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__isnull=True, dropped_at__isnull=True)


def _drop(deliveries: Sequence[Delivery], at: datetime) -> None:
    Delivery.objects.filter(id__in=[one.id for one in deliveries]).update(dropped_at=at)


def _sent_at(receiver: Receiver, *, since: datetime) -> list[datetime]:
    sent = Message.objects.filter(receiver=receiver, made_at__gt=since, is_test=False)
    return list(sent.values_list("made_at", flat=True))


def _follow(turn: Turn, receiver: Receiver, at: datetime) -> int:
    for ids in turn.messages:
        message = Message.objects.create(receiver=receiver, made_at=at, next_try_at=at)
        Delivery.objects.filter(id__in=ids).update(message=message)
        ask_to_send(message=message)
    for opens_at in {instant for _id, instant in turn.later}:
        ids = tuple(one for one, instant in turn.later if instant == opens_at)
        Delivery.objects.filter(id__in=ids).update(due_at=opens_at)
        ask_to_gather(key=f"{receiver.id}/{opens_at.isoformat()}", at=_after(opens_at))
    return len(turn.messages)


def _after(instant: datetime) -> datetime:
    """A job never begins before its time; one that begins in the same instant finds it due."""
    return instant + timedelta(milliseconds=1)


def _manner_of(receiver: Receiver) -> _Manner | None:
    way = receiver.way
    if way is None:
        return _manner_of_person(receiver.account_id or 0, by=hearers.BY_EMAIL)
    if way.removed_at is not None:
        return None
    if way.account_id is None:
        return _Manner(most_a_day=way.most_a_day, quiet=None)
    return _manner_of_person(way.account_id, by="way", way_id=way.id)


def _manner_of_person(account_id: int, *, by: str, way_id: int | None = None) -> _Manner | None:
    person = hearers.find_persons(account_ids=[account_id]).get(account_id)
    if person is None or not may_hear(person=person):
        return None
    unwanted = Unwanted.objects.filter(account_id=account_id, by=by)
    if way_id is not None:
        unwanted = unwanted.filter(way_id=way_id)
    row = Hearing.objects.filter(account_id=account_id).first()
    return _Manner(
        most_a_day=row.most_a_day if row else MOST_MAILS_A_DAY,
        quiet=_quiet(row),
        unwanted=frozenset(unwanted.values_list("kind", flat=True)),
    )


def _quiet(row: Hearing | None) -> QuietHours | None:
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return None
    zone = row.timezone or get_company().timezone
    return QuietHours(starts=row.quiet_from, ends=row.quiet_until, zone=zone)
