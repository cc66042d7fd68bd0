"""An alert that watches a key result."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tenfold.notices.models import Told
from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts
from tenfold.techniques.dashboards.actions.alerts.making import Wanted, make_alert
from tenfold.techniques.dashboards.actions.alerts.telling import tell_of_incidents
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.tests.alerts.conftest import Happen
from tenfold.techniques.dashboards.tests.conftest import NOW

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db
Make = Callable[..., int]


def watch(result_id: int, by: int, level: str = "off_track") -> int:
    rule = rule_from_spec({"kind": "goal", "level": level})
    wanted = Wanted(title="Ten boxes are off track", rule=rule, key_result=result_id)
    return make_alert(wanted=wanted, by=by, at=NOW - 9 * DAY)


def test_key_result__that_is_off_track__is_told_and_over_when_it_is_back(
    goal: Make,
    result: Make,
    say: Make,
    company: int,
) -> None:
    key_result = result(goal())
    say(key_result, value=1, days=8)
    watch(key_result, company)
    assert look_at_alerts(at=NOW).began == 1
    tell_of_incidents(at=NOW)
    assert Told.objects.get().subject.startswith("Ten of them went off track")
    say(key_result, value=9, days=0)
    assert look_at_alerts(at=NOW + DAY).ended == 1


def test_key_result__whose_objective_is_no_longer_under_way__says_so(
    goal: Make,
    result: Make,
    company: int,
) -> None:
    alert = watch(result(goal()) + 1_000, company)
    assert look_at_alerts(at=NOW).failed == 1
    assert Alert.objects.get(id=alert).problem
    assert not Incident.objects.exists()


def test_page__of_an_alert_for_a_key_result__makes_and_changes_it(
    client: Client, goal: Make, result: Make, happen: Happen
) -> None:
    happen("order", NOW - DAY, value=1)
    key_result = result(goal())
    assert f'value="goal={key_result}"' in client.get("/alerts/new/").content.decode()
    page = client.get(f"/alerts/new/?watch=goal%3D{key_result}").content.decode()
    assert "Ten of them" in page
    given = {"goal": key_result, "kind": "goal", "by": "day", "level": "at_risk", "hold": "2"}
    given |= {"title": "Ten are at risk", "do": "save"}
    client.post("/alerts/new/", given)
    row = Alert.objects.get()
    assert (row.key_result, row.query, row.rule["level"], row.rule["for"]) == (
        key_result, "", "at_risk", 2,
    )  # fmt: skip
    shown = client.get(f"/alerts/{row.id}/change/").content.decode()
    assert 'value="at_risk" selected' in shown
    client.post(f"/alerts/{row.id}/change/", {**given, "level": "off_track"})
    row.refresh_from_db()
    assert (row.key_result, row.rule["level"], row.version) == (key_result, "off_track", 2)
    assert "Ten are at risk" in client.get(f"/alerts/{row.id}/").content.decode()
