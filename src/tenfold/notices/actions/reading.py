"""Having read what was told."""

from collections.abc import Collection
from datetime import datetime

from tenfold.notices.models import Entry
from tenfold.notices.rules.missing import unknown_notice


def mark_read(*, account_id: int, at: datetime, notice_ids: Collection[int] | None = None) -> int:
    """Mark these notices in somebody's inbox as read, or all of them; return how many were new."""
    unread = Entry.objects.filter(account_id=account_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(told_id__in=notice_ids)
    return unread.update(read_at=at)


def mark_unread(*, account_id: int, notice_id: int) -> None:
    """Put a notice back among those to be read. Raises `UnknownNotice`."""
    if not Entry.objects.filter(account_id=account_id, told_id=notice_id).update(read_at=None):
        raise unknown_notice()


def open_notice(*, account_id: int, notice_id: int, at: datetime) -> str:
    """Mark a notice as read and return where it is dealt with. Raises `UnknownNotice`."""
    entry = Entry.objects.select_related("told").filter(account_id=account_id, told_id=notice_id)
    found = entry.first()
    if found is None:
        raise unknown_notice()
    mark_read(account_id=account_id, notice_ids=[notice_id], at=at)
    return found.told.path
