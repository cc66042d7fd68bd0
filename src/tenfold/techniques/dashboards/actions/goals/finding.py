"""Rows that an action is about, locked until its transaction ends."""

from datetime import date

from django.db.models import F

from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.whose import belongs, get_someone
from tenfold.techniques.dashboards.rules.goals import authority, states
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.techniques.dashboards.rules.goals.states import Phase, State


def lock(*, objective_id: int, version: int | None = None) -> Objective:
    """Return the objective. Raises `UnknownObjective`, and `ChangedMeanwhile` for an old version."""
    row = Objective.objects.select_for_update().filter(id=objective_id).first()
    if row is None:
        raise states.unknown_objective()
    if version is not None and row.version != version:
        raise states.changed_meanwhile()
    return row


def lock_result(*, result_id: int, version: int | None = None) -> tuple[Objective, KeyResult]:
    """Return a key result that was not taken away, and its objective, both locked.

    Raises `UnknownObjective`, `ChangedMeanwhile`.
    """
    found = KeyResult.objects.filter(id=result_id, removed_at__isnull=True).first()
    if found is None:
        raise states.unknown_objective()
    objective = lock(objective_id=found.objective_id, version=version)
    row = KeyResult.objects.select_for_update().filter(id=result_id, removed_at__isnull=True)
    locked = row.first()
    if locked is None:  # taken away while we waited for the objective
        raise states.unknown_objective()
    return objective, locked


def period_of(*, row: Objective) -> Period:
    """Return the objective's period."""
    return Period(row.starts_on, row.ends_on, Length(row.length))


def phase_of(*, row: Objective, today: date) -> Phase:
    """Return where the objective is."""
    return states.phase_of(
        state=State(row.state),
        archived=row.archived_at is not None,
        period=period_of(row=row),
        today=today,
    )


def require_changer(*, row: Objective, by: int) -> None:
    """Raise `NotYours` unless `by` may change the objective, `UnknownMember` for nobody."""
    who = get_someone(account_id=by)
    authority.require(authority.may_change(who=who, of=belongs(row=row)))


def count_change(*, row: Objective) -> None:
    """Let whoever looks at the objective as it was know that it is another one now."""
    Objective.objects.filter(id=row.id).update(version=F("version") + 1)
    row.refresh_from_db(fields=["version"])
