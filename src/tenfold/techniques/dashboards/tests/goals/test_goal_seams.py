"""What goals offer to the other parts of the house: cards, needs, paces, reminders."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.jobs.declaring import list_schedules
from tenfold.metrics.actions import define_metric
from tenfold.metrics.figures import MixedCurrencies
from tenfold.notices.models import Entry
from tenfold.people.actions import add_to_team, make_team
from tenfold.people.models import Account
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions import goals
from tenfold.techniques.dashboards.models import CheckInDay
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.goals.cards import list_cards, say_time_left
from tenfold.techniques.dashboards.queries.goals.moved import get_moved
from tenfold.techniques.dashboards.queries.goals.needs import list_needs
from tenfold.techniques.dashboards.queries.goals.paces import get_pace, list_open_results
from tenfold.techniques.dashboards.rules.goals.authority import NotYours
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.periods import Length, period_of
from tenfold.techniques.dashboards.rules.goals.rhythm import UnknownWeekday
from tenfold.techniques.dashboards.rules.goals.states import UnknownObjective
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import CALENDAR, YEAR

Make = Callable[..., int]
FRIDAY = datetime.combine(date(2026, 11, 27), NOW.timetz())


def _asker(account_id: int, *, at: datetime = NOW) -> Asker:
    return make_asker(viewer=get_viewer(account_id=account_id), company=get_company(), at=at)


# Cards


def test_cards__of_the_quarter__say_how_far_and_how_far_it_should_be(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    year, proposed = goal("The year", period=YEAR), goal("Proposed", adopt=False)
    made = goal("Half of all boxes")
    typed = result(made, unit="%", target=Decimal("0.5"))
    say(typed, value="0.4")
    cards = list_cards(asker=_asker(company))
    assert [card.id for card in cards] == [made, year]
    assert proposed not in [card.id for card in cards]
    card = cards[0]
    assert (card.of, card.done, card.say_pace) == ("40 of 50%", 0.8, "ahead")
    assert (card.url, card.tone, card.width) == (f"/goals/{made}/", "good", "80.0")
    assert card.expected == pytest.approx(0.6, abs=0.01)
    assert cards[1].done is None
    assert say_time_left(asker=_asker(company)) == "5 weeks left"


def test_cards__of_money__say_hidden_to_who_may_not_see_it(
    goal: Make, result: Make, member: Make, sell: Callable[..., None]
) -> None:
    sell(100, days=1)
    result(goal("Sell more"), metric="revenue", unit="EUR", target=Decimal(1000))
    (card,) = list_cards(asker=_asker(member()))
    assert (card.of, card.done, card.width) == ("hidden", None, "0.0")
    (seen,) = list_cards(asker=_asker(member("amina", sees_money=True)))
    assert seen.of == "€100.00 of €1,000"


def test_cards__of_a_company_without_goals__are_none(company: int) -> None:
    assert list_cards(asker=_asker(company)) == ()


# Needs


def test_needs__of_who_decides__are_proposals_and_those_of_others_are_not(
    goal: Make, company: int, member: Make
) -> None:
    lead = member()
    team = make_team(name="Shop", by=company, at=NOW)
    add_to_team(team_id=team, account_id=lead, leads=True, by=company, at=NOW)
    goal("For the shop", adopt=False, team_id=team)
    goal("For everybody", adopt=False)
    of_lead = list_needs(viewer=get_viewer(account_id=lead), at=NOW)
    assert [(one.sentence.split(": ")[1], one.mine) for one in of_lead] == [("For the shop", True)]
    assert len(list_needs(viewer=get_viewer(account_id=company), at=NOW)) == 2
    other = member("amina")
    assert list_needs(viewer=get_viewer(account_id=other), at=NOW) == ()


def test_needs__of_an_owner__are_scores_and_the_weekly_check_in(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    october = period_of(length=Length.MONTH, on=date(2026, 10, 1))
    goal("October", period=october)
    made = result(goal("Quarter"))
    viewer = get_viewer(account_id=company)
    assert [one.verb for one in list_needs(viewer=viewer, at=NOW)] == ["Score it"]
    assert [one.verb for one in list_needs(viewer=viewer, at=FRIDAY)] == ["Score it", "Check in"]
    say(made, value=1)
    assert [one.verb for one in list_needs(viewer=viewer, at=FRIDAY)] == ["Score it"]


def test_needs__of_a_guest__are_none(goal: Make, company: int) -> None:
    goal(adopt=False)
    Account.objects.filter(id=company).update(role="guest")
    assert list_needs(viewer=get_viewer(account_id=company), at=NOW) == ()


# Paces


def test_a_pace__for_who_warns__says_how_it_stands_and_how_it_stood(
    goal: Make, result: Make, say: Make
) -> None:
    made = result(goal("Goal"), title="Ten of them")
    say(made, value=6, days=40)
    say(made, value=1, days=3)
    found = get_pace(result_id=made, calendar=CALENDAR, at=NOW)
    assert (found.pace, found.since, found.objective) == (
        Pace.OFF_TRACK,
        date(2026, 11, 22),
        "Goal",
    )
    assert {one.pace for one in found.before if one.on < date(2026, 11, 22)} <= {
        Pace.NO_DATA, Pace.AHEAD, Pace.ON_TRACK,
    }  # fmt: skip
    assert [one.id for one in list_open_results(calendar=CALENDAR, at=NOW)] == [made]


def test_a_pace__of_what_is_not_under_way__is_refused(
    goal: Make, result: Make, company: int
) -> None:
    objective = goal()
    made = result(objective)
    goals.close_objective(objective_id=objective, calendar=CALENDAR, by=company, at=NOW)
    for one in (made, 4711):
        with pytest.raises(UnknownObjective):
            get_pace(result_id=one, calendar=CALENDAR, at=NOW)


def test_a_pace__of_a_number_that_cannot_be_reckoned__says_why(
    goal: Make, result: Make, sell: Callable[..., None]
) -> None:
    made = result(goal(), metric="revenue", unit="EUR", target=Decimal(1000))
    sell(1, days=1)
    sell(1, days=1, currency="NOK")
    with pytest.raises(MixedCurrencies):
        get_pace(result_id=made, calendar=CALENDAR, at=NOW)


# Reminders


def _told() -> list[tuple[int, str]]:
    return list(Entry.objects.order_by("id").values_list("account_id", "told__subject"))


def test_a_reminder__comes_once_a_week_to_who_has_not_checked_in(
    goal: Make, result: Make, say: Make, company: int, member: Make
) -> None:
    amina = member("amina")
    mine, hers = result(goal("Mine")), result(goal("Hers", owner_id=amina))
    assert goals.remind_all(at=NOW) == 0  # a Wednesday
    say(mine, value=1)
    for hour in range(3):
        goals.remind_all(at=FRIDAY + timedelta(hours=hour))
    assert [account for account, _subject in _told()] == [amina]
    next_friday = FRIDAY + timedelta(days=7)
    assert goals.remind_all(at=next_friday) == 2
    assert len(_told()) == 3
    assert hers


def test_a_reminder__comes_on_the_teams_day(goal: Make, result: Make, company: int) -> None:
    team = make_team(name="Shop", by=company, at=NOW)
    result(goal(team_id=team))
    goals.choose_day(team_id=team, weekday=2, by=company, at=NOW)
    goals.choose_day(team_id=team, weekday=1, by=company, at=NOW)
    goals.choose_day(team_id=None, weekday=6, by=company, at=NOW)
    goals.choose_day(team_id=None, weekday=5, by=company, at=NOW)
    assert goals.remind_all(at=NOW) == 1
    assert dict(CheckInDay.objects.values_list("team_id", "weekday")) == {team: 1, None: 5}


def test_the_day__of_a_team__is_its_leads_to_choose(company: int, member: Make) -> None:
    lead = member()
    team = make_team(name="Shop", by=company, at=NOW)
    add_to_team(team_id=team, account_id=lead, leads=True, by=company, at=NOW)
    goals.choose_day(team_id=team, weekday=0, by=lead, at=NOW)
    with pytest.raises(NotYours):
        goals.choose_day(team_id=None, weekday=0, by=lead, at=NOW)
    with pytest.raises(UnknownWeekday):
        goals.choose_day(team_id=team, weekday=7, by=lead, at=NOW)


def test_reminders__are_a_schedule_of_the_house() -> None:
    assert "dashboards.remind_of_check_ins" in {one.name for one in list_schedules()}


# What moved


def test_what_moved__in_a_week__says_who_said_what_and_from_where_to_where(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    made = result(goal("Boxes"), title="Returned")
    say(made, value=4, days=9)
    say(made, value=6, days=1, note="The card helps.")
    page = get_moved(week="", asker=_asker(company))
    assert [(one.say, one.note, one.extra) for one in page.said] == [
        ("Returned: we will make it", "The card helps.", "6")
    ]
    (movement,) = page.movements
    assert (movement.say, movement.tone) == ("from 4 to 6, on track", "good")
    earlier = get_moved(week="2026-11-16", asker=_asker(company))
    assert [one.extra for one in earlier.said] == ["4"]
    assert earlier.after == "2026-11-23"


def test_what_moved__of_money__hides_it(
    goal: Make, result: Make, say: Make, sell: Callable[..., None], member: Make
) -> None:
    define_metric(name="orders", title="O", spec={"kind": "count", "event": "order"}, at=NOW)
    sell(100, days=1)
    say(result(goal("Sell"), metric="revenue", unit="EUR", target=Decimal(1000)))
    page = get_moved(week="", asker=_asker(member()))
    assert ([one.extra for one in page.said], page.movements) == ([""], ())
