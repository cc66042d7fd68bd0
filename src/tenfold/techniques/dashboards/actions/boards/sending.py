"""Sending boards by e-mail: each occasion once, to each who gets it."""

from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenfold.jobs import GiveUp, enqueue
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.notices.actions import tell
from tenfold.notices.letters import home_url
from tenfold.notices.notice import Audience, Kind, Notice
from tenfold.notices.sending.letter import Letter, NotDelivered, Part
from tenfold.notices.sending.mail import send_mail
from tenfold.people.queries import get_company
from tenfold.techniques.dashboards.models import BoardMail, MailSent, MailTo
from tenfold.techniques.dashboards.queries.boards.letters import (
    Written,
    write_for_member,
    write_for_outside,
)
from tenfold.techniques.dashboards.rules.boards import occasions

JOB = "dashboards.send_board"
NOW = "dashboards.send_board_now"
_SALT = "tenfold.dashboards.leave"


def plan_due(*, at: datetime) -> int:
    """Ask for the sending of every board that is due; return how many mails were.

    Whatever was missed while Tenfold was off is sent once, as of now.
    """
    due = BoardMail.objects.filter(due_at__lte=at, paused_at=None, board__archived_at=None)
    return sum(_plan(mail_id, at) for mail_id in due.values_list("id", flat=True))


@transaction.atomic
def _plan(mail_id: int, at: datetime) -> int:
    mail = BoardMail.objects.select_for_update().filter(id=mail_id).first()
    if mail is None or mail.paused_at:
        return 0
    zone = get_company().timezone
    rhythm = occasions.Rhythm(mail.every, mail.on_day, mail.hour)
    occasion = occasions.occasion_now_due(rhythm=rhythm, due_at=mail.due_at, at=at, timezone=zone)
    if occasion is None:  # another worker was faster
        return 0
    mail.due_at = occasions.next_occasion(rhythm=rhythm, after=at, timezone=zone)
    mail.save(update_fields=["due_at"])
    for to in mail.to.filter(left_at=None):
        enqueue(
            job=JOB,
            arguments={"to_id": to.id, "occasion": occasion.isoformat()},
            key=f"{to.id}/{occasion.isoformat()}",
        )
    return 1


def send_board(*, to_id: int, occasion: str) -> None:
    """Send a board to one who gets it, unless it went to them on this occasion already.

    A mail to an address outside is the same message (Message-ID) at every attempt: where the
    process is killed between the mail server's yes and our note of it, the second is dropped by
    whoever gets both. Raises `NotDelivered` where it is to be tried again.
    """
    to = MailTo.objects.select_related("mail__board").filter(id=to_id, left_at=None).first()
    occasion_at = datetime.fromisoformat(occasion)
    if to is None or MailSent.objects.filter(to_id=to_id, occasion_at=occasion_at).exists():
        return
    at = clock.now()
    company = get_company()
    with translation.override(company.language), timezone.override(company.timezone):
        if to.account_id is None:
            _send_outside(to, occasion_at, at)
        else:
            _tell_member(to, occasion_at, at)


def ask_to_send_now(*, board_id: int, account_id: int, at: datetime) -> None:
    """Ask for a board to be sent to one member now."""
    arguments = {"board_id": board_id, "account_id": account_id, "asked_at": at.isoformat()}
    with transaction.atomic():
        enqueue(job=NOW, arguments=arguments, key=f"{board_id}/{account_id}/{at.isoformat()}")


def send_now(*, board_id: int, account_id: int, asked_at: str) -> None:
    """Send a board to one member who asked for it."""
    at, company = clock.now(), get_company()
    with translation.override(company.language), timezone.override(company.timezone):
        written = write_for_member(board_id=board_id, account_id=account_id, at=at)
        key = f"board:{board_id}:now:{account_id}:{asked_at}"
        with transaction.atomic():
            _tell(written, board_id=board_id, account_id=account_id, key=key, at=at)


def leave_url(*, to_id: int) -> str:
    """Return the whole link with which somebody outside gets a board no more."""
    token = signing.Signer(salt=_SALT).sign(str(to_id))
    return home_url() + reverse("dashboards:mail_leave", args=[token])


def read_leave(*, token: str) -> int | None:
    """Return whom a link is of; None where it is none of ours."""
    try:
        return int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _tell_member(to: MailTo, occasion_at: datetime, at: datetime) -> None:
    account_id = int(to.account_id or 0)
    written = write_for_member(board_id=to.mail.board_id, account_id=account_id, at=at)
    key = f"board-mail:{to.id}:{occasion_at.isoformat()}"
    try:
        with transaction.atomic():
            MailSent.objects.create(to=to, occasion_at=occasion_at, sent_at=at)
            _tell(written, board_id=to.mail.board_id, account_id=account_id, key=key, at=at)
    except IntegrityError:
        return  # another worker has sent it meanwhile


def _tell(written: Written, *, board_id: int, account_id: int, key: str, at: datetime) -> None:
    """A member whose right to see money is taken away meanwhile hears what is without."""
    without = write_for_outside(board_id=board_id, money=False, at=at)
    open_pictures = {one.name for one in without.pictures}
    pictures = tuple(replace(one, money=one.name not in open_pictures) for one in written.pictures)
    notice = Notice(
        kind=Kind.BOARD,
        key=key,
        subject=written.subject,
        lines=written.lines,
        lines_without_money=without.lines,
        path=reverse("dashboards:board", args=[board_id]),
        verb=_("Look at the board"),
        pictures=pictures,
    )
    tell(notice=notice, to=Audience(accounts=(account_id,)), at=at)


def _send_outside(to: MailTo, occasion_at: datetime, at: datetime) -> None:
    try:
        written = write_for_outside(board_id=to.mail.board_id, money=to.mail.money, at=at)
    except Refusal:
        return  # the board was put away since
    letter = write_letter(to_id=to.id, written=written, occasion_at=occasion_at)
    try:
        send_mail(letter=letter, to=to.address)
    except NotDelivered as problem:
        if problem.is_final:
            raise GiveUp(problem.problem) from None
        raise
    MailSent.objects.get_or_create(
        to=to, occasion_at=occasion_at, defaults={"sent_at": clock.now()}
    )


def write_letter(*, to_id: int, written: Written, occasion_at: datetime) -> Letter:
    """Return what an address outside gets: no link into the house, and one that ends the mails."""
    part = Part(
        notice_id=0,
        kind=Kind.BOARD.value,
        key=f"board-mail:{to_id}",
        subject=written.subject,
        lines=written.lines,
        url="",
        verb="",
        urgent=False,
        told_at=occasion_at,
        pictures=written.pictures,
    )
    return Letter(
        id=uuid5(NAMESPACE_URL, f"{leave_url(to_id=to_id)}#{occasion_at.isoformat()}"),
        made_at=occasion_at,
        company=get_company().name,
        home_url="",
        parts=(part,),
        choose_url=leave_url(to_id=to_id),
        choose_says=_("Get these mails no more"),
        one_click=True,
    )
