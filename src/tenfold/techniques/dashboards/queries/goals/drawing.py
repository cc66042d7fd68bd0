"""The picture of a key result: its way, what is expected, the target, and where it leads."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.queries.goals.measured import Measured, PathPoint, ToMeasure
from tenfold.techniques.dashboards.queries.goals.saying import write
from tenfold.techniques.dashboards.queries.goals.views import RoadView
from tenfold.techniques.dashboards.rules.goals import drawing, pace
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape
from tenfold.ui.format import Formats


def draw(
    *,
    of: ToMeasure,
    found: Measured,
    title: str,
    calendar: Calendar,
    at: datetime,
    formats: Formats,
) -> RoadView | None:
    """Return the picture; None of a milestone, and where nothing is known yet."""
    if of.kind is Kind.MILESTONE or found.refusal is not None:
        return None
    until = min(at, of.ends_at)
    points = [
        (_share(of, _end_of(one, calendar)), float(one.value))
        for one in found.path
        if one.value is not None
    ]
    if found.value is not None and at >= of.begins_at:
        points.append((_share(of, until), float(found.value)))
    road = drawing.draw(
        points=points,
        expected=_expected(of, found, calendar),
        target=float(of.target),
        projection=_range(found),
    )
    if road is None:
        return None
    return RoadView(
        road=road,
        title=title,
        high=write(value=Decimal(repr(road.high)), unit=of.unit, formats=formats),
        low=write(value=Decimal(repr(road.low)), unit=of.unit, formats=formats),
        first=_day(of.begins_at, calendar, formats),
        last=formats.skeleton(on=_last(of, calendar), pattern="dMMM"),
        target=write(value=of.target, unit=of.unit, formats=formats),
        expected_by=say_expected(found=found),
        rows=tuple(_row(one, of, formats) for one in found.path),
    )


def say_expected(*, found: Measured) -> str:
    """Return by what it is expected to be how far."""
    if found.shape is Shape.LAST_YEAR:
        return _("expected: as much of the way as a year ago by the same day")
    return _("expected: a straight line from start to target")


def _expected(of: ToMeasure, found: Measured, calendar: Calendar) -> list[tuple[float, float]]:
    """Straight, or through what was expected at the end of each day that is over."""
    start, way = float(of.start), float(of.target - of.start)
    ends = [(0.0, start), (1.0, start + way)]
    if found.shape is Shape.LINE:
        return ends
    past = [
        (_share(of, _end_of(one, calendar)), start + way * float(one.expected))
        for one in found.path
    ]
    return [ends[0], *past, ends[1]]


def _range(found: Measured) -> drawing.Range | None:
    one = found.projection
    return None if one is None else drawing.Range(one.value, one.low, one.high)


def _end_of(point: PathPoint, calendar: Calendar) -> datetime:
    return calendar.instant_of_day(day=point.on.fromordinal(point.on.toordinal() + 1))


def _share(of: ToMeasure, at: datetime) -> float:
    return float(pace.share_expected(begins_at=of.begins_at, ends_at=of.ends_at, at=at))


def _row(point: PathPoint, of: ToMeasure, formats: Formats) -> tuple[str, str, str]:
    expected = of.start + (of.target - of.start) * point.expected
    return (
        formats.day(on=point.on),
        write(value=point.value, unit=of.unit, formats=formats),
        write(value=expected, unit=of.unit, formats=formats),
    )


def _day(at: datetime, calendar: Calendar, formats: Formats) -> str:
    return formats.skeleton(on=calendar.to_local(at=at).date(), pattern="dMMM")


def _last(of: ToMeasure, calendar: Calendar) -> date:
    return calendar.to_local(at=of.ends_at - timedelta(microseconds=1)).date()
