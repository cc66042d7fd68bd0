"""Alerts as pages: made with a look at the past, seen, taken, put off, dealt with."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts
from tenfold.techniques.dashboards.models import Alert, AlertChange, Incident
from tenfold.techniques.dashboards.tests.alerts.conftest import READING, Happen, Warn
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell

DAY = timedelta(days=1)
WARM = {"kind": "threshold", "side": "above", "value": 70, "by": "day"}
FORM = {
    "query": READING,
    "kind": "threshold",
    "by": "day",
    "side": "above",
    "value": "70",
    "hold": "1",
    "calm": "1",
    "title": "Press too warm",
    "about": "Call Lars.",
    "do": "save",
}

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


@pytest.fixture
def fired(happen: Happen, warn: Warn) -> Incident:
    """An alert that fired yesterday, and nobody has it."""
    happen("reading", NOW - 2 * DAY, value=66)
    happen("reading", NOW - DAY, value=76)
    warn(READING, about="Call Lars.", **WARM)
    look_at_alerts(at=NOW)
    return Incident.objects.get()


def test_list__without_anything__teaches_what_an_alert_is(client: Client) -> None:
    assert "Be told before it is too late" in text(client.get("/alerts/"))


def test_list__with_one_that_fired__says_what_happened_first(
    client: Client, fired: Incident
) -> None:
    page = text(client.get("/alerts/"))
    assert "Reading, on average was 76 yesterday, above 70." in page
    assert "nobody has it yet" in page
    assert f"/alerts/incidents/{fired.id}/" in page


def test_new__of_a_number__says_how_often_it_would_have_fired(
    client: Client, happen: Happen
) -> None:
    for days, value in enumerate((61, 60, 63, 60, 65), 1):
        happen("reading", NOW - days * DAY, value=value)
    page = text(client.get(f"/alerts/new/?{READING}"))
    assert "Reading, on average" in page
    shown = text(client.post("/alerts/preview/", {**FORM, "value": "62"}))
    assert "It would have fired 2 times in the last 90 days, the last time on Sunday." in shown


def test_new__saved__is_there_and_its_maker_is_told(client: Client, happen: Happen) -> None:
    happen("reading", NOW - DAY, value=61)
    answer = client.post("/alerts/new/", FORM)
    alert = Alert.objects.get()
    assert answer["Location"] == f"/alerts/{alert.id}/"
    assert alert.listeners == {"accounts": [alert.owner_id], "teams": [], "ways": []}
    assert "Call Lars." in text(client.get(f"/alerts/{alert.id}/"))


def test_new__without_a_limit__says_so_at_the_field(client: Client, happen: Happen) -> None:
    happen("reading", NOW - DAY, value=61)
    page = text(client.post("/alerts/new/", {**FORM, "value": ""}))
    assert "How far may it go?" in page
    assert not Alert.objects.exists()


def test_new__of_a_share__takes_per_cent(client: Client, sell: Sell) -> None:
    sell(10, country="Norway")
    sell(10, country="Denmark")
    query = (
        "kind=ratio&of.kind=count&of.event=order&of.where.1.property=country&of.where.1.op=is"
        "&of.where.1.value=Norway&per.kind=count&per.event=order"
    )
    client.post("/alerts/new/", {**FORM, "query": query, "side": "below", "value": "80"})
    assert Alert.objects.get().rule["value"] == 0.8


def test_incident__opened_from_a_message__says_what_happened_and_what_to_do(
    client: Client, fired: Incident
) -> None:
    page = text(client.get(f"/alerts/incidents/{fired.id}/"))
    assert "<h1>Reading, on average was 76 yesterday, above 70.</h1>" in page
    assert "Call Lars." in page
    assert "I look into it" in page


def test_incident__taken_with_a_note__is_somebodys_and_written_down(
    client: Client, fired: Incident, company: int
) -> None:
    client.post(f"/alerts/incidents/{fired.id}/take/", {"note": "I am on my way"})
    fired.refresh_from_db()
    assert (fired.stage, fired.holder_id) == ("acknowledged", company)
    line = AlertChange.objects.get(what="taken")
    assert (line.by_id, line.says) == (company, {"note": "I am on my way"})
    assert "You have it" in text(client.get(f"/alerts/incidents/{fired.id}/"))


@pytest.mark.parametrize(
    ("door", "given", "stage"),
    [("done", {"note": "Bearing replaced"}, "resolved"), ("later", {"until": "hour"}, "firing"),
     ("back", {}, "firing")],
)  # fmt: skip
def test_incident__through_each_door__stands_as_it_says(
    client: Client, fired: Incident, door: str, given: dict[str, str], stage: str
) -> None:
    answer = client.post(f"/alerts/incidents/{fired.id}/{door}/", given)
    assert answer["Location"] == f"/alerts/incidents/{fired.id}/"
    fired.refresh_from_db()
    assert fired.stage == stage


def test_incident__that_is_over__can_be_taken_by_nobody(client: Client, fired: Incident) -> None:
    client.post(f"/alerts/incidents/{fired.id}/done/")
    page = text(client.post(f"/alerts/incidents/{fired.id}/take/", follow=True))
    assert "This is over already." in page


def test_alert_of_somebody_else__changed_by_a_member__is_refused(
    client: Client, fired: Incident, as_member: Callable[..., Client], company: int
) -> None:
    from tenfold.people.models import Account

    other = Account.objects.create(
        email="lars@example.com", name="Lars", role="owner", joined_at=NOW
    )
    Alert.objects.update(owner=other)
    member = as_member()
    answer = member.post(f"/alerts/{fired.alert_id}/pause/", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_alert")
