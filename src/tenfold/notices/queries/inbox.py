"""Somebody's inbox."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.notices.kinds import KIND_TITLES
from tenfold.notices.models import Entry
from tenfold.notices.texts import text_of


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in somebody's inbox, as they may see it."""

    id: int
    kind: str
    kind_title: str
    subject: str
    lines: tuple[str, ...]
    path: str
    verb: str
    urgent: bool
    told_at: datetime
    is_read: bool


def list_notices(
    *, account_id: int, sees_money: bool, unread_only: bool = False, limit: int = 100
) -> tuple[NoticeView, ...]:
    """Return somebody's inbox, newest first, without money where they may not see it."""
    rows = Entry.objects.select_related("told").filter(account_id=account_id)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return tuple(_notice(row, sees_money) for row in rows.order_by("-told__told_at", "-id")[:limit])


def count_unread(*, account_id: int) -> int:
    """Return how many notices in somebody's inbox they have not read."""
    return Entry.objects.filter(account_id=account_id, read_at__isnull=True).count()


def _notice(row: Entry, sees_money: bool) -> NoticeView:
    told = row.told
    text = text_of(told=told, sees_money=sees_money)
    return NoticeView(
        id=told.id,
        kind=told.kind,
        kind_title=str(KIND_TITLES[told.kind]),
        subject=text.subject,
        lines=text.lines,
        path=told.path,
        verb=told.verb,
        urgent=told.urgent,
        told_at=told.told_at,
        is_read=row.read_at is not None,
    )
