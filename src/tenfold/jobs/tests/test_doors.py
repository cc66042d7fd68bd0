"""The page, the interface of programs and what they say of how things are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tenfold.jobs import claims, declaring, queries
from tenfold.jobs.models import JobRow, ScheduleRow, State
from tenfold.jobs.running import run_due
from tenfold.jobs.tests.asking import AT, ask_for, every_hour, noting
from tenfold.kit import clock

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def failed():
    """The number of a job that failed for good."""

    @declaring.job("tests.fail", title="Tell Ada", most_attempts=1)
    def fail() -> None:
        raise ZeroDivisionError

    job_id = ask_for("tests.fail", arguments={})
    run_due(at=AT)
    return job_id


def page(client, name="jobs:jobs") -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_page__of_a_company_that_asked_for_nothing__teaches_what_will_be_here(sign_in, declared):
    declared.append(every_hour(print))
    said = page(sign_in("owner"))
    assert "Nothing was asked for yet" in said
    assert "not yet run" in said


def test_page__with_a_failed_job__says_why_under_which_reference_and_tries_again(sign_in, failed):
    client = sign_in("administrator")
    reference = JobRow.objects.get().reference
    said = page(client)
    assert "Tell Ada" in said
    assert reference in said
    assert client.post(reverse("jobs:retry", args=[failed])).status_code == 302
    assert JobRow.objects.get().state == State.WAITING
    assert "It is tried again." in page(client)


def test_page__with_many_failed_jobs__tries_all_again_at_once(sign_in, failed):
    ask_for("tests.fail", arguments={})
    run_due(at=AT)
    client = sign_in("owner")
    client.post(reverse("jobs:retry_all"))
    assert set(JobRow.objects.values_list("state", flat=True)) == {State.WAITING}
    assert "2 jobs are tried again." in page(client)


def test_page__with_a_job_that_runs__shows_how_far_it_is(sign_in, greet):
    ask_for()
    claim = claims.claim_job(jobs=declaring.list_jobs(), at=AT)
    claims.note_progress(claim=claim, done=41_250, of=98_000)
    said = page(sign_in("owner"))
    assert "41,250 of 98,000" in said
    assert 'value="41250" max="98000"' in said


def test_part_of_the_page__asked_for_again__is_empty_until_something_changes(sign_in, greet):
    client = sign_in("owner")
    seen = {"seen": queries.get_overview(at=AT).digest}
    assert client.get(reverse("jobs:now"), seen).status_code == 204
    ask_for()
    changed = client.get(reverse("jobs:now"), seen)
    assert changed.status_code == 200
    assert "Greet somebody" in changed.content.decode()


def test_schedule__run_by_a_person__is_due_and_then_says_how_it_went(sign_in, declared, did):
    declared.append(every_hour(noting(did)))
    client = sign_in("owner")
    run_due(at=AT - LATER, names=("tests.hourly",))
    assert client.post(reverse("jobs:run_soon", args=["tests.hourly"])).status_code == 302
    run_due(at=AT, names=("tests.hourly",))
    assert did == [AT - LATER, AT]
    said = page(client)
    assert "took under a second" in said
    assert "every 1 hour" in said
    assert client.post(reverse("jobs:run_soon", args=["tests.no"])).status_code == 404


def test_overview__with_something_due_for_minutes__says_since_when(greet, declared):
    declared.append(every_hour(print))
    claims.know_schedules(at=AT)
    JobRow.objects.create(job="tests.of_another_version", arguments={}, enqueued_at=AT, due_at=AT)
    ScheduleRow.objects.update(next_due_at=AT + timedelta(hours=1))
    ask_for()
    late = queries.LATE + timedelta(seconds=1)
    assert queries.get_overview(at=AT + queries.LATE).late_since is None
    assert queries.get_overview(at=AT + late).late_since == AT
    run_due(at=AT + late)
    assert queries.get_overview(at=AT + late).late_since is None


def test_schedule__that_failed__is_failing_until_it_goes_well(declared):
    fails = [True]

    def run(at):
        if fails.pop():
            raise ZeroDivisionError

    declared.append(every_hour(run))
    run_due(at=AT, names=("tests.hourly",))
    [view] = queries.list_schedule_views(at=AT)
    assert (view.health, bool(view.reference)) == ("failing", True)
    fails.append(False)
    run_due(at=AT + LATER, names=("tests.hourly",))
    [view] = queries.list_schedule_views(at=AT)
    assert (view.health, view.problem, view.runs) == ("well", "", 2)


def test_api__asked_by_an_administrator__lists_schedules_and_jobs(sign_in, failed, declared, greet):
    declared.append(every_hour(print))
    ask_for()
    client = sign_in("administrator")
    said = client.get("/api/jobs").json()
    assert [each["name"] for each in said["schedules"]] == ["tests.hourly"]
    assert [each["state"] for each in said["jobs"]] == ["waiting", "failed"]
    assert said["schedules"][0]["every_seconds"] == 3600
    only = client.get("/api/jobs", {"state": "failed", "limit": 1}).json()["jobs"]
    assert [each["id"] for each in only] == [failed]
    assert client.get("/api/jobs", {"state": "lost"}).status_code == 422


def test_api__of_a_failed_job__tries_it_again_once(sign_in, failed):
    client = sign_in("owner")
    assert client.post(f"/api/jobs/{failed}/retry").status_code == 204
    answer = client.post(f"/api/jobs/{failed}/retry")
    assert (answer.status_code, answer.json()["code"]) == (409, "job_not_failed")
    assert client.post("/api/jobs/987654/retry").json()["code"] == "no_such_job"


@pytest.mark.parametrize("kind", ["member", "guest"])
def test_page__opened_by_who_may_not_manage_the_company__is_closed(sign_in, kind):
    assert sign_in(kind).get(reverse("jobs:jobs")).status_code == 403
