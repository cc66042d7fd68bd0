"""Writing a message out for its receiver: with their sight, and with links that lead back."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from tenfold.notices import hearers
from tenfold.notices.models import Message, Receiver, Told
from tenfold.notices.notice import Picture
from tenfold.notices.rules.hearers import may_hear, may_hear_money
from tenfold.notices.sending.letter import Letter, Part
from tenfold.notices.texts import text_of
from tenfold.people.queries import get_company


class NobodyListens(Exception):  # noqa: N818  it is an answer, not an error
    """Whom the message is for may not hear it any more, or the way is gone."""


def home_url() -> str:
    """Return where Tenfold is, for links in mails: the public address where there is one."""
    url: str = settings.PUBLIC_URL or settings.LOCAL_URL
    return url


def write_letter(*, message: Message) -> Letter:
    """Return the message as it is now to be sent. Raises `NobodyListens`.

    Who may see money is asked each time: a right that was taken away counts for what still waits.
    """
    sees_money = _sees_money(message.receiver)
    tolds = [
        delivery.told
        for delivery in message.deliveries.select_related("told").order_by("told__told_at", "id")
    ]
    return Letter(
        id=message.id,
        made_at=message.made_at,
        company=get_company().name,
        home_url=home_url(),
        parts=_parts(tolds, sees_money=sees_money, receiver=message.receiver),
        choose_url="" if _person_of(message.receiver) is None else choose_url(),
    )


def choose_url() -> str:
    """Return the whole link to the page where somebody chooses what they hear."""
    return home_url() + reverse("notices:choose")


def _parts(tolds: Sequence[Told], *, sees_money: bool, receiver: Receiver) -> tuple[Part, ...]:
    return tuple(_part(told, sees_money, receiver) for told in tolds)


def _part(told: Told, sees_money: bool, receiver: Receiver) -> Part:
    pictures = tuple(
        Picture(name=row.name, png=bytes(row.png), says=row.says, money=row.money)
        for row in told.pictures.order_by("id")
    )
    text = text_of(told=told, sees_money=sees_money, pictures=pictures)
    return Part(
        notice_id=told.id,
        kind=told.kind,
        key=told.key,
        subject=text.subject,
        lines=text.lines,
        url=_url(told, receiver),
        verb=told.verb,
        urgent=told.urgent,
        told_at=told.told_at,
        pictures=text.pictures,
    )


def _url(told: Told, receiver: Receiver) -> str:
    """Return a link: a member's goes by their inbox, so that the notice counts as read there."""
    if not told.path:
        return ""
    if _person_of(receiver) is None:
        return home_url() + told.path
    return home_url() + reverse("notices:open", args=[told.id])


def _person_of(receiver: Receiver) -> int | None:
    return receiver.account_id if receiver.way is None else receiver.way.account_id


def _sees_money(receiver: Receiver) -> bool:
    way, person_id = receiver.way, _person_of(receiver)
    if way is not None and way.removed_at is not None:
        raise NobodyListens
    if person_id is None:
        return way is not None and way.hears_money
    person = hearers.find_persons(account_ids=[person_id]).get(person_id)
    if person is None or not may_hear(person=person):
        raise NobodyListens
    # A way is told money only where somebody who may see it has said so.
    return may_hear_money(person=person) and (way is None or way.hears_money)
