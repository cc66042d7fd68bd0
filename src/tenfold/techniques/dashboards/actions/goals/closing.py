"""Closing an objective with a score, carrying it over into the next period, opening it again."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.goals import ObjectiveCarriedOver, ObjectiveReopened, ObjectiveScored
from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.actions.goals import finding
from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.measured import Measured
from tenfold.techniques.dashboards.queries.goals.measuring import measure_all
from tenfold.techniques.dashboards.queries.goals.rows import objectives, to_measure_all
from tenfold.techniques.dashboards.rules.goals import pace, periods, states
from tenfold.techniques.dashboards.rules.goals.reading import Over
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult, Kind
from tenfold.techniques.dashboards.rules.goals.states import State

_TENTH = Decimal("0.1")


def close_objective(
    *,
    objective_id: int,
    calendar: Calendar,
    by: int,
    at: datetime,
    score: Decimal | None = None,
    learned: str = "",
    carry_over: bool = False,
    version: int | None = None,
) -> int | None:
    """Close an objective with its score, and keep the numbers that it ended with.

    score       0.0 to 1.0 in tenths; None: as the numbers say (see `rules.goals.pace.score_of`)
    carry_over  go on with it in the next period; then the id of the new objective is returned

    It may be closed before its last day: then the numbers are those of now. Raises
    `UnknownObjective`, `ChangedMeanwhile`, `NotYours`, `WrongState` unless it was adopted and is
    not closed yet, `InvalidKeyResult` for a score outside of 0 to 1.
    """
    if score is not None and not (0 <= score <= 1 and score == score.quantize(_TENTH)):
        raise InvalidKeyResult(
            _("A score is 0.0 to 1.0, in tenths."),
            next_step=_("0.0: nothing of it came true; 0.7: most of it; 1.0: all of it."),
            field="score",
        )
    seen = objectives().filter(id=objective_id)
    measured = measure_all(
        results=to_measure_all(rows=seen, calendar=calendar),
        calendar=calendar,
        at=at,
        viewer=None,
        only_now=True,
    )
    with transaction.atomic():
        row = finding.lock(objective_id=objective_id, version=version)
        finding.require_changer(row=row, by=by)
        _require_adopted(row)
        results = list(KeyResult.objects.filter(objective=row, removed_at__isnull=True))
        _score_all(results, measured)
        _close(row, score, results, learned=learned, by=by, at=at)
        return _carry(row, results, by=by, at=at) if carry_over else None


def reopen_objective(*, objective_id: int, by: int, at: datetime) -> None:
    """Take the score back: the objective is under way again, with its key results.

    Raises `UnknownObjective`, `NotYours`, `WrongState` unless it is closed, or where it goes on in
    the next period already.
    """
    with transaction.atomic():
        row = finding.lock(objective_id=objective_id)
        finding.require_changer(row=row, by=by)
        if row.state != State.CLOSED or row.archived_at is not None:
            raise states.WrongState(_("This objective is not closed, or it is put away."))
        if Objective.objects.filter(carried_from=row).exists():
            raise states.WrongState(
                _("This objective goes on in the next period already."),
                next_step=_("Change the one it was carried into."),
            )
        row.state, row.score = State.ADOPTED.value, None
        row.closed_by_id, row.closed_at = None, None
        row.version += 1
        row.save()
        row.results.update(score=None, final=None)
        outbox.tell(fact=ObjectiveReopened(objective_id=row.id), actor_id=by, at=at)


def carry_over(*, objective_id: int, by: int, at: datetime) -> int:
    """Go on in the next period with an objective that is closed; return the new one's id.

    Carrying over twice is carrying over once. Raises `UnknownObjective`, `NotYours`, `WrongState`.
    """
    with transaction.atomic():
        row = finding.lock(objective_id=objective_id)
        finding.require_changer(row=row, by=by)
        if row.state != State.CLOSED:
            raise states.WrongState(
                _("Only a closed objective can be carried over."),
                next_step=_("Close it with its score first."),
            )
        into = Objective.objects.filter(carried_from=row).first()
        if into is not None:
            return into.id
        results = list(KeyResult.objects.filter(objective=row, removed_at__isnull=True))
        return _carry(row, results, by=by, at=at)


def _require_adopted(row: Objective) -> None:
    if row.state != State.ADOPTED or row.archived_at is not None:
        raise states.WrongState(
            _("Only an adopted objective can be closed."),
            next_step=_("A proposal is declined, and whatever is not wanted any more is archived."),
        )


def _score_all(results: list[KeyResult], measured: Mapping[int, Measured]) -> None:
    for row in results:
        found = measured.get(row.id)
        row.score = pace.score_of(done=None if found is None else found.done)
        row.final = None if found is None else found.value
        row.save(update_fields=["score", "final"])


def _close(
    row: Objective,
    score: Decimal | None,
    results: list[KeyResult],
    *,
    learned: str,
    by: int,
    at: datetime,
) -> None:
    proposed = pace.mean_of([one.score for one in results if one.score is not None])
    row.state, row.score = State.CLOSED.value, score
    if score is None:
        row.score = pace.score_of(done=proposed)
    row.learned = learned.strip()[:2_000]
    row.closed_by_id, row.closed_at = by, at
    row.version += 1
    row.save()
    outbox.tell(
        fact=ObjectiveScored(objective_id=row.id, score=float(row.score or 0)), actor_id=by, at=at
    )


def _carry(row: Objective, results: list[KeyResult], *, by: int, at: datetime) -> int:
    period = periods.following(period=finding.period_of(row=row))
    above = row.parent
    into = Objective.objects.create(
        title=row.title, about=row.about, length=period.length.value,
        starts_on=period.starts_on, ends_on=period.ends_on, owner=row.owner, team=row.team,
        parent=above and (Objective.objects.filter(carried_from=above).first() or above),
        serves_purpose=row.serves_purpose, serves=row.serves, carried_from=row,
        state=State.ADOPTED.value, proposed_by_id=by, proposed_at=at, decided_by_id=by,
        decided_at=at,
    )  # fmt: skip
    for one in results:
        if one.score is None or one.score < 1:
            _carry_result(one, into)
    fact = ObjectiveCarriedOver(objective_id=row.id, into_id=into.id)
    outbox.tell(fact=fact, actor_id=by, at=at)
    return into.id


def _carry_result(row: KeyResult, into: Objective) -> None:
    """It begins where it ended; what is counted from the first day on begins at 0 again."""
    start = row.start
    counted = row.kind == Kind.METRIC and row.over == Over.SO_FAR
    if not counted and row.final is not None and row.final != row.target and start is not None:
        start = row.final
    KeyResult.objects.create(
        objective=into, kind=row.kind, title=row.title, place=row.place, metric=row.metric,
        metric_version=row.metric_version, query=row.query, over=row.over, count=row.count,
        unit=row.unit, start=start, target=row.target, due_on=into.ends_on, shape=row.shape,
        carried_from=row,
    )  # fmt: skip
