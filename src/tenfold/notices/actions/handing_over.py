"""Handing a message over: one attempt at a time, and what becomes of it."""

import logging
import traceback
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.notices import MessageFailed
from tenfold.jobs import enqueue
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.notices import letters
from tenfold.notices.actions.gathering import ask_to_send
from tenfold.notices.models import Message, Way
from tenfold.notices.rules import retrying
from tenfold.notices.rules.addresses import read_webhook
from tenfold.notices.rules.missing import unknown_message
from tenfold.notices.sealing import unseal
from tenfold.notices.sending.letter import Letter, NotDelivered
from tenfold.people.queries import get_company

log = logging.getLogger("tenfold.notices")


def send_message(*, message_id: UUID, attempt: int, at: datetime) -> None:
    """Make this attempt, if nobody else has made it or is making it, and note what became of it.

    Three steps, and a process may die between any two of them. The row is held; the message goes
    out; the row says so. Who dies after the first leaves a row that says "sending": when its time is
    over, the attempt is made again, under the same id, because nobody can know how far it got.
    """
    if not _hold(message_id, attempt, at):
        _come_back_when_free(message_id, attempt)
        return
    message = Message.objects.select_related("receiver__way", "receiver__account").get(
        id=message_id
    )
    try:
        with translation.override(get_company().language):
            problem, is_final = _try(message, at)
    except letters.NobodyListens:
        _end(message, state="dropped", at=at)
        return
    _note(message, problem, is_final)


def try_again(*, message_id: UUID, by: int | None, at: datetime) -> None:
    """Give a message that failed all its attempts anew. Raises `UnknownMessage`."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(id=message_id, state="failed").first()
        if message is None or message.is_test:
            raise unknown_message()
        message.state, message.attempts, message.ended_at = "waiting", 0, None
        message.next_try_at, message.problem = at, ""
        message.save()
        ask_to_send(message=message)
    log.info("message %s is tried again, as member %s asked", message_id, by)


def hand_over(*, letter: Letter, way: Way | None, email: str, at: datetime) -> None:
    """Hand a letter over once, by a way or to an e-mail address. Raises `NotDelivered` or a refusal."""
    from tenfold.notices.sending import chat, mail, webhook

    if way is None or way.kind == "email":
        mail.send_mail(
            letter=letter, to=email if way is None else unseal(sealed=way.sealed_address)
        )
        return
    address = unseal(sealed=way.sealed_address)
    if way.kind == "apprise":
        chat.hand_to_apprise(letter=letter, address=address, inside=settings.NOTICES_INSIDE)
        return
    webhook.post_webhook(
        letter=letter,
        target=read_webhook(url=address, inside=settings.NOTICES_INSIDE),
        signed_with=_secrets_of(way, at),
        at=at,
    )


def _secrets_of(way: Way, at: datetime) -> tuple[str, ...]:
    now = unseal(sealed=way.sealed_secret)
    until = way.former_secret_until
    if until is None or until <= at:
        return (now,)
    return (now, unseal(sealed=way.sealed_former_secret))


def _hold(message_id: UUID, attempt: int, at: datetime) -> bool:
    """Take the row for this attempt; return whether it is ours now. One statement: one winner."""
    fresh = Q(state="waiting", attempts=attempt - 1)
    left_behind = Q(state="sending", attempts=attempt, held_until__lte=at)
    taken = Message.objects.filter(fresh | left_behind, id=message_id).update(
        state="sending", attempts=attempt, next_try_at=None, held_until=at + retrying.HELD_FOR
    )
    return taken == 1


def _come_back_when_free(message_id: UUID, attempt: int) -> None:
    """Look again when whoever holds the row must be dead, if it is held."""
    with transaction.atomic():
        held = Message.objects.filter(id=message_id, state="sending", attempts=attempt).first()
        if held is None or held.held_until is None:
            return
        enqueue(
            job="notices.send",
            arguments={"message_id": str(message_id), "attempt": attempt},
            key=f"{message_id}/{attempt}/{held.held_until.isoformat()}",
            not_before=held.held_until,
        )


def _try(message: Message, at: datetime) -> tuple[str, bool]:
    """Return what went wrong ("": nothing), and whether it makes no sense to try again."""
    letter = letters.write_letter(message=message)
    receiver = message.receiver
    email = receiver.account.email if receiver.account else ""
    try:
        hand_over(letter=letter, way=receiver.way, email=email, at=at)
    except NotDelivered as refused:
        return refused.problem, refused.is_final
    except Refusal as refusal:
        return refusal.sentence, True
    except Exception as error:
        # Its message may hold an address: only where it happened is written down.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("message %s: %s\n%s", message.id, type(error).__name__, where)
        return _("Something went wrong in Tenfold itself; the log says more."), False
    return "", False


def _note(message: Message, problem: str, is_final: bool) -> None:
    # The clock is read anew: the attempt may have taken a while.
    at = max(clock.now(), message.made_at)
    if not problem:
        _end(message, state="sent", at=at)
        return
    pause = None if is_final else retrying.pause_after(attempts=message.attempts)
    if pause is None:
        _end(message, state="failed", at=at, problem=problem)
        return
    with transaction.atomic():
        message.next_try_at = at + pause
        if _write(message, state="waiting", next_try_at=message.next_try_at, problem=problem):
            ask_to_send(message=message)


def _end(message: Message, *, state: str, at: datetime, problem: str = "") -> None:
    with transaction.atomic():
        if _write(message, state=state, ended_at=at, problem=problem) and state == "failed":
            way_id = message.receiver.way_id or 0
            outbox.tell(fact=MessageFailed(message_id=str(message.id), way_id=way_id), at=at)


def _write(message: Message, **values: object) -> bool:
    """Write what became of this attempt, unless the row has gone on without us."""
    ours = Message.objects.filter(id=message.id, state="sending", attempts=message.attempts)
    return bool(ours.update(held_until=None, **values))
