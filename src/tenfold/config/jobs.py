"""What the house itself has done again and again: `settings.JOBS_OF_THE_HOUSE` names this module."""

from django.utils.translation import gettext_lazy as _

from tenfold.config.backup_plan import plan_of, take_backup
from tenfold.config.home import current_home
from tenfold.config.housekeeping import EVERY, tidy_up
from tenfold.jobs.declaring import Schedule

_PLAN = plan_of(home=current_home())
_BACKUP = Schedule(
    name="house.back_up",
    title=_("Back up the company"),
    every=_PLAN.every,
    run=take_backup,
    long=True,
)
_TIDY_UP = Schedule(
    name="house.tidy_up",
    title=_("Throw away what nobody needs any more"),
    every=EVERY,
    run=tidy_up,
    long=True,
)
SCHEDULES = (_BACKUP, _TIDY_UP) if _PLAN.every else (_TIDY_UP,)
