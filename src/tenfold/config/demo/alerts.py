"""The alerts of Nordlys Gifts: what each warns of, and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tenfold.config.demo.teams import find_accounts
from tenfold.kit import clock


@dataclass(frozen=True)
class DemoAlert:
    """An alert of the demo company: whose it is, what it watches, what to do, who is told."""

    title: str
    owner: str
    query: str
    rule: dict[str, Any]
    about: str
    team: str
    urgent: bool = False
    others: tuple[str, ...] = ()


WARM = DemoAlert(
    title="Press-2 runs too warm",
    owner="ingrid",
    query="kind=metric&name=press_2_peak",
    rule={"kind": "threshold", "side": "above", "value": 70, "back": 68, "by": "day", "calm": 3},
    about="Feel the bearing on the left. If it is hot, stop the press and call the workshop.",
    team="Press",
    others=("maja",),
)
LATE = DemoAlert(
    title="Parcels leave late",
    owner="amina",
    query="kind=metric&name=sent_within_a_day",
    rule={"kind": "threshold", "side": "below", "value": 0.65, "back": 0.7, "by": "week"},
    about="Look at the parcels by country: where papers are missing, ask the office for them.",
    team="Packing",
    others=("maja",),
)
SILENT = DemoAlert(
    title="A sensor is silent",
    owner="jonas",
    query="kind=count&event=reading&split=machine",
    rule={"kind": "missing", "usual": True, "by": "hour", "for": 2},
    about="Look whether the box at the press has power, then whether the network is there.",
    team="Press",
    urgent=True,
)
FALLS = DemoAlert(
    title="Revenue falls",
    owner="maja",
    query="kind=metric&name=revenue",
    rule={"kind": "change", "way": "down", "amount": 30, "against": "before", "by": "week"},
    about="Look at Explore: fewer visits, or fewer orders a visit? The card payment failed once.",
    team="Shop",
)
_WARM_FOR, _TAKEN_AFTER, _LOOKED_AGAIN = timedelta(days=5), timedelta(hours=2), timedelta(days=8)
_MADE_BEFORE = timedelta(days=30)


def make_alerts(*, teams: dict[str, int], at: datetime) -> None:
    """Make them, and let what happened in the autumn have happened.

    Press-2 warned five days before it failed, and Ingrid took it. That parcels leave late is watched
    since yesterday; it has fired, and nobody has it yet.
    """
    accounts = find_accounts()
    failed = _failed_at(at)
    warm = _make(WARM, accounts, teams, failed - _MADE_BEFORE)
    _remember(warm, accounts["ingrid"], failed)
    for alert in (SILENT, FALLS):
        _make(alert, accounts, teams, failed)
    _make(LATE, accounts, teams, at - timedelta(days=1))
    _look(at)


def _failed_at(at: datetime) -> datetime:
    """Return when press-2 stopped."""
    from tenfold.config.demo import machines, truth
    from tenfold.config.demo.days import days_until

    last_on = at.astimezone(ZoneInfo(truth.TIMEZONE)).date()
    return clock.from_micros(micros=machines.failed_at(days=days_until(last_on=last_on)))


def _make(alert: DemoAlert, accounts: dict[str, int], teams: dict[str, int], at: datetime) -> int:
    from tenfold.techniques.dashboards.actions.alerts.making import (
        Listeners,
        Wanted,
        make_alert,
    )
    from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec

    owner = accounts[alert.owner]
    wanted = Wanted(
        title=alert.title,
        rule=rule_from_spec(alert.rule),
        query=alert.query,
        about=alert.about,
        listeners=Listeners(
            accounts=(owner, *(accounts[one] for one in alert.others)),
            teams=(teams[alert.team],),
        ),
        urgent=alert.urgent,
    )
    return make_alert(wanted=wanted, by=owner, at=at)


def _remember(alert_id: int, ingrid: int, failed: datetime) -> None:
    """Let the press warn, be looked after, fail and be mended."""
    from tenfold.techniques.dashboards.actions.alerts import handling
    from tenfold.techniques.dashboards.models import Incident

    warned = failed - _WARM_FOR
    _look(warned)
    fired = Incident.objects.filter(alert_id=alert_id, closed_at__isnull=True).first()
    if fired is not None:
        handling.acknowledge(
            incident_id=fired.id,
            by=ingrid,
            at=warned + _TAKEN_AFTER,
            note="The bearing hums. I have written a suggestion to have it replaced.",
        )
    _look(failed + _LOOKED_AGAIN)


def _look(at: datetime) -> None:
    from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts
    from tenfold.techniques.dashboards.actions.alerts.telling import tell_of_incidents

    look_at_alerts(at=at)
    tell_of_incidents(at=at)
