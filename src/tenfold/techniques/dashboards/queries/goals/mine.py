"""The weekly check-in: all key results that somebody looks after, with what was said last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.rows import objectives
from tenfold.techniques.dashboards.queries.goals.viewing import Viewing
from tenfold.techniques.dashboards.queries.goals.views import CheckInView, ResultView
from tenfold.techniques.dashboards.rules.goals.results import Kind
from tenfold.techniques.dashboards.rules.goals.states import UNDER_WAY, State


@dataclass(frozen=True)
class Row:
    """One line of the check-in. `token` and `seen` go back with what is said."""

    result: ResultView
    objective_id: int
    objective: str
    last: CheckInView | None
    confidence: str
    typed: str
    token: UUID
    seen: int | None
    done_this_week: bool
    note: str = ""


@dataclass(frozen=True)
class CheckInPage:
    """All that is mine. `left`: how many nobody has said anything about this week."""

    rows: tuple[Row, ...]
    left: int


@dataclass(frozen=True)
class Typed:
    """What came in and was refused, to be shown again."""

    confidence: str
    note: str
    value: str
    token: UUID | None = None


def get_check_in(
    *, asker: Asker, goal: int | None = None, typed: Mapping[int, Typed] | None = None
) -> CheckInPage:
    """Return the viewer's own key results that are under way: those nobody looked at this week first.

    Mine is what I own. `goal`: those of this objective instead, where the viewer may check in there.
    `typed`: what was sent and refused, by key result.
    """
    mine: dict[str, object] = (
        {"owner_id": asker.viewer.account_id} if goal is None else {"id": goal}
    )
    rows = objectives().filter(**mine, **_open())
    viewing = Viewing(rows=rows, asker=asker)
    week = week_of(at=asker.at, calendar=asker.calendar)
    found = [
        _row(one, row, viewing, week, (typed or {}).get(one.id))
        for row in viewing.rows
        if viewing.phase(row) in UNDER_WAY and viewing.may_check_in(row)
        for one in row.results.all()
    ]
    ordered = sorted(found, key=lambda one: one.done_this_week)
    return CheckInPage(tuple(ordered), sum(not one.done_this_week for one in found))


def list_waiting(*, account_id: int, calendar: Calendar, at: datetime) -> tuple[KeyResult, ...]:
    """Return the key results of somebody that nobody has said anything about this week."""
    today = calendar.to_local(at=at).date()
    week = week_of(at=at, calendar=calendar)
    rows = KeyResult.objects.filter(
        removed_at__isnull=True,
        objective__owner_id=account_id,
        objective__state=State.ADOPTED,
        objective__archived_at__isnull=True,
        objective__starts_on__lte=today,
    )
    said = CheckIn.objects.filter(at__gte=week).values("result_id")
    return tuple(rows.exclude(id__in=said).select_related("objective"))


def week_of(*, at: datetime, calendar: Calendar) -> datetime:
    """Return when the week began that `at` lies in."""
    return calendar.periods(grain=Grain.WEEK, start=at, end=at).bounds[0]


def _open() -> dict[str, object]:
    return {"state": State.ADOPTED, "archived_at__isnull": True}


def _row(
    one: KeyResult, objective: Objective, viewing: Viewing, week: datetime, typed: Typed | None
) -> Row:
    view = viewing.result(one, objective=objective)
    said = list(one.check_ins.all())
    newest = said[-1] if said else None
    last = viewing.check_in(newest, one, hidden=bool(view.withheld)) if newest else None
    usual = newest.confidence if newest else ""
    return Row(
        result=view,
        objective_id=objective.id,
        objective=objective.title,
        last=last,
        confidence=typed.confidence if typed else usual,
        typed=typed.value if typed else _shown(one, newest),
        token=typed.token if typed and typed.token else uuid4(),
        seen=newest.id if newest else None,
        done_this_week=newest is not None and newest.at >= week,
        note=typed.note if typed else "",
    )


def _shown(one: KeyResult, newest: CheckIn | None) -> str:
    """Of a milestone whether it is done; of a typed number nothing, so that it is typed anew."""
    if one.kind == Kind.MILESTONE and newest is not None and newest.value:
        return "1"
    return ""
