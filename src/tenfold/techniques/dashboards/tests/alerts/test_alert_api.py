"""Alerts for programs and on the command line."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import typer
from django.test import Client
from typer.testing import CliRunner

from tenfold.eventlog.store import EventLog
from tenfold.kit import operations
from tenfold.kit.operations import Call, install_runner
from tenfold.people.models import Account
from tenfold.techniques.dashboards import commands
from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.tests.alerts.conftest import READING, Happen, Warn
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell

DAY = timedelta(days=1)
RULE = {"kind": "threshold", "side": "above", "value": 70}
GIVEN = {"title": "Too warm", "query": READING, "rule": RULE, "quiet": ["22:00", "07:00"]}
pytestmark = pytest.mark.django_db


def send(client: Client, method: str, path: str, given: object = None) -> Any:
    body = {} if method == "get" else {"data": json.dumps(given)}
    answer = getattr(client, method)(path, **body, content_type="application/json")
    return answer.status_code, (answer.json() if answer.content else None)


@pytest.fixture
def fired(happen: Happen, warn: Warn) -> Incident:
    """An alert that fired yesterday, and nobody has it."""
    happen("reading", NOW - DAY, value=76, machine="press-2")
    warn(READING, **RULE)
    look_at_alerts(at=NOW)
    return Incident.objects.get()


@pytest.fixture
def tenfold(log: EventLog, company: int, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run one command line and return what it printed."""
    monkeypatch.setattr(operations, "_runner", [])
    install_runner(lambda asked, arguments, _: asked.run(Call(log=log), **arguments))
    app = typer.Typer()
    commands.register(app)

    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(app, ["alerts", *words])
        assert done.exit_code == status, done.output
        return done.stdout if status == 0 else done.output

    return run


def test_alert__made_changed_and_removed_by_a_program__is_as_it_says(
    client: Client, happen: Happen
) -> None:
    status, made = send(client, "post", "/api/alerts", GIVEN)
    assert (status, made["state"], made["quiet"]) == (201, "ok", ["22:00", "07:00"])
    assert made["rule"] == {**RULE, "by": "day", "for": 1, "calm": 1, "unfinished": False}
    changed = {**GIVEN, "rule": {**RULE, "value": 75}}
    status, now = send(client, "put", f"/api/alerts/{made['id']}", changed)
    assert (status, now["version"], now["rule"]["value"]) == (200, 2, 75)
    assert client.delete(f"/api/alerts/{made['id']}").status_code == 204
    status, gone = send(client, "get", f"/api/alerts/{made['id']}")
    assert (status, gone["code"]) == (404, "unknown_alert")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rule": {**RULE, "value": "much"}}, "value"),
        ({"query": "kind=retention"}, "query"),
        ({"query": "kind=segment"}, "query"),
        ({"title": " "}, "title"),
    ],
)
def test_alert__that_makes_no_sense__is_refused_at_its_field(
    client: Client, given: dict[str, object], field: str
) -> None:
    status, said = send(client, "post", "/api/alerts", {**GIVEN, **given})
    assert (status, said["code"], said["field"]) == (422, "invalid_alert", field)
    assert not Alert.objects.exists()


def test_rule__tried_by_a_program__says_how_often_it_would_have_fired(
    client: Client, happen: Happen
) -> None:
    happen("reading", NOW - DAY, value=76)
    status, past = send(client, "post", "/api/alerts/past", {"rule": RULE, "query": READING})
    assert status == 200
    assert past["sentence"] == "It would have fired once in the last 90 days, yesterday."
    assert [one["sentence"] for one in past["firings"]] == [
        "Reading, on average was 76 yesterday, above 70."
    ]


def test_incident__handled_by_a_program__stands_as_it_says(
    client: Client, fired: Incident, company: int
) -> None:
    status, listed = send(client, "get", "/api/incidents")
    assert (status, [one["value"] for one in listed]) == (200, [76.0])
    here = f"/api/incidents/{fired.id}"
    _, taken = send(client, "post", f"{here}/acknowledge", {"note": "Mine"})
    assert (taken["stage"], taken["holder"]) == ("acknowledged", company)
    _, later = send(client, "post", f"{here}/snooze", {"until": "2026-11-26T09:00:00"})
    assert later["put_off_until"].startswith("2026-11-26T08:00:00")  # nine on the company's wall
    _, done = send(client, "post", f"{here}/resolve", {})
    assert (done["stage"], done["ended"]) == ("resolved", "person")
    status, said = send(client, "post", f"{here}/acknowledge", {})
    assert (status, said["code"]) == (409, "incident_over")
    assert send(client, "get", "/api/incidents") == (200, [])


def test_incident__of_money__has_no_amounts_for_whom_may_not_see_them(
    client: Client, sell: Sell, warn: Warn, as_member: Callable[..., Client]
) -> None:
    sell(50, days=1)
    warn("kind=mean&event=order", **{**RULE, "side": "below"})
    look_at_alerts(at=NOW)
    member = as_member(sees_money=False)
    _, (one,) = send(member, "get", "/api/incidents")
    assert (one["value"], one["against"]) == (None, None)
    assert one["sentence"].endswith(" was below its limit yesterday.")
    page = member.get(f"/alerts/incidents/{one['id']}/").content.decode()
    assert "50.00" not in page
    said = send(member, "get", f"/api/alerts/{one['alert']}")[1]
    assert said["says"].endswith(": below a limit that is hidden, by day")
    assert said["rule"]["value"] is None


def test_alert_of_somebody_else__changed_by_a_member__is_refused(
    client: Client, fired: Incident, as_member: Callable[..., Client]
) -> None:
    other = Account.objects.create(email="lars@example.com", role="owner", joined_at=NOW)
    Alert.objects.update(owner=other)
    status, said = send(as_member(), "put", f"/api/alerts/{fired.alert_id}", GIVEN)
    assert (status, said["code"]) == (403, "not_your_alert")


def test_command_list__says_what_is_watched_and_what_it_is_up_to(
    tenfold: Any, fired: Incident
) -> None:
    (one,) = json.loads(tenfold("list", "--format", "json"))
    assert (one["state"], one["says"]) == ("firing", "Reading, on average: above 70, by day")
    assert "firing" in tenfold("list")


def test_command_test__says_how_often_it_would_have_fired(tenfold: Any, fired: Incident) -> None:
    said = tenfold("test", READING, "--rule", json.dumps(RULE))
    assert "It would have fired once in the last 90 days" in said
    assert "JSON" in tenfold("test", READING, "--rule", "[]", status=2)


def test_command_run__looks_and_tells(tenfold: Any, happen: Happen, warn: Warn) -> None:
    happen("reading", NOW - DAY, value=76)
    warn(READING, **RULE)
    assert json.loads(tenfold("run", "--format", "json")) == {
        "alerts": 1, "began": 1, "ended": 0, "failed": 0, "messages": 1,
    }  # fmt: skip
    assert "0 looked at" in tenfold("run")
