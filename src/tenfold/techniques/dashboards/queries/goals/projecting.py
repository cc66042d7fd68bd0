"""Where a key result will be at its end, if it goes on as it did: see `stats.trends`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from tenfold.metrics.calendar import Grain
from tenfold.stats.trends import Prediction, predict_line, predict_sum
from tenfold.techniques.dashboards.queries.goals.standing import Known
from tenfold.techniques.dashboards.rules.goals.results import Kind

WINDOWS = 8
"""A rate or a level is projected from its last eight stretches that do not overlap."""

_DAY = timedelta(days=1)


def project_sum(*, known: Known) -> Prediction | None:
    """Return so far, and what the days that are left will add to it.

    None once the period is over, and of fewer than fourteen whole days.
    """
    left = _days(known.of.ends_at - known.until)
    if left <= 0 or known.now is None:
        return None
    whole = [float(one) for one in known.parts[: _count_whole_days(known)]]
    # Today is neither whole nor over: what is left of it is a part of a day to come.
    more = predict_sum(parts=whole, more=left)
    if more is None:
        return None
    now = float(known.now)
    return Prediction(now + more.value, now + more.low, now + more.high)


def project_windows(*, known: Known, windows: Sequence[Decimal | None]) -> Prediction | None:
    """Return what the trend of the last stretches, the newest first, says of the end."""
    if known.until >= known.of.ends_at or not known.of.reading.count:
        return None
    grain, count = Grain(known.of.reading.over.value), known.of.reading.count
    points = [
        (known.calendar.shifted(at=known.until, grain=grain, by=-count * back), float(value))
        for back, value in enumerate(windows)
        if value is not None
    ]
    return _line(points, known.of.ends_at)


def project_typed(*, known: Known) -> Prediction | None:
    """Return what the trend of the numbers that were typed says of the end."""
    if known.until >= known.of.ends_at or known.of.kind is not Kind.MANUAL:
        return None
    points = [(one.at, float(one.value)) for one in known.of.typed if one.at <= known.until]
    return _line(points, known.of.ends_at)


def _line(points: Sequence[tuple[datetime, float]], ends_at: datetime) -> Prediction | None:
    return predict_line(
        xs=[_days(at - ends_at) for at, _value in points],
        ys=[value for _at, value in points],
        at=0.0,
    )


def _count_whole_days(known: Known) -> int:
    first, last = (
        known.calendar.to_local(at=at).date() for at in (known.of.begins_at, known.until)
    )
    return (last - first).days


def _days(of: timedelta) -> float:
    return of / _DAY
