"""Adopting what was proposed, or declining it for a reason; putting away and taking out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.goals import ObjectiveArchived, ObjectiveDeclined, ObjectiveUnarchived
from tenfold.techniques.dashboards.actions.goals import finding
from tenfold.techniques.dashboards.actions.goals.proposing import take_on
from tenfold.techniques.dashboards.queries.goals.whose import belongs, get_someone
from tenfold.techniques.dashboards.rules.goals import authority, states
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult
from tenfold.techniques.dashboards.rules.goals.states import State

_LONGEST = 500


@transaction.atomic
def adopt_objective(*, objective_id: int, by: int, at: datetime) -> None:
    """Take a proposed objective on, or one that was declined before.

    Adopting twice is adopting once. Raises `UnknownObjective`, `NotYours`, `WrongState`.
    """
    row = finding.lock(objective_id=objective_id)
    authority.require(authority.may_decide(who=get_someone(account_id=by), of=belongs(row=row)))
    if row.state == State.ADOPTED:
        return
    if row.state == State.CLOSED or row.archived_at is not None:
        raise states.WrongState(_("This objective is closed or put away: it cannot be adopted."))
    take_on(row=row, by=by, at=at)


@transaction.atomic
def decline_objective(*, objective_id: int, reason: str, by: int, at: datetime) -> None:
    """Say no to a proposal, and why. It stays, and can still be adopted later.

    Raises `UnknownObjective`, `NotYours`, `WrongState`, `InvalidKeyResult` without a reason.
    """
    row = finding.lock(objective_id=objective_id)
    authority.require(authority.may_decide(who=get_someone(account_id=by), of=belongs(row=row)))
    if row.state != State.PROPOSED or row.archived_at is not None:
        raise states.WrongState(
            _("This objective is no proposal any more."),
            next_step=_("Close it with a score, or archive it."),
        )
    if not reason.strip() or len(reason) > _LONGEST:
        raise InvalidKeyResult(
            _("Whoever proposed it wants to know why."),
            next_step=_("Write one sentence, at most 500 characters."),
            field="reason",
        )
    row.state, row.reason = State.DECLINED.value, reason.strip()
    row.decided_by_id, row.decided_at = by, at
    row.version += 1
    row.save()
    outbox.tell(
        fact=ObjectiveDeclined(objective_id=row.id, team_id=row.team_id), actor_id=by, at=at
    )


@transaction.atomic
def archive_objective(*, objective_id: int, by: int, at: datetime) -> None:
    """Put an objective away, whatever became of it. Raises `UnknownObjective`, `NotYours`."""
    row = finding.lock(objective_id=objective_id)
    finding.require_changer(row=row, by=by)
    if row.archived_at is None:
        row.archived_at = at
        row.version += 1
        row.save()
        outbox.tell(fact=ObjectiveArchived(objective_id=row.id), actor_id=by, at=at)


@transaction.atomic
def unarchive_objective(*, objective_id: int, by: int, at: datetime) -> None:
    """Take an objective out again, as it was. Raises `UnknownObjective`, `NotYours`."""
    row = finding.lock(objective_id=objective_id)
    finding.require_changer(row=row, by=by)
    if row.archived_at is not None:
        row.archived_at = None
        row.version += 1
        row.save()
        outbox.tell(fact=ObjectiveUnarchived(objective_id=row.id), actor_id=by, at=at)
