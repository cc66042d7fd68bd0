"""The pace of key results, for whoever warns when one is off track."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.measuring import measure_all
from tenfold.techniques.dashboards.queries.goals.rows import to_measure
from tenfold.techniques.dashboards.rules.goals import states
from tenfold.techniques.dashboards.rules.goals.pace import Pace, Stood
from tenfold.techniques.dashboards.rules.goals.states import State


@dataclass(frozen=True, slots=True)
class Standing:
    """How a key result stands, for the company itself: money is not hidden here.

    since     since which day the pace is what it is; None: since today, or not known
    done      the share of the way that is gone; None: nobody knows
    before    how it stood at the end of earlier days, in order: each of the last 14, then weekly
    metric    the company's number that it is bound to; "": typed by hand, or a milestone
    """

    result_id: int
    objective_id: int
    title: str
    objective: str
    owner_id: int
    team_id: int | None
    pace: Pace
    since: date | None
    done: Decimal | None
    expected: Decimal
    value: Decimal | None
    target: Decimal
    unit: str
    metric: str
    before: tuple[Stood, ...]


@dataclass(frozen=True, slots=True)
class OpenResult:
    """A key result that is under way, to choose from."""

    id: int
    title: str
    objective: str


def get_pace(*, result_id: int, calendar: Calendar, at: datetime) -> Standing:
    """Return how a key result stands at `at`, as far as the log knows now.

    Raises `UnknownObjective` for one that there is not, or whose objective is not under way, and
    what its number is refused for.
    """
    row = _open(calendar, at).filter(id=result_id).first()
    if row is None:
        raise states.unknown_objective()
    of = to_measure(row=row, calendar=calendar)
    found = measure_all(results=[of], calendar=calendar, at=at, viewer=None)[row.id]
    if found.refusal is not None:
        raise found.refusal
    objective: Objective = row.objective
    return Standing(
        result_id=row.id,
        objective_id=objective.id,
        title=row.title,
        objective=objective.title,
        owner_id=objective.owner_id,
        team_id=objective.team_id,
        pace=found.pace,
        since=found.since,
        done=found.done,
        expected=found.expected,
        value=found.value,
        target=of.target,
        unit=row.unit,
        metric=row.metric,
        before=tuple(Stood(one.on, one.pace) for one in found.path),
    )


def list_open_results(*, calendar: Calendar, at: datetime) -> tuple[OpenResult, ...]:
    """Return the key results that are under way, by objective."""
    rows = _open(calendar, at).order_by("objective__title", "place", "id")
    return tuple(OpenResult(row.id, row.title, row.objective.title) for row in rows)


def _open(calendar: Calendar, at: datetime) -> QuerySet[KeyResult]:
    today = calendar.to_local(at=at).date()
    return KeyResult.objects.select_related("objective").filter(
        removed_at__isnull=True,
        objective__state=State.ADOPTED,
        objective__archived_at__isnull=True,
        objective__starts_on__lte=today,
    )
