"""The pages of goals, as a browser asks for them."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

from django.test import Client

from tenfold.metrics.actions import define_metric
from tenfold.techniques.dashboards.actions import goals
from tenfold.techniques.dashboards.models import CheckIn, CheckInDay, KeyResult, Objective
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import CALENDAR

Make = Callable[..., int]


def test_goals__of_a_company_without_any__say_how_to_begin(client: Client) -> None:
    page = client.get("/goals/").content.decode()
    assert "Where do you want to be in three months?" in page
    assert "/goals/new/" in page


def test_goals__with_an_objective__show_how_far_it_is(
    client: Client, goal: Make, result: Make, sell: Callable[..., None]
) -> None:
    for day in range(40):
        sell(10, days=day)
    result(goal("Sell more"), metric="revenue", unit="EUR", target=Decimal(1000), title="Revenue")
    page = client.get("/goals/").content.decode()
    assert "Sell more" in page
    assert "€400.00 of €1,000" in page


def test_one_goal__of_a_metric__says_where_it_stands_and_draws_its_way(
    client: Client, goal: Make, result: Make, sell: Callable[..., None]
) -> None:
    for day in range(40):
        sell(10, days=day)
    made = goal("Sell more")
    result(made, metric="revenue", unit="EUR", target=Decimal(1000), title="Revenue")
    page = client.get(f"/goals/{made}/").content.decode()
    assert "Sell more: €400.00 of €1,000, at risk since" in page
    assert "polyline" in page
    assert "If it goes on so" in page


def test_a_goal__proposed_and_measured_by_clicking__is_there(
    client: Client, company: int, sell: Callable[..., None]
) -> None:
    sell(10, days=1)
    given = {"title": "Sell more", "period": "2026-Q4", "owner": company, "adopt": "1"}
    answer = client.post("/goals/new/", given)
    made = Objective.objects.get()
    assert answer.headers["Location"] == f"/goals/{made.id}/results/new/"
    given = {"kind": "metric", "metric": "revenue", "target": "1,000", "due_on": "2026-12-31"}
    answer = client.post(f"/goals/{made.id}/results/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    row = KeyResult.objects.get()
    assert (row.start, row.target, row.unit, row.metric_version) == (0, 1000, "EUR", 1)


def test_a_preview__of_a_number__says_what_it_is_now(
    client: Client, goal: Make, sell: Callable[..., None]
) -> None:
    sell(48.5, days=1)
    given = {"kind": "metric", "metric": "revenue"}
    page = client.post(f"/goals/{goal()}/preview/", given).content.decode()
    assert "€48.50" in page


def test_a_check_in__of_all_that_is_mine__is_one_submit(
    client: Client, goal: Make, result: Make
) -> None:
    one, other = result(goal("A")), result(goal("B"))
    page = client.get("/goals/check-in/")
    tokens = {row.result.id: row.token for row in page.context["page"].rows}
    given = {
        f"confidence-{one}": "high", f"token-{one}": tokens[one], f"value-{one}": "4",
        f"confidence-{other}": "low", f"token-{other}": tokens[other], f"note-{other}": "Help!",
    }  # fmt: skip
    assert client.post("/goals/check-in/", given).status_code == 302
    assert [(row.value, row.confidence) for row in CheckIn.objects.order_by("result_id")] == [
        (4, "high"),
        (None, "low"),
    ]
    assert "Help!" in client.get("/goals/moved/").content.decode()


def test_a_key_result__on_money__by_who_may_not_see_it__is_refused(
    client: Client,
    goal: Make,
    company: int,
    sell: Callable[..., None],
    as_member: Callable[..., Client],
) -> None:
    sell(10, days=1)
    made = goal()
    given = {"kind": "metric", "metric": "revenue", "target": "1,000", "due_on": "2026-12-31"}
    page = as_member().post(f"/goals/{made}/results/new/", given).content.decode()
    assert "You cannot see this number" in page
    assert not KeyResult.objects.exists()


def test_a_key_result__changed_in_the_form__keeps_its_version_and_a_larger_filter(
    client: Client, goal: Make, result: Make, sell: Callable[..., None]
) -> None:
    sell(10, days=1, country="Norway", channel="web")
    query = (
        "where.1.property=country&where.1.op=is&where.1.value=Norway"
        "&where.2.property=channel&where.2.op=is&where.2.value=web"
    )
    made = result(goal(), metric="revenue", unit="EUR", target=Decimal(100), query=query)
    define_metric(name="revenue", title="R", spec={"kind": "count", "event": "order"}, at=NOW)
    address = f"/goals/results/{made}/change/"
    page = client.get(address).content.decode()
    assert "narrowed by more than these fields can show" in page
    assert "Count as the number is defined now" in page
    given = {"kind": "metric", "metric": "revenue", "target": "250", "due_on": "2026-12-31"}
    assert client.post(address, given).status_code == 302
    row = KeyResult.objects.get()
    assert (row.target, row.metric_version, row.query) == (250, 1, query)
    assert client.post(address, {**given, "renew": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.metric_version, row.unit) == (2, "")


def test_what_was_typed_wrong__is_said_at_its_field_and_nothing_is_lost(
    client: Client, goal: Make, company: int
) -> None:
    given = {"title": "Own dates", "period": "own", "owner": company, "starts_on": "2026-11-01"}
    page = client.post("/goals/new/", given).content.decode()
    assert "needs its two days" in page
    assert "Own dates" in page
    made = goal()
    given = {"kind": "manual", "start": "5", "target": "5", "due_on": "2026-12-31", "title": "T"}
    page = client.post(f"/goals/{made}/results/new/", given).content.decode()
    assert "nowhere to go" in page


def test_deciding__by_clicking__says_what_happened(client: Client, goal: Make) -> None:
    made = goal(adopt=False)
    page = client.get(f"/goals/{made}/").content.decode()
    assert "This is a proposal" in page
    page = client.post(f"/goals/{made}/decline/", {"reason": ""}, follow=True).content.decode()
    assert "wants to know why" in page
    client.post(f"/goals/{made}/decline/", {"reason": "Not now."})
    assert "Not now." in client.get(f"/goals/{made}/").content.decode()
    client.post(f"/goals/{made}/adopt/")
    assert Objective.objects.get().state == "adopted"
    client.post(f"/goals/{made}/archive/")
    assert Objective.objects.get().archived_at is not None
    assert "Take it out again" in client.get(f"/goals/{made}/").content.decode()
    client.post(f"/goals/{made}/archive/", {"back": "1"})
    assert Objective.objects.get().archived_at is None


def test_goals__of_another_period_or_team__are_left_out(client: Client, goal: Make) -> None:
    goal("This quarter")
    assert "This quarter" in client.get("/goals/?period=2026&view=list").content.decode()
    for query in ("period=2026-Q3", "team=4711", "shown=archived", "shown=proposed"):
        assert "This quarter" not in client.get(f"/goals/?{query}").content.decode()
    assert client.get("/goals/?period=soon").status_code == 422


def test_a_goal__that_there_is_not__is_not_found(client: Client) -> None:
    for path in ("", "print/", "change/", "close/", "results/new/"):
        assert client.get(f"/goals/4711/{path}").status_code == 404
    assert client.get("/goals/results/4711/change/").status_code == 404


def test_the_day_of_reminders__is_chosen_on_the_page(client: Client) -> None:
    client.post("/goals/day/", {"team": "", "weekday": "2"})
    assert list(CheckInDay.objects.values_list("team", "weekday")) == [(None, 2)]
    page = client.post("/goals/day/", {"team": "", "weekday": "9"}, follow=True)
    assert "A week has the days" in page.content.decode()


def test_a_check_in__with_nothing_said__is_refused_and_keeps_what_was_typed(
    client: Client, goal: Make, result: Make
) -> None:
    made = result(goal())
    page = client.post("/goals/check-in/", {f"confidence-{made}": "", f"note-{made}": "Still here"})
    assert "Nothing was said about any of them" in page.content.decode()
    assert "Still here" in page.content.decode()
    given = {f"confidence-{made}": "high", f"value-{made}": "many", f"token-{made}": str(uuid4())}
    assert "is no number" in client.post("/goals/check-in/", given).content.decode()
    assert not CheckIn.objects.exists()


def test_a_closed_goal__whatever_comes_later__shows_what_it_ended_with(
    client: Client, goal: Make, result: Make, company: int, sell: Callable[..., None]
) -> None:
    sell(700, days=1)
    made = goal("Sell more")
    result(made, metric="revenue", unit="EUR", target=Decimal(1000))
    goals.close_objective(objective_id=made, calendar=CALENDAR, by=company, at=NOW)
    sell(900, days=2)
    page = client.get(f"/goals/{made}/").content.decode()
    assert "Sell more: scored 0.7." in page
    assert "€700.00 of €1,000" in page
    assert "If it goes on so" not in page
