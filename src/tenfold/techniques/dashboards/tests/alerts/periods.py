"""Points for tests of rules: one a period, as short as they can be written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FIRST = datetime(2026, 11, 2, tzinfo=COPENHAGEN)  # a Monday
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Properties hold on a busy machine, too."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Value:
    """A value of a period."""

    start: datetime
    value: float | None


def days(*values: float | None, first: datetime = FIRST) -> list[Value]:
    """Return a value for each day from the first on."""
    return [Value(first + n * DAY, value) for n, value in enumerate(values)]
