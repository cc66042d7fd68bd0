"""What is done in the background: gathering, sending, forgetting."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tenfold.jobs import Schedule, job
from tenfold.kit import clock
from tenfold.notices.actions.gathering import gather
from tenfold.notices.actions.handing_over import send_message
from tenfold.notices.actions.tidying import forget_old, look_after


@job("notices.gather", title=_("See what is to be told"), needs_log=False)
def gather_now() -> None:
    """Make messages of what waits and is due."""
    gather(at=clock.now())


@job("notices.send", title=_("Send a message"), needs_log=False)
def send_now(*, message_id: str, attempt: int) -> None:
    """Make one attempt at a message."""
    send_message(message_id=UUID(message_id), attempt=attempt, at=clock.now())


def look(*, at: datetime) -> None:
    """Gather what is due, and see to messages that whoever sent them left behind."""
    gather(at=at)
    look_after(at=at)


SCHEDULES = (
    Schedule(
        name="notices.look",
        title=_("See whether something waits to be told"),
        every=timedelta(minutes=1),
        run=look,
        needs_log=False,
    ),
    Schedule(
        name="notices.forget",
        title=_("Forget notices of long ago"),
        every=timedelta(days=1),
        run=forget_old,
        needs_log=False,
    ),
)
