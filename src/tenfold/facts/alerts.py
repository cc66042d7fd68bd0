"""Facts of the technique `dashboards`: alerts and their incidents."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class AlertMade(Fact):
    """Somebody wants to be warned. `watches` is threshold, change, missing or goal."""

    alert_id: int
    watches: str


@dataclass(frozen=True, kw_only=True)
class AlertChanged(Fact):
    """An alert watches for something else, tells others, was paused or woken."""

    alert_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AlertRemoved(Fact):
    """An alert was taken away. Its incidents and its history stay."""

    alert_id: int


@dataclass(frozen=True, kw_only=True)
class AlertFired(Fact):
    """What an alert watches for has happened."""

    alert_id: int
    incident_id: int


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(Fact):
    """Somebody has taken an incident. `minutes`: how long it had waited for somebody."""

    alert_id: int
    incident_id: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class AlertResolved(Fact):
    """An incident is over. `how`: calm, person, gone or changed."""

    alert_id: int
    incident_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class AlertWithdrawn(Fact):
    """An incident was none: what came in late (late) or a clock (clock) shows it."""

    alert_id: int
    incident_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class AlertFailing(Fact):
    """What an alert asks can no longer be answered."""

    alert_id: int
    failures: int
