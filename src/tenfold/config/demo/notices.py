"""How the people of Nordlys Gifts are told things. Nothing of the demo leaves the house."""

from datetime import datetime, time, timedelta

from tenfold.config.demo.teams import find_accounts

EVENING, MORNING = time(20), time(7)
_READ_WITHIN = timedelta(days=3)


def be_told(*, at: datetime) -> None:
    """Let everybody have read what is old, and two of them have quiet evenings.

    After everything that tells somebody something.
    """
    accounts = find_accounts()
    for account_id in accounts.values():
        _read_what_is_old(account_id, at)
    _choose_quiet_evenings(accounts["ingrid"], at, most_a_day=12)
    _choose_quiet_evenings(accounts["maja"], at, most_a_day=4)


def _read_what_is_old(account_id: int, at: datetime) -> None:
    from tenfold.notices.actions import mark_read
    from tenfold.notices.queries import list_notices

    found = list_notices(account_id=account_id, sees_money=True, unread_only=True)
    old = [one.id for one in found if one.told_at < at - _READ_WITHIN]
    mark_read(account_id=account_id, notice_ids=old, at=at)


def _choose_quiet_evenings(account_id: int, at: datetime, *, most_a_day: int) -> None:
    from tenfold.notices.actions import choose_hearing

    choose_hearing(
        account_id=account_id,
        timezone="",
        quiet_from=EVENING,
        quiet_until=MORNING,
        most_a_day=most_a_day,
        unwanted=(),
        at=at,
    )
