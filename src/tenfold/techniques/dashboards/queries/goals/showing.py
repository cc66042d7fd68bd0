"""Objectives as plain JSON values, for programs: numbers as numbers, and what they mean in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.rows import objectives
from tenfold.techniques.dashboards.queries.goals.viewing import Viewing, period_of
from tenfold.techniques.dashboards.rules.goals import periods, states
from tenfold.techniques.dashboards.rules.goals.results import Kind


def list_objectives(*, asker: Asker, period: str = "", team: int | None = None) -> Sequence[Any]:
    """Return the objectives that are not archived; of a period those whose own touches it.

    Raises `InvalidPeriod`.
    """
    rows = objectives().filter(archived_at__isnull=True)
    if period:
        wanted = periods.read_period(key=period)
        rows = rows.filter(starts_on__lte=wanted.ends_on, ends_on__gte=wanted.starts_on)
    if team is not None:
        rows = rows.filter(team_id=team)
    viewing = Viewing(rows=rows, asker=asker)
    return [_objective(row, viewing) for row in viewing.rows]


def show_objective(*, objective_id: int, asker: Asker) -> dict[str, Any]:
    """Return one objective with all that was said about it. Raises `UnknownObjective`."""
    row = objectives().filter(id=objective_id).first()
    if row is None:
        raise states.unknown_objective()
    viewing = Viewing(rows=[row], asker=asker)
    return _objective(viewing.rows[0], viewing)


def show_of_result(*, result_id: int, asker: Asker) -> dict[str, Any]:
    """Return the objective of a key result. Raises `UnknownObjective`."""
    row = KeyResult.objects.filter(id=result_id).first()
    if row is None:
        raise states.unknown_objective()
    return show_objective(objective_id=row.objective_id, asker=asker)


def _objective(row: Objective, viewing: Viewing) -> dict[str, Any]:
    whole = viewing.whole(row)
    view = viewing.objective(row)
    into = Objective.objects.filter(carried_from_id=row.id).first()
    return {
        "id": row.id,
        "title": row.title,
        "about": row.about,
        "period": period_of(row).key,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "owner": row.owner_id,
        "team": row.team_id,
        "parent": row.parent_id,
        "serves_purpose": row.serves_purpose,
        "serves": row.serves,
        "phase": view.phase,
        "reason": row.reason,
        "done": _plain(whole.done),
        "expected": _plain(whole.expected),
        "pace": whole.pace.value,
        "since": whole.since.isoformat() if whole.since else None,
        "sentence": view.say,
        "score": _plain(row.score),
        "learned": row.learned,
        "carried_from": row.carried_from_id,
        "carried_into": into.id if into else None,
        "version": row.version,
        "key_results": [_result(one, row, viewing) for one in row.results.all()],
    }


def _result(row: KeyResult, objective: Objective, viewing: Viewing) -> dict[str, Any]:
    found = viewing.measured[row.id]
    view = viewing.result(row, objective=objective)
    hidden = found.refusal is not None
    projection = found.projection
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "metric": row.metric or None,
        "metric_version": row.metric_version,
        "query": row.query,
        "over": row.over if row.kind == Kind.METRIC else None,
        "count": row.count,
        "unit": row.unit,
        "start": None if hidden else _plain(row.start),
        "target": None if hidden else _plain(row.target),
        "due_on": row.due_on.isoformat(),
        "shape": found.shape.value,
        "value": None if hidden else _plain(found.value),
        "of": view.of,
        "done": None if hidden else _plain(found.done),
        "expected": _plain(found.expected),
        "pace": None if hidden else found.pace.value,
        "since": found.since.isoformat() if found.since and not hidden else None,
        "projection": None
        if projection is None or hidden
        else {"value": projection.value, "low": projection.low, "high": projection.high},
        "score": _plain(row.score),
        "hidden": view.withheld,
        "check_ins": [_check_in(one, hidden=hidden) for one in row.check_ins.all()],
    }


def _check_in(row: CheckIn, *, hidden: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "by": row.by_id,
        "at": row.at.isoformat(),
        "value": None if hidden else _plain(row.value),
        "confidence": row.confidence,
        "note": row.note,
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
