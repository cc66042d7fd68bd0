"""Writes about objectives, key results and check-ins: a module for each use case."""

from tenfold.techniques.dashboards.actions.goals.checking_in import Entry, check_in
from tenfold.techniques.dashboards.actions.goals.closing import (
    carry_over,
    close_objective,
    reopen_objective,
)
from tenfold.techniques.dashboards.actions.goals.deciding import (
    adopt_objective,
    archive_objective,
    decline_objective,
    unarchive_objective,
)
from tenfold.techniques.dashboards.actions.goals.proposing import (
    Said,
    change_objective,
    propose_objective,
)
from tenfold.techniques.dashboards.actions.goals.reminding import choose_day, remind_all
from tenfold.techniques.dashboards.actions.goals.results import (
    Wanted,
    add_key_result,
    change_key_result,
    remove_key_result,
)

__all__ = [
    "Entry",
    "Said",
    "Wanted",
    "add_key_result",
    "adopt_objective",
    "archive_objective",
    "carry_over",
    "change_key_result",
    "change_objective",
    "check_in",
    "choose_day",
    "close_objective",
    "decline_objective",
    "propose_objective",
    "remind_all",
    "remove_key_result",
    "reopen_objective",
    "unarchive_objective",
]
