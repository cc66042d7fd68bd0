"""What the technique wants done again and again."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tenfold.jobs.declaring import Schedule, job


def look_at_alerts(*, at: datetime) -> dict[str, int]:
    """Look whether alerts fire, and tell whoever listens."""
    from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts as look
    from tenfold.techniques.dashboards.actions.alerts.telling import tell_of_incidents

    found = look(at=at)
    messages = tell_of_incidents(at=at)
    return {
        "alerts": found.alerts,
        "began": found.began,
        "ended": found.ended,
        "failed": found.failed,
        "messages": messages,
    }


def send_due_boards(*, at: datetime) -> dict[str, int]:
    """See which boards are to be sent by e-mail, and ask for it."""
    from tenfold.techniques.dashboards.actions.boards.sending import plan_due

    return {"mails": plan_due(at=at)}


@job("dashboards.send_board", title=_("Send a board by e-mail"))
def send_board(*, to_id: int, occasion: str) -> None:
    """Send a board to one of those who get it."""
    from tenfold.techniques.dashboards.actions.boards import sending

    sending.send_board(to_id=to_id, occasion=occasion)


@job("dashboards.send_board_now", title=_("Send a board to somebody who asked for it"))
def send_board_now(*, board_id: int, account_id: int, asked_at: str) -> None:
    """Send a board to one member."""
    from tenfold.techniques.dashboards.actions.boards import sending

    sending.send_now(board_id=board_id, account_id=account_id, asked_at=asked_at)


def remind_of_check_ins(*, at: datetime) -> dict[str, int]:
    """Remind whoever has not said this week how their goals go."""
    from tenfold.techniques.dashboards.actions.goals.reminding import remind_all

    return {"reminded": remind_all(at=at)}


SCHEDULES = (
    Schedule(
        name="dashboards.remind_of_check_ins",
        title=_("Remind people of their weekly check-in"),
        every=timedelta(minutes=15),
        run=remind_of_check_ins,
        needs_log=False,
    ),
    Schedule(
        name="dashboards.look_at_alerts",
        title=_("Look whether alerts fire"),
        every=timedelta(minutes=1),
        run=look_at_alerts,
    ),
    Schedule(
        name="dashboards.send_boards",
        title=_("See which boards are to be sent by e-mail"),
        every=timedelta(minutes=1),
        run=send_due_boards,
        needs_log=False,
    ),
)
