"""Goals, and what waits for somebody, on the home page and on the page of the purpose."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from tenfold.techniques.dashboards.tests.conftest import Sell
from tenfold.techniques.dashboards.tests.goals.conftest import Make
from tenfold.techniques.dashboards.tests.test_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sold(sell: Sell) -> None:
    """Something has happened, so the home page has its parts."""
    sell(250, days=0, country="Norway")


def test_home__without_a_goal_or_anything_that_waits__teaches_both_in_a_line(
    client: Client,
) -> None:
    page = read(client)
    assert "No goal yet: one sentence" in page
    assert "Propose a goal" in page
    assert "Nothing waits for anybody." in page
    assert "Watch a number" in page


def test_home__with_a_goal_under_way__shows_how_far_it_is(
    client: Client, goal: Make, result: Make
) -> None:
    result(goal("Five hundred in orders"), metric="revenue", target=Decimal(500))
    page = read(client)
    assert "Goals of this quarter" in page
    assert "Five hundred in orders" in page
    (card,) = client.get("/").context["home"].goals.cards
    assert card.done == pytest.approx(0.5)
    assert card.say_pace in page


def test_home__of_somebody_who_may_not_see_money__tells_no_goal_of_it(
    client: Client, as_member: Callable[..., Client], goal: Make, result: Make
) -> None:
    result(goal("Five hundred in orders"), metric="revenue", target=Decimal(777))
    member = as_member()
    for address in ("/", "/moving/goals/", "/purpose/"):
        page = member.get(address).content.decode()
        assert "777" not in page
        assert "250" not in page


def test_home__when_somebody_proposes__asks_whoever_decides_and_nobody_else(
    client: Client, goal: Make, member: Callable[..., int]
) -> None:
    goal("Fewer boxes", adopt=False, by=member("jonas"))
    page = read(client)
    assert "Needs somebody 1" in page
    assert "proposes a goal: Fewer boxes" in page
    assert "Decide" in page
    assert "Fewer boxes" in read(client, "/moving/waiting/")


def test_home__when_more_waits_than_there_is_room__says_how_much_more(
    client: Client, goal: Make
) -> None:
    for number in range(7):
        goal(f"Proposal {number}", adopt=False)
    page = read(client)
    assert "Needs somebody 7" in page
    assert "and 2 more" in page


def test_purpose__with_a_goal_that_serves_it__shows_that_one_and_no_other(
    client: Client, goal: Make, result: Make
) -> None:
    result(goal("Every box comes back", serves_purpose=True))
    result(goal("More orders"))
    page = read(client, "/purpose/")
    assert "Every box comes back" in page
    assert "More orders" not in page


def test_purpose__that_no_goal_serves__says_so_and_how_to_begin(client: Client) -> None:
    assert "No goal under way serves it yet." in read(client, "/purpose/")


def test_parts_of_home__asked_for_alone__come_alone(client: Client, goal: Make) -> None:
    goal("More orders")
    assert "More orders" in read(client, "/moving/goals/")
    for address in ("/moving/goals/", "/moving/waiting/"):
        assert "Skip to the content" not in read(client, address)
