"""A key result's pace as a course: a point for each day, so that an alert can watch it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.models import KeyResult
from tenfold.techniques.dashboards.queries.goals.paces import Standing, get_pace
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule
from tenfold.techniques.dashboards.rules.alerts.episodes import Course, run
from tenfold.techniques.dashboards.rules.alerts.judging import OFF, ON, RISK, judge
from tenfold.techniques.dashboards.rules.goals.pace import Pace

DAYS = 14
_UNKNOWN = frozenset({Pace.NO_DATA, Pace.NOT_BEGUN})
_OFF = {Pace.OFF_TRACK: OFF, Pace.AT_RISK: RISK}


@dataclass(frozen=True)
class PaceOfDay:
    """How a key result stood at the end of a day, as a number that an alert can judge."""

    start: datetime
    value: float | None


@dataclass(frozen=True)
class PaceRun:
    """The course of a pace over [since, until)."""

    since: datetime
    until: datetime
    course: Course


def run_pace(*, result_id: int, rule: Rule, calendar: Calendar, at: datetime) -> PaceRun:
    """Return what became of a key result's pace in the last days; today's only where asked for.

    Raises what `get_pace` raises: also where the objective is over or no longer under way.
    """
    points = _points(get_pace(result_id=result_id, calendar=calendar, at=at), rule, calendar, at)
    today = _begin_of_day(at, calendar)
    since = calendar.shifted(at=today, grain=Grain.DAY, by=-DAYS)
    course = run(
        verdicts=judge(points=points, condition=rule.condition), hold=rule.hold, calm=rule.calm
    )
    return PaceRun(since=since, until=at if rule.unfinished else today, course=course)


def _begin_of_day(at: datetime, calendar: Calendar) -> datetime:
    return calendar.instant_of_day(day=calendar.to_local(at=at).date())


def _points(standing: Standing, rule: Rule, calendar: Calendar, at: datetime) -> list[PaceOfDay]:
    """Of the last days alone there is a pace for each; before, for each week."""
    today = calendar.to_local(at=at).date()
    first = today - timedelta(days=DAYS)
    days = {one.on: one.pace for one in standing.before if first <= one.on < today}
    if rule.unfinished:
        days[today] = standing.pace
    return [PaceOfDay(calendar.instant_of_day(day=on), _value(days[on])) for on in sorted(days)]


def _value(pace: Pace) -> float | None:
    return None if pace in _UNKNOWN else _OFF.get(pace, ON)


def name_result(*, result_id: int) -> str:
    """Return what a key result is called; "" where there is none."""
    found = KeyResult.objects.filter(id=result_id).values_list("title", flat=True).first()
    return found or ""
