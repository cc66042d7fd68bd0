"""From rows to what is measured of them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.measured import ToMeasure, Typed
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape

_DAY = timedelta(days=1)


def objectives() -> QuerySet[Objective]:
    """Return objectives with their key results and check-ins, read in few statements."""
    results = KeyResult.objects.filter(removed_at__isnull=True).prefetch_related(
        Prefetch("check_ins", CheckIn.objects.select_related("by").order_by("at", "id"))
    )
    return Objective.objects.select_related(
        "owner", "team", "parent", "proposed_by"
    ).prefetch_related(Prefetch("results", results))


def to_measure(*, row: KeyResult, calendar: Calendar) -> ToMeasure:
    """Return what must be known of a key result to measure it."""
    is_milestone = row.kind == Kind.MILESTONE
    return ToMeasure(
        id=row.id,
        kind=Kind(row.kind),
        start=Decimal(0) if is_milestone or row.start is None else row.start,
        target=Decimal(1) if is_milestone or row.target is None else row.target,
        begins_at=calendar.instant_of_day(day=row.objective.starts_on),
        ends_at=calendar.instant_of_day(day=row.due_on + _DAY),
        reading=Reading(Over(row.over), row.count),
        shape=Shape(row.shape),
        metric=row.metric,
        version=row.metric_version or 0,
        query=row.query,
        unit=row.unit,
        typed=_typed(row.check_ins.all()) if row.kind != Kind.METRIC else (),
    )


def to_measure_all(*, rows: Iterable[Objective], calendar: Calendar) -> Sequence[ToMeasure]:
    """Return the same of all key results of some objectives."""
    found = []
    for objective in rows:
        for row in objective.results.all():
            row.objective = objective
            found.append(to_measure(row=row, calendar=calendar))
    return found


def _typed(rows: Iterable[CheckIn]) -> tuple[Typed, ...]:
    return tuple(
        Typed(row.at, row.value)
        for row in sorted(rows, key=lambda row: (row.at, row.id))
        if row.value is not None
    )
