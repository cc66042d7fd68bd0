"""Telling somebody something, in the transaction of what it is about."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tenfold import outbox
from tenfold.facts.notices import NoticeTold
from tenfold.notices import hearers
from tenfold.notices.actions.gathering import ask_to_gather
from tenfold.notices.models import Delivery, Entry, Receiver, Told, ToldPicture, Way
from tenfold.notices.notice import Audience, Notice
from tenfold.notices.rules.hearers import GATHERS_FOR
from tenfold.notices.rules.texts import check_notice, one_line


def tell(*, notice: Notice, to: Audience, at: datetime) -> None:
    """Tell this notice to these listeners, inside the caller's transaction.

    It is in the inbox of each as soon as the transaction is committed; by other ways it goes out
    soon after. The same key is told to the same listener once, however often this is called; a later
    call may add listeners, and changes no words. Members who may not see numbers or whose account is
    closed, and ways that are gone, are left out.

    Raises `RuntimeError` outside of a transaction: a notice must stand or fall with what it speaks
    of. Raises `ValueError` where the notice has no subject or key, or its path leads elsewhere.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"the notice {notice.key} was told outside of a transaction")
    check_notice(notice=notice)
    told, is_new = _write(notice, at)
    asked = {*to.accounts, *hearers.find_members_of(team_ids=to.teams)}
    persons = hearers.find_hearers(account_ids=asked)
    accounts = frozenset(person.account_id for person in persons)
    heard = _put_into_inboxes(told, accounts)
    going = _send_out(told, _find_receivers(told, accounts, to.ways), at)
    if is_new or heard or going:
        outbox.tell(
            fact=NoticeTold(notice_id=told.id, kind=told.kind, persons=heard, ways=going), at=at
        )


def is_mail_set_up() -> bool:
    """Return whether there is a mail server to send by."""
    return bool(settings.EMAIL_HOST)


def _write(notice: Notice, at: datetime) -> tuple[Told, bool]:
    without = notice.lines_without_money
    told, is_new = Told.objects.get_or_create(
        key=notice.key,
        defaults={
            "kind": notice.kind.value,
            "subject": one_line(text=notice.subject),
            "lines": list(notice.lines),
            "subject_without_money": one_line(text=notice.subject_without_money),
            "lines_without_money": None if without is None else list(without),
            "path": notice.path,
            "verb": notice.verb,
            "urgent": notice.urgent,
            "group": notice.group,
            "told_at": at,
        },
    )
    if is_new:
        ToldPicture.objects.bulk_create(
            ToldPicture(told=told, name=one.name, png=one.png, says=one.says, money=one.money)
            for one in notice.pictures
        )
    return told, is_new


def _put_into_inboxes(told: Told, accounts: Collection[int]) -> int:
    """Write an entry for each who wants to find it in Tenfold; return how many are new."""
    deaf = hearers.find_deaf(account_ids=accounts, kind=told.kind, by=hearers.IN_THE_APP)
    there = set(Entry.objects.filter(told=told).values_list("account_id", flat=True))
    new = [account_id for account_id in accounts if account_id not in deaf | there]
    # Another transaction may be telling the same: the database keeps one, and nobody minds.
    Entry.objects.bulk_create(
        [Entry(told=told, account_id=account_id) for account_id in new], ignore_conflicts=True
    )
    return len(new)


def _find_receivers(
    told: Told, accounts: Collection[int], way_ids: Collection[int]
) -> tuple[int, ...]:
    """Return where it goes out to: members' addresses, ways of their own, ways of nobody's."""
    mailed: Collection[int] = ()
    if is_mail_set_up():
        deaf = hearers.find_deaf(account_ids=accounts, kind=told.kind, by=hearers.BY_EMAIL)
        mailed = set(accounts) - deaf
    there = Way.objects.filter(removed_at__isnull=True)
    ways = set(there.filter(id__in=way_ids, account__isnull=True).values_list("id", flat=True))
    own = set(there.filter(account_id__in=accounts).values_list("id", flat=True))
    ways |= own - hearers.find_unwanted_ways(kind=told.kind)
    return _receivers_of(accounts=mailed, ways=ways)


def _receivers_of(*, accounts: Collection[int], ways: Collection[int]) -> tuple[int, ...]:
    wanted = [Receiver(account_id=account_id) for account_id in accounts]
    wanted += [Receiver(way_id=way_id) for way_id in ways]
    Receiver.objects.bulk_create(wanted, ignore_conflicts=True)
    by_account = Receiver.objects.filter(account_id__in=accounts)
    by_way = Receiver.objects.filter(way_id__in=ways)
    return tuple(row.id for row in (*by_account, *by_way))


def _send_out(told: Told, receivers: Collection[int], at: datetime) -> int:
    """Write a delivery for each receiver; return how many are new."""
    there = set(Delivery.objects.filter(told=told).values_list("receiver_id", flat=True))
    new = [receiver_id for receiver_id in receivers if receiver_id not in there]
    gathers = bool(told.group) and not told.urgent
    due_at = at + GATHERS_FOR if gathers else at
    Delivery.objects.bulk_create(
        [Delivery(told=told, receiver_id=receiver_id, due_at=due_at) for receiver_id in new],
        ignore_conflicts=True,
    )
    if new:
        ask_to_gather(key=f"told/{told.id}/{new[-1]}", at=due_at)
    return len(new)
