"""Looking whether alerts fire, over a real log and real rows."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tenfold.eventlog.store import EventLog
from tenfold.notices.models import Entry, Told
from tenfold.notices.queries import list_notices
from tenfold.outbox.models import OutboxRow
from tenfold.people.models import Account
from tenfold.techniques.dashboards.actions.alerts import handling, making
from tenfold.techniques.dashboards.actions.alerts.looking import look_at_alerts
from tenfold.techniques.dashboards.actions.alerts.making import Listeners
from tenfold.techniques.dashboards.actions.alerts.telling import tell_of_incidents
from tenfold.techniques.dashboards.models import Alert, AlertChange, AlertMessage, Incident
from tenfold.techniques.dashboards.queries.alerts import finding
from tenfold.techniques.dashboards.queries.alerts.needs import list_needs
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.owning import FAILURES_UNTIL_TOLD
from tenfold.techniques.dashboards.rules.alerts.telling import Quiet
from tenfold.techniques.dashboards.tests.alerts.conftest import READING, Happen, Warn
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WARM = {"kind": "threshold", "side": "above", "value": 70, "by": "day"}
SENTENCE = "Reading, on average was 76 yesterday, above 70."

pytestmark = pytest.mark.django_db


@pytest.fixture
def warm(happen: Happen, warn: Warn) -> int:
    """An alert of a press that was too warm yesterday."""
    happen("reading", NOW - 2 * DAY, value=66)
    happen("reading", NOW - DAY, value=76)
    return warn(READING, **WARM)


def history() -> list[str]:
    return list(AlertChange.objects.order_by("id").values_list("what", flat=True))


def facts() -> list[str]:
    names = OutboxRow.objects.order_by("at", "pk").values_list("name", flat=True)
    return [name for name in names if name.startswith("Alert")]


def subjects() -> list[str]:
    return list(Told.objects.order_by("id").values_list("subject", flat=True))


def test_alert__when_yesterday_was_too_warm__fires_once_and_tells_once(warm: int) -> None:
    first = look_at_alerts(at=NOW)
    again = look_at_alerts(at=NOW, only=[warm])
    assert (first.began, again.began) == (1, 0)
    assert [tell_of_incidents(at=NOW), tell_of_incidents(at=NOW)] == [1, 0]
    assert subjects() == [SENTENCE]
    assert history() == ["made", "began", "told"]
    assert facts() == ["AlertMade", "AlertFired"]


def test_alert__of_today__waits_until_the_day_is_over(happen: Happen, warn: Warn) -> None:
    happen("reading", NOW - timedelta(hours=1), value=90)
    warn(READING, **WARM)
    assert look_at_alerts(at=NOW).began == 0
    assert look_at_alerts(at=NOW + DAY).began == 1


def test_alert__that_judges_what_goes_on__fires_at_once(happen: Happen, warn: Warn) -> None:
    happen("reading", NOW - timedelta(hours=1), value=90)
    warn(READING, **WARM, unfinished=True)
    assert look_at_alerts(at=NOW).began == 1


def test_alert__looked_at__is_not_due_before_its_time(warm: int) -> None:
    assert look_at_alerts(at=NOW).alerts == 1
    assert look_at_alerts(at=NOW + 14 * MINUTE).alerts == 0
    assert look_at_alerts(at=NOW + 15 * MINUTE).alerts == 1


def test_incident__when_a_day_was_calm_again__is_over_and_that_is_told(
    warm: int, happen: Happen
) -> None:
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    happen("reading", NOW, value=60)
    assert look_at_alerts(at=NOW + DAY).ended == 1
    tell_of_incidents(at=NOW + DAY)
    assert Incident.objects.get().ended == "calm"
    assert subjects()[1].startswith("Over again: Reading, on average was 76")
    assert facts()[-1] == "AlertResolved"


def test_incident__when_late_events_show_that_it_was_not_so__is_withdrawn_and_that_is_told(
    warm: int, happen: Happen
) -> None:
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    happen("reading", NOW - DAY, value=50)
    look_at_alerts(at=NOW, only=[warm])
    tell_of_incidents(at=NOW)
    row = Incident.objects.get()
    assert (row.stage, row.ended) == ("withdrawn", "late")
    assert subjects()[1].startswith("It was nothing after all:")
    assert facts()[-1] == "AlertWithdrawn"


def test_incident__withdrawn_before_anybody_heard_of_it__is_told_to_nobody(
    warm: int, happen: Happen
) -> None:
    look_at_alerts(at=NOW)
    happen("reading", NOW - DAY, value=50)
    look_at_alerts(at=NOW, only=[warm])
    assert tell_of_incidents(at=NOW) == 0


def test_alert__by_a_breakdown__has_an_incident_for_each_value(happen: Happen, warn: Warn) -> None:
    for machine, value in (("press-1", 60), ("press-2", 80), ("press-3", 90)):
        happen("reading", NOW - DAY, value=value, machine=machine)
    warn(f"{READING}&split=machine", **WARM)
    assert look_at_alerts(at=NOW).began == 2
    assert tell_of_incidents(at=NOW) == 1
    labels = Incident.objects.order_by("labels").values_list("labels", flat=True)
    assert list(labels) == [["press-2"], ["press-3"]]
    told = Told.objects.get()
    assert told.subject.startswith("2 things to look into: Reading, on average (press-2) was 80")
    assert len(told.lines) == 2


def test_alert__of_persons__names_nobody_in_its_message(
    happen: Happen, warn: Warn, company: int
) -> None:
    happen("reading", NOW - DAY, value=80, email="ida@example.com")
    warn(f"{READING}&split=email", **WARM)
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    assert "(somebody) was 80" in Told.objects.get().subject


def test_message__of_money__says_no_amount_to_whom_may_not_see_it(
    sell: Sell, warn: Warn, company: int
) -> None:
    sell(50, days=1)
    other = Account.objects.create(email="lars@example.com", role="member", joined_at=NOW)
    warn(
        "kind=mean&event=order",
        **{**WARM, "side": "below"},
        listeners=Listeners(accounts=(company, other.id)),
    )
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    (seen,) = list_notices(account_id=company, sees_money=True)
    (hidden,) = list_notices(account_id=other.id, sees_money=False)
    assert "€50.00" in seen.subject
    assert hidden.subject == "Order, on average was below its limit yesterday."
    assert "50" not in " ".join(hidden.lines)


def test_alerts__of_many__are_read_together(
    happen: Happen, warn: Warn, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen("reading", NOW - DAY, value=80)
    for kind in ("mean", "max", "min", "sum", "count"):
        warn(f"kind={kind}&event=reading", **WARM)
    reads: list[str] = []
    read = log.read
    monkeypatch.setattr(log, "read", lambda sql, *a, **k: reads.append(sql) or read(sql, *a, **k))
    look_at_alerts(at=NOW)
    assert Alert.objects.filter(looked_at=NOW).count() == 5
    assert sum("AS MATERIALIZED" in sql for sql in reads) == 1


def test_alert__that_cannot_be_answered__fails_alone_and_its_owner_is_told_once(
    warm: int, warn: Warn
) -> None:
    broken = warn("kind=metric&name=revenue", title="Broken", **WARM)
    Alert.objects.filter(id=broken).update(query="kind=metric&name=gone")
    for n in range(FAILURES_UNTIL_TOLD + 2):
        found = look_at_alerts(at=NOW + n * 15 * MINUTE)
        assert found.failed == 1
    assert Incident.objects.get().alert_id == warm
    assert subjects() == ["The alert “Broken” can no longer be answered"]
    assert "There is no metric “gone”." in Alert.objects.get(id=broken).problem
    Alert.objects.filter(id=broken).update(query="kind=metric&name=revenue")
    assert look_at_alerts(at=NOW + DAY).failed == 0
    assert Alert.objects.get(id=broken).failures == 0
    assert history()[-2:] != ["failing", "failing"]
    assert "answering" in history()


def test_alert__whose_question_breaks__takes_no_neighbour_along(
    warm: int, warn: Warn, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = warn("kind=count&event=reading", title="Broken", **WARM)
    real = finding.watching.look

    def look(*, watch, answer):  # type: ignore[no-untyped-def]
        if watch.question.definition.kind == "count":
            raise ZeroDivisionError
        return real(watch=watch, answer=answer)

    monkeypatch.setattr(finding.watching, "look", look)
    found = look_at_alerts(at=NOW)
    assert (found.began, found.failed) == (1, 1)
    assert "server's log" in Alert.objects.get(id=broken).problem


def test_alert__whose_owner_may_no_longer_see_money__is_not_answered(
    sell: Sell, warn: Warn, as_member: Callable[..., Client]
) -> None:
    sell(50, days=1)
    alert = warn("kind=sum&event=order", **{**WARM, "side": "below"})
    as_member(sees_money=False)
    assert look_at_alerts(at=NOW).failed == 1
    assert "amount of money" in Alert.objects.get(id=alert).problem


def test_alert__whose_owner_has_left__says_that_nobody_looks(warm: int) -> None:
    Account.objects.update(is_active=False)
    assert look_at_alerts(at=NOW).failed == 1
    assert "can no longer sign in" in Alert.objects.get().problem


def test_quiet_hours__until_morning__hold_the_message_back(happen: Happen, warn: Warn) -> None:
    happen("reading", NOW - DAY, value=76)
    warn(READING, **WARM, quiet=Quiet(time(12), time(13)))  # it is 12:30 on the wall
    look_at_alerts(at=NOW)
    assert tell_of_incidents(at=NOW) == 0
    assert tell_of_incidents(at=NOW + 30 * MINUTE) == 1


def test_incident__put_off__is_told_again_when_its_time_has_come(warm: int, company: int) -> None:
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    row = Incident.objects.get()
    handling.put_off(incident_id=row.id, until=NOW + 2 * MINUTE, by=company, at=NOW)
    assert tell_of_incidents(at=NOW + MINUTE) == 0
    assert tell_of_incidents(at=NOW + 2 * MINUTE) == 1
    assert subjects()[1].startswith("Still so:")
    assert tell_of_incidents(at=NOW + 3 * MINUTE) == 0


def test_incident__dealt_with_while_it_goes_on__stays_closed(
    warm: int, company: int, happen: Happen
) -> None:
    look_at_alerts(at=NOW)
    handling.resolve(incident_id=Incident.objects.get().id, by=company, at=NOW, note="Mended")
    happen("reading", NOW, value=80)
    look_at_alerts(at=NOW + DAY)
    row = Incident.objects.get()
    assert (row.stage, row.ended, row.hits) == ("resolved", "person", 2)


def test_alert__that_watches_for_something_else__closes_what_was_open_quietly(
    warm: int, company: int
) -> None:
    look_at_alerts(at=NOW)
    wanted = making.Wanted(
        title="Press far too warm",
        query=READING,
        rule=rule_from_spec({**WARM, "value": 75}),
        listeners=Listeners(accounts=(company,)),
    )
    assert making.change_alert(alert_id=warm, wanted=wanted, by=company, at=NOW) == 2
    assert Incident.objects.get().ended == "changed"
    assert tell_of_incidents(at=NOW) == 0
    assert look_at_alerts(at=NOW).began == 1
    assert list(Incident.objects.order_by("id").values_list("version", flat=True)) == [1, 2]


def test_alert__paused_and_woken__does_not_look_meanwhile(warm: int, company: int) -> None:
    making.pause_alert(alert_id=warm, by=company, at=NOW)
    assert look_at_alerts(at=NOW).alerts == 0
    making.wake_alert(alert_id=warm, by=company, at=NOW)
    assert look_at_alerts(at=NOW).began == 1


def test_look__of_a_clock_that_ran_ahead__is_undone_by_the_next_that_is_right(
    happen: Happen, warn: Warn
) -> None:
    """In ten years nothing has come for a long time; today something did."""
    happen("reading", NOW - DAY, value=60)
    warn("kind=count&event=reading", kind="missing", by="day")
    ahead = NOW + 3_650 * DAY
    assert look_at_alerts(at=ahead).began == 1
    look_at_alerts(at=NOW)
    row = Incident.objects.get()
    assert (row.stage, row.ended) == ("withdrawn", "clock")
    alert = Alert.objects.get()
    assert alert.looked_at == NOW
    assert alert.next_at is not None
    assert alert.next_at <= NOW + 15 * MINUTE


def test_look__of_a_clock_a_little_behind__changes_nothing(warm: int) -> None:
    look_at_alerts(at=NOW)
    look_at_alerts(at=NOW - MINUTE, only=[warm])
    assert Alert.objects.get().looked_at == NOW


def test_missing__of_what_usually_comes__fires_in_the_second_silent_hour(
    happen: Happen, warn: Warn
) -> None:
    """Every hour of the four weeks before something came; since two hours nothing has."""
    hour = timedelta(hours=1)
    start = NOW.replace(minute=0)
    for n in range(3, 4 * 7 * 24 + 30):
        if (start - n * hour).hour in (8, 9, 10, 11):
            happen("reading", start - n * hour + MINUTE, value=60)
    warn("kind=count&event=reading", kind="missing", usual=True, by="hour", **{"for": 2})
    assert look_at_alerts(at=NOW).began == 1
    assert "for 2 hours, since 10:00" in incident_sentence()


def incident_sentence() -> str:
    tell_of_incidents(at=NOW)
    return Told.objects.get().subject


def test_needs__of_an_incident__wait_for_anybody_and_then_for_whoever_has_it(
    warm: int, company: int
) -> None:
    from tenfold.people.queries import get_viewer

    look_at_alerts(at=NOW)
    viewer = get_viewer(account_id=company)
    (need,) = list_needs(viewer=viewer, at=NOW + timedelta(hours=2))
    assert (need.sentence, need.mine) == (SENTENCE, False)
    assert need.detail == "Alert, 2 hours ago · nobody has it yet"
    row = Incident.objects.get()
    handling.acknowledge(incident_id=row.id, by=company, at=NOW)
    assert list_needs(viewer=viewer, at=NOW)[0].mine
    handling.put_off(incident_id=row.id, until=NOW + DAY, by=company, at=NOW)
    assert list_needs(viewer=viewer, at=NOW) == ()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"stage": "acknowledged"},
        {"stage": "resolved"},
        {"ended": "calm"},
        {"last_at": NOW - 9 * DAY},
    ],
)
def test_database__asked_to_keep_what_cannot_be__refuses(warm: int, said: dict[str, str]) -> None:
    look_at_alerts(at=NOW)
    whole = {"began_at": NOW, "last_at": NOW, "noticed_at": NOW, "version": 1, **said}
    value = {"value": ""} if not said else {"value": "other"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(alert_id=warm, **whole, **value)


def test_database__asked_for_two_messages_of_one_number__refuses(warm: int) -> None:
    look_at_alerts(at=NOW)
    tell_of_incidents(at=NOW)
    row = AlertMessage.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert Entry.objects.count() == 1


def test_incident__that_had_begun_before_anybody_looked__says_at_least(
    happen: Happen, warn: Warn
) -> None:
    for days in range(1, 40):
        happen("reading", NOW - days * DAY, value=76)
    warn(READING, **WARM)
    look_at_alerts(at=NOW)
    assert "was above 70 for at least 35 days, first on 21 Oct 2026" in incident_sentence()
