"""Planning that a board is sent by e-mail, and ending it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tenfold import outbox
from tenfold.facts.sharing import BoardMailEnded, BoardMailLeft, BoardMailPlanned
from tenfold.people.models import Account
from tenfold.people.permissions import Permission, Role
from tenfold.people.queries import get_company, get_viewer
from tenfold.people.rules import require_address
from tenfold.techniques.dashboards.actions.boards.sharing import lock_own_board
from tenfold.techniques.dashboards.models import BoardMail, MailTo
from tenfold.techniques.dashboards.rules.boards import occasions, owning, sharing
from tenfold.techniques.dashboards.rules.boards.mailing import require_few, unknown_mail


@transaction.atomic
def plan_mail(
    *,
    board_id: int,
    rhythm: occasions.Rhythm,
    accounts: Sequence[int],
    addresses: Sequence[str],
    money: bool,
    by: int,
    at: datetime,
) -> int:
    """Send a board from now on again and again; return the mail's id. The first goes out next time.

    `money`: whether addresses outside see amounts of money. Raises `UnknownBoard`, `NotYourBoard`,
    `BoardIsArchived`, `NobodyToSendTo`, `TooManyRecipients`, `NotAnAddress`, `MoneyNotYours`.
    """
    viewer = get_viewer(account_id=by)
    board = lock_own_board(board_id=board_id, viewer=viewer)
    outside = {require_address(email=one).lower(): one for one in addresses}
    members = _members(accounts)
    require_few(count=len(members) + len(outside))
    sees_money = viewer.allows(Permission.SEE_MONEY)
    sharing.require_grantable_money(wanted=money and bool(outside), sees_money=sees_money)
    mail = BoardMail.objects.create(
        board=board,
        every=rhythm.every,
        on_day=rhythm.on_day,
        hour=rhythm.hour,
        money=money,
        made_by_id=by,
        made_at=at,
        due_at=_next(rhythm, at),
    )
    MailTo.objects.bulk_create(
        [
            *(MailTo(mail=mail, account_id=one) for one in members),
            *(MailTo(mail=mail, address=one) for one in outside),
        ]
    )
    fact = BoardMailPlanned(board_id=board_id, mail_id=mail.id, every=rhythm.every)
    outbox.tell(fact=fact, actor_id=by, at=at)
    return mail.id


@transaction.atomic
def end_mail(*, board_id: int, mail_id: int, by: int, at: datetime) -> None:
    """Send a board no more by this mail. Raises `UnknownMail`, `NotYourBoard`."""
    mail = _own(board_id, mail_id, by)
    mail.delete()
    outbox.tell(fact=BoardMailEnded(board_id=board_id, mail_id=mail_id), actor_id=by, at=at)


@transaction.atomic
def pause_mail(*, board_id: int, mail_id: int, by: int, at: datetime) -> bool:
    """Pause a mail, or let it go on with the next occasion; return whether it is paused now.

    Raises `UnknownMail`, `NotYourBoard`.
    """
    mail = _own(board_id, mail_id, by)
    rhythm = occasions.Rhythm(mail.every, mail.on_day, mail.hour)
    mail.paused_at = None if mail.paused_at else at
    mail.due_at = _next(rhythm, at)
    mail.save(update_fields=["paused_at", "due_at"])
    return mail.paused_at is not None


@transaction.atomic
def leave_mail(*, to_id: int, at: datetime) -> None:
    """Take somebody off a mail, as they asked for. Whoever left already has left."""
    to = MailTo.objects.select_for_update().filter(id=to_id, left_at=None).first()
    if to is None:
        return
    to.left_at = at
    to.save(update_fields=["left_at"])
    outbox.tell(fact=BoardMailLeft(mail_id=to.mail_id, to_id=to_id), actor_id=to.account_id, at=at)


def leave_own_mail(*, to_id: int, account_id: int, at: datetime) -> None:
    """Take a member off a mail that they get themselves. Raises `UnknownMail`."""
    if not MailTo.objects.filter(id=to_id, account_id=account_id).exists():
        raise unknown_mail()
    leave_mail(to_id=to_id, at=at)


def _own(board_id: int, mail_id: int, by: int) -> BoardMail:
    mail = BoardMail.objects.select_for_update().filter(id=mail_id, board_id=board_id).first()
    if mail is None:
        raise unknown_mail()
    owning.require_may_change(made_by=mail.board.made_by_id, viewer=get_viewer(account_id=by))
    return mail


def _members(accounts: Sequence[int]) -> list[int]:
    """Return those who may see numbers; everybody else is no recipient."""
    active = Account.objects.filter(id__in=accounts, is_active=True).exclude(role=Role.GUEST)
    return list(active.order_by("id").values_list("id", flat=True))


def _next(rhythm: occasions.Rhythm, after: datetime) -> datetime:
    zone = get_company().timezone
    return occasions.next_occasion(rhythm=rhythm, after=after, timezone=zone)
