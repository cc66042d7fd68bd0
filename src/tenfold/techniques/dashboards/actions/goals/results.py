"""Giving an objective key results, changing them, taking them away."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.goals import KeyResultAdded, KeyResultChanged, KeyResultRemoved
from tenfold.metrics.queries import get_metric
from tenfold.techniques.dashboards.actions.goals import finding
from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.measuring import definition_of
from tenfold.techniques.dashboards.rules.goals import reading as readings
from tenfold.techniques.dashboards.rules.goals import results, states
from tenfold.techniques.dashboards.rules.goals.reading import SO_FAR, Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape, Way
from tenfold.techniques.dashboards.rules.goals.states import State


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a key result is to be.

    start, target  None of a milestone
    metric         of kind METRIC: the company's number, at `version`; None: as it is defined now
    query          what it is narrowed to, as Explore writes it into its address
    unit           in which start, target and number are
    """

    kind: Kind
    title: str
    due_on: date
    start: Decimal | None = None
    target: Decimal | None = None
    metric: str = ""
    version: int | None = None
    query: str = ""
    reading: Reading = SO_FAR
    unit: str = ""
    shape: Shape = Shape.LINE


@transaction.atomic
def add_key_result(*, objective_id: int, wanted: Wanted, by: int, at: datetime) -> int:
    """Give an objective a key result; return its id.

    Raises `UnknownObjective`, `NotYours`, `WrongState` once it is closed, `UnknownMetric`,
    `InvalidReading`, `InvalidKeyResult`.
    """
    row = finding.lock(objective_id=objective_id)
    finding.require_changer(row=row, by=by)
    _require_open(row)
    known = KeyResult.objects.filter(objective=row, removed_at__isnull=True)
    if known.count() >= results.MOST:
        raise results.InvalidKeyResult(
            _("An objective has at most %(most)d key results.") % {"most": results.MOST},
            next_step=_("Take one away, or make a second objective."),
        )
    values = _values(row, wanted)
    last = known.aggregate(last=Max("place"))["last"] or 0
    made = KeyResult.objects.create(**values, objective=row, place=last + 1)
    finding.count_change(row=row)
    fact = KeyResultAdded(objective_id=row.id, key_result_id=made.id, kind=made.kind)
    outbox.tell(fact=fact, actor_id=by, at=at)
    return made.id


@transaction.atomic
def change_key_result(
    *, result_id: int, wanted: Wanted, by: int, at: datetime, version: int | None = None
) -> None:
    """Make a key result another one; what was said about it stays.

    `version`: of the objective, as whoever asks has seen it. Raises what `add_key_result` raises,
    and `ChangedMeanwhile`.
    """
    objective, row = finding.lock_result(result_id=result_id, version=version)
    finding.require_changer(row=objective, by=by)
    _require_open(objective)
    for name, value in _values(objective, wanted).items():
        setattr(row, name, value)
    row.save()
    finding.count_change(row=objective)
    fact = KeyResultChanged(objective_id=objective.id, key_result_id=row.id)
    outbox.tell(fact=fact, actor_id=by, at=at)


@transaction.atomic
def remove_key_result(*, result_id: int, by: int, at: datetime) -> None:
    """Take a key result away; its check-ins are kept.

    Raises `UnknownObjective`, `NotYours`, `WrongState` once the objective is closed.
    """
    objective, row = finding.lock_result(result_id=result_id)
    finding.require_changer(row=objective, by=by)
    _require_open(objective)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    finding.count_change(row=objective)
    fact = KeyResultRemoved(objective_id=objective.id, key_result_id=row.id)
    outbox.tell(fact=fact, actor_id=by, at=at)


def _require_open(row: Objective) -> None:
    if row.state == State.CLOSED or row.archived_at is not None:
        raise states.WrongState(
            _("This objective is closed: its key results stay as they were."),
            next_step=_("Open it again, or carry it over into the next period."),
        )


def _values(objective: Objective, wanted: Wanted) -> dict[str, object]:
    period = finding.period_of(row=objective)
    values: dict[str, object] = {
        "kind": wanted.kind.value,
        "title": results.require_title(title=wanted.title),
        "due_on": wanted.due_on,
        "unit": wanted.unit,
    }
    if wanted.kind is Kind.MILESTONE:
        results.require_due(due_on=wanted.due_on, period=period)
        return {**values, **_of_no_metric(), "start": None, "target": None, "unit": ""}
    if wanted.start is None or wanted.target is None:
        raise results.InvalidKeyResult(
            _("Say where it begins, and where it is to be."), field="target"
        )
    way = Way(wanted.start, wanted.target, wanted.due_on)
    both = {"start": wanted.start, "target": wanted.target}
    if wanted.kind is Kind.MANUAL:
        results.require_way(way=way, period=period, counted_from_nothing=False)
        return {**values, **_of_no_metric(), **both}
    bound, counted = _bound(wanted)
    results.require_way(way=way, period=period, counted_from_nothing=counted)
    return {**values, **bound, **both}


def _of_no_metric() -> dict[str, object]:
    return {
        "metric": "", "metric_version": None, "query": "",
        "over": Over.SO_FAR.value, "count": 0, "shape": Shape.LINE.value,
    }  # fmt: skip


def _bound(wanted: Wanted) -> tuple[dict[str, object], bool]:
    metric = get_metric(name=wanted.metric, version=wanted.version or None)
    definition = definition_of(metric=metric.name, version=metric.version, query=wanted.query)
    readings.require_reading(reading=wanted.reading, definition=definition)
    so_far = wanted.reading.over is Over.SO_FAR
    counted = so_far and readings.grows(definition=definition)
    by_last_year = so_far and readings.adds_up(definition=definition)
    shape = wanted.shape if by_last_year else Shape.LINE
    values: dict[str, object] = {
        "metric": metric.name,
        "metric_version": metric.version,
        "query": wanted.query,
        "over": wanted.reading.over.value,
        "count": 0 if so_far else wanted.reading.count,
        "shape": shape.value,
    }
    return values, counted
