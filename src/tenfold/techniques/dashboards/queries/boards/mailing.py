"""The mails of a board: how often, to whom, when last and when next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from tenfold.people.models import Account
from tenfold.people.permissions import Role
from tenfold.techniques.dashboards.models import BoardMail, MailTo


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a board. `to_leave`: the viewer's own, which they may end themselves."""

    name: str
    outside: bool
    left: bool
    to_leave: int | None


@dataclass(frozen=True)
class MailView:
    """A mail in the list."""

    id: int
    rhythm: str
    money: bool
    to: tuple[Recipient, ...]
    due_at: datetime | None
    sent_at: datetime | None
    made_by: str


def list_mails(*, board_id: int, account_id: int) -> tuple[MailView, ...]:
    """Return the mails of a board."""
    rows = BoardMail.objects.filter(board_id=board_id).select_related("made_by")
    rows = rows.annotate(last_sent=Max("to__sent__sent_at")).prefetch_related("to__account")
    return tuple(_view(row, account_id) for row in rows)


def list_members() -> tuple[tuple[int, str], ...]:
    """Return who can get a board: members who may see numbers, by name."""
    active = Account.objects.filter(is_active=True).exclude(role=Role.GUEST)
    return tuple(active.order_by("name", "id").values_list("id", "name"))


def find_recipient(*, to_id: int) -> str | None:
    """Return the title of the board that somebody gets; None where they are no recipient."""
    to = MailTo.objects.select_related("mail__board").filter(id=to_id).first()
    return None if to is None else to.mail.board.title


def say_rhythm(*, every: str, on_day: int, hour: int) -> str:
    """Return when a board is sent: "each Monday at 7:00"."""
    at = f"{hour}:00"
    if every == "day":
        return _("each day at %(hour)s") % {"hour": at}
    if every == "week":
        return _("each %(day)s at %(hour)s") % {"day": WEEKDAYS[on_day - 1], "hour": at}
    return _("on day %(day)d of each month at %(hour)s") % {"day": on_day, "hour": at}


def _view(row: BoardMail, account_id: int) -> MailView:
    return MailView(
        id=row.id,
        rhythm=say_rhythm(every=row.every, on_day=row.on_day, hour=row.hour),
        money=row.money,
        to=tuple(_recipient(one, account_id) for one in row.to.all()),
        due_at=None if row.paused_at else row.due_at,
        sent_at=row.last_sent,  # type: ignore[attr-defined]
        made_by=row.made_by.name,
    )


def _recipient(to: MailTo, account_id: int) -> Recipient:
    mine = to.account_id == account_id and to.left_at is None
    return Recipient(
        name=to.account.name if to.account else to.address,
        outside=to.account is None,
        left=to.left_at is not None,
        to_leave=to.id if mine else None,
    )
