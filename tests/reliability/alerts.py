"""What several processes do at once with one company's alerts, each started by the tests.

python alerts.py make           make an alert, and print its id
python alerts.py warn ADDRESS   make an urgent one that also tells a program, and print the secret
python alerts.py look ROUNDS    settle what fires and what is over, ROUNDS times in turn, and tell it
"""

import sys
from datetime import UTC, datetime, timedelta

import django

FIRST = datetime(2026, 11, 2, tzinfo=UTC)
DAY = timedelta(days=1)
LOOKED = FIRST + 90 * DAY
VALUES = ("norway", "denmark", "sweden")


def make() -> None:
    from tenfold.people.queries import find_first_owner
    from tenfold.techniques.dashboards.actions.alerts.making import Wanted, make_alert
    from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec

    owner = find_first_owner()
    assert owner is not None
    rule = rule_from_spec({"kind": "threshold", "side": "above", "value": 70})
    wanted = Wanted(title="Too warm", rule=rule, query="kind=mean&event=reading")
    print(make_alert(wanted=wanted, by=owner.account_id, at=FIRST))


def warn(address: str) -> None:
    from tenfold.kit import clock
    from tenfold.notices.actions import add_way
    from tenfold.notices.queries import list_ways
    from tenfold.people.queries import find_first_owner
    from tenfold.techniques.dashboards.actions.alerts.making import Listeners, Wanted, make_alert
    from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec

    owner = find_first_owner()
    assert owner is not None
    made = add_way(name="Program", kind="webhook", address=address, by=None, at=clock.now())
    heard = Listeners(accounts=(owner.account_id,), ways=tuple(one.id for one in list_ways()))
    rule = rule_from_spec({"kind": "threshold", "side": "above", "value": 70})
    wanted = Wanted(
        title="Too warm",
        rule=rule,
        query="kind=mean&event=reading",
        listeners=heard,
        urgent=True,
    )
    make_alert(wanted=wanted, by=owner.account_id, at=clock.now())
    print(made.secret)


def found(days: int):
    """Every value fires on each odd day and is over on each even one, up to so many days."""
    from tenfold.techniques.dashboards.queries.alerts.finding import Found
    from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
    from tenfold.techniques.dashboards.rules.alerts.episodes import run
    from tenfold.techniques.dashboards.rules.alerts.judging import Mark, Verdict

    verdicts = [
        Verdict(FIRST + n * DAY, Mark.HIT if n % 2 else Mark.CALM, 76.0, 70.0) for n in range(days)
    ]
    course = run(verdicts=verdicts, hold=1, calm=1)
    return Found(
        rule=rule_from_spec({"kind": "threshold", "side": "above", "value": 70}),
        since=FIRST,
        until=FIRST + days * DAY,
        courses=dict.fromkeys(VALUES, course),
        labels={value: (value,) for value in VALUES},
        unit="",
        is_money=False,
        persons=False,
    )


def look(rounds: int) -> None:
    from tenfold.metrics.calendar import Calendar
    from tenfold.techniques.dashboards.actions.alerts.settling import settle
    from tenfold.techniques.dashboards.actions.alerts.telling import tell_of_incidents
    from tenfold.techniques.dashboards.models import Alert

    alert = Alert.objects.get()
    for days in range(1, rounds + 1):
        at = LOOKED + days * timedelta(seconds=1)  # clocks of one machine: nobody is days behind
        settle(
            alert_id=alert.id,
            version=alert.version,
            found=found(days),
            calendar=Calendar(),
            at=at,
        )
        tell_of_incidents(at=at)
        print(days, flush=True)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "make":
        make()
    elif sys.argv[1] == "warn":
        warn(sys.argv[2])
    else:
        look(int(sys.argv[2]))
