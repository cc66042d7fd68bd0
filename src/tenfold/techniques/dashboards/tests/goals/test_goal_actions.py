"""What people do with goals: propose, decide, measure, check in, close, carry over."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tenfold.metrics.actions import define_metric
from tenfold.outbox.models import OutboxRow
from tenfold.people.actions import add_to_team, make_team
from tenfold.people.models import Account
from tenfold.techniques.dashboards.actions import goals
from tenfold.techniques.dashboards.actions.goals import Said
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.rules.goals.authority import NotYours
from tenfold.techniques.dashboards.rules.goals.checking import CheckedInMeanwhile, Confidence
from tenfold.techniques.dashboards.rules.goals.periods import Length, period_of
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult, Kind
from tenfold.techniques.dashboards.rules.goals.states import (
    ChangedMeanwhile,
    UnknownObjective,
    WrongState,
)
from tenfold.techniques.dashboards.rules.goals.tree import ObjectiveInACircle
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import CALENDAR, QUARTER, YEAR

Make = Callable[..., int]
Join = Callable[..., int]


def _state(objective_id: int) -> str:
    return Objective.objects.get(id=objective_id).state


def _told() -> list[str]:
    return list(OutboxRow.objects.order_by("id").values_list("name", flat=True))


@pytest.fixture
def packing(company: int, member: Join) -> tuple[int, int, int]:
    """A team, who leads it, and who is in it."""
    lead, other = member("amina"), member("jonas")
    team = make_team(name="Packing", by=company, at=NOW)
    add_to_team(team_id=team, account_id=lead, leads=True, by=company, at=NOW)
    add_to_team(team_id=team, account_id=other, by=company, at=NOW)
    return team, lead, other


# Proposing and deciding


def test_a_proposal__of_a_member__is_adopted_by_who_leads_the_team(
    goal: Make, packing: tuple[int, int, int]
) -> None:
    team, lead, other = packing
    made = goal("Sent within a day", adopt=False, by=other, owner_id=other, team_id=team)
    with pytest.raises(NotYours):
        goals.adopt_objective(objective_id=made, by=other, at=NOW)
    assert _state(made) == "proposed"
    goals.adopt_objective(objective_id=made, by=lead, at=NOW)
    goals.adopt_objective(objective_id=made, by=lead, at=NOW)
    row = Objective.objects.get(id=made)
    assert (row.state, row.decided_by_id) == ("adopted", lead)
    assert _told().count("ObjectiveAdopted") == 1


def test_a_proposal__for_the_whole_company__is_not_for_a_teams_lead_to_adopt(
    goal: Make, packing: tuple[int, int, int]
) -> None:
    _team, lead, other = packing
    made = goal(adopt=False, by=other, owner_id=other)
    with pytest.raises(NotYours):
        goals.adopt_objective(objective_id=made, by=lead, at=NOW)


def test_a_proposal__declined__says_why_and_can_be_adopted_later(goal: Make, company: int) -> None:
    made = goal(adopt=False)
    with pytest.raises(InvalidKeyResult):
        goals.decline_objective(objective_id=made, reason="  ", by=company, at=NOW)
    goals.decline_objective(objective_id=made, reason="Not this quarter.", by=company, at=NOW)
    assert Objective.objects.get(id=made).reason == "Not this quarter."
    with pytest.raises(WrongState):
        goals.decline_objective(objective_id=made, reason="Again", by=company, at=NOW)
    goals.adopt_objective(objective_id=made, by=company, at=NOW)
    assert _state(made) == "adopted"


def test_an_objective__adopted_at_once_by_who_may_not__is_not_there(
    goal: Make, member: Join
) -> None:
    with pytest.raises(NotYours):
        goal(by=member())
    assert not Objective.objects.exists()
    assert "ObjectiveProposed" not in _told()


def test_an_objective__given_to_another_team__is_a_proposal_again(
    goal: Make, packing: tuple[int, int, int], company: int
) -> None:
    team, lead, _other = packing
    made = goal("Ours", owner_id=lead, team_id=team)
    said = {"title": "Ours", "period": QUARTER, "owner_id": lead}
    goals.change_objective(objective_id=made, said=Said(**said, team_id=None), by=lead, at=NOW)
    assert _state(made) == "proposed"
    goals.adopt_objective(objective_id=made, by=company, at=NOW)
    goals.change_objective(objective_id=made, said=Said(**said, team_id=team), by=company, at=NOW)
    assert _state(made) == "adopted"


def test_a_change__of_what_somebody_else_changed__is_refused(goal: Make, company: int) -> None:
    made = goal()
    version = Objective.objects.get(id=made).version
    said = Said(title="One", period=QUARTER, owner_id=company)
    goals.change_objective(objective_id=made, said=said, by=company, at=NOW, version=version)
    with pytest.raises(ChangedMeanwhile):
        goals.change_objective(objective_id=made, said=said, by=company, at=NOW, version=version)


def test_a_circle__of_objectives__is_refused(goal: Make, company: int) -> None:
    top = goal("Top", period=YEAR)
    below = goal("Below", parent_id=top)
    said = Said(title="Top", period=YEAR, owner_id=company, parent_id=below)
    with pytest.raises(ObjectiveInACircle):
        goals.change_objective(objective_id=top, said=said, by=company, at=NOW)
    assert Objective.objects.get(id=top).parent_id is None


def test_an_objective__under_one_that_there_is_not__is_refused(goal: Make) -> None:
    with pytest.raises(UnknownObjective):
        goal(parent_id=4711)


def test_a_period__that_leaves_a_key_result_outside__is_refused(
    goal: Make, result: Make, company: int
) -> None:
    made = goal()
    result(made)
    october = period_of(length=Length.MONTH, on=date(2026, 10, 1))
    said = Said(title="Shorter", period=october, owner_id=company)
    with pytest.raises(InvalidKeyResult, match="outside"):
        goals.change_objective(objective_id=made, said=said, by=company, at=NOW)


def test_an_archived_objective__taken_out_again__is_what_it_was(goal: Make, company: int) -> None:
    made = goal()
    for _twice in range(2):
        goals.archive_objective(objective_id=made, by=company, at=NOW)
    assert Objective.objects.get(id=made).archived_at == NOW
    goals.unarchive_objective(objective_id=made, by=company, at=NOW)
    row = Objective.objects.get(id=made)
    assert (row.archived_at, row.state) == (None, "adopted")
    assert _told().count("ObjectiveArchived") == 1


# Key results


def test_a_key_result__of_a_metric__keeps_its_version(goal: Make, result: Make) -> None:
    made = result(goal(), metric="revenue", unit="EUR", target=Decimal(1000))
    define_metric(name="revenue", title="Revenue", spec={"kind": "count", "event": "order"}, at=NOW)
    assert KeyResult.objects.get(id=made).metric_version == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": Decimal(0)},
        {"due_on": date(2027, 1, 1)},
        {"metric": "revenue", "start": Decimal(5), "unit": "EUR"},
        {"title": " "},
        {"start": None},
    ],
)
def test_a_key_result__that_makes_no_sense__is_refused(
    goal: Make, result: Make, wrong: dict[str, object]
) -> None:
    made = goal()
    with pytest.raises(InvalidKeyResult):
        result(made, **wrong)
    assert not KeyResult.objects.exists()


def test_a_key_result__of_what_falls__is_read_over_the_last_weeks(goal: Make, result: Make) -> None:
    made = goal()
    counted = {"metric": "revenue", "start": Decimal(100), "target": Decimal(50), "unit": "EUR"}
    with pytest.raises(InvalidKeyResult, match="begins at 0"):
        result(made, **counted)
    assert result(made, **counted, reading=Reading(Over.WEEKS, 4))


def test_a_key_result__beyond_the_twelfth__is_refused(goal: Make, result: Make) -> None:
    made = goal()
    for number in range(12):
        result(made, title=f"Number {number}")
    with pytest.raises(InvalidKeyResult, match="at most 12"):
        result(made)


def test_a_key_result__taken_away__keeps_what_was_said(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    made = result(goal())
    say(made, value=3)
    goals.remove_key_result(result_id=made, by=company, at=NOW)
    assert CheckIn.objects.filter(result_id=made).count() == 1
    with pytest.raises(UnknownObjective):
        say(made, value=4)


# Checking in


def test_a_check_in__sent_twice__is_one(goal: Make, result: Make, say: Make) -> None:
    made, token = result(goal()), uuid4()
    assert say(made, value=3, token=token) == say(made, value=4, token=token)
    assert [row.value for row in CheckIn.objects.all()] == [3]
    assert _told().count("KeyResultCheckedIn") == 1


def test_a_correction__is_another_check_in_and_the_newest_counts(
    goal: Make, result: Make, say: Make
) -> None:
    made = result(goal())
    say(made, value=30, days=1)
    say(made, value=3)
    assert [row.value for row in CheckIn.objects.order_by("at")] == [30, 3]


def test_two_devices__with_different_numbers__do_not_overwrite_each_other(
    goal: Make, result: Make, say: Make, packing: tuple[int, int, int], company: int
) -> None:
    team, lead, other = packing
    made = result(goal(team_id=team))
    seen = say(made, value=3, days=1)
    say(made, value=4, by=lead, seen=seen)
    with pytest.raises(CheckedInMeanwhile):
        say(made, value=5, by=other, seen=seen)
    say(made, value=4, by=other, seen=seen, note="I count the same.")
    say(made, by=company, seen=seen, confidence=Confidence.LOW, note="No number of mine.")
    assert [row.value for row in CheckIn.objects.order_by("id")] == [3, 4, 4, 4]


def test_a_check_in__of_a_metric__keeps_the_number_of_that_moment(
    goal: Make, result: Make, say: Make, sell: Callable[..., None]
) -> None:
    sell(48.5, days=2)
    made = result(goal(), metric="revenue", unit="EUR", target=Decimal(1000))
    say(made)
    sell(50, days=1)
    row = CheckIn.objects.get()
    assert (row.value, row.pace) == (Decimal("48.5"), "off_track")


def test_a_check_in__of_what_is_closed_or_has_not_begun__is_refused(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    closed, proposed = goal("Closed"), goal("Proposed", adopt=False)
    results = [result(closed), result(proposed)]
    goals.close_objective(objective_id=closed, calendar=CALENDAR, by=company, at=NOW)
    for one in results:
        with pytest.raises(WrongState):
            say(one, value=1)
    assert not CheckIn.objects.exists()


def test_a_check_in__of_somebody_elses_goal__is_refused(
    goal: Make, result: Make, say: Make, member: Join
) -> None:
    made = result(goal())
    with pytest.raises(NotYours):
        say(made, value=1, by=member())


def test_check_ins__of_which_one_is_refused__are_all_not_there(
    goal: Make, result: Make, company: int
) -> None:
    mine = result(goal("Mine"))
    entries = [
        goals.Entry(result_id=one, confidence=Confidence.HIGH, token=uuid4())
        for one in (mine, 4711)
    ]
    with pytest.raises(UnknownObjective):
        goals.check_in(entries=entries, calendar=CALENDAR, by=company, at=NOW)
    assert not CheckIn.objects.exists()


# Closing


def test_an_objective__closed__is_scored_by_its_numbers_and_keeps_them(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    made = goal()
    one, other = result(made, title="One"), result(made, title="Other", kind=Kind.MILESTONE)
    say(one, value=7)
    say(other, value=1)
    goals.close_objective(objective_id=made, calendar=CALENDAR, by=company, at=NOW)
    row = Objective.objects.get(id=made)
    finals = KeyResult.objects.order_by("id").values_list("score", "final")
    assert (row.state, row.score) == ("closed", Decimal("0.9"))  # 0.85: halves go up
    assert list(finals) == [(Decimal("0.7"), 7), (Decimal(1), 1)]
    with pytest.raises(WrongState):
        goals.close_objective(objective_id=made, calendar=CALENDAR, by=company, at=NOW)


@pytest.mark.parametrize("score", ["1.1", "-0.1", "0.75"])
def test_a_score__that_is_no_tenth__is_refused(goal: Make, company: int, score: str) -> None:
    made = goal()
    with pytest.raises(InvalidKeyResult):
        goals.close_objective(
            objective_id=made, calendar=CALENDAR, by=company, at=NOW, score=Decimal(score)
        )
    assert _state(made) == "adopted"


def test_an_objective__carried_over__goes_on_where_it_ended(
    goal: Make, result: Make, say: Make, company: int, sell: Callable[..., None]
) -> None:
    sell(100, days=2)
    year = goal("The year", period=YEAR)
    made = goal(parent_id=year)
    typed, reached = result(made, title="Typed"), result(made, title="Reached")
    counted = result(made, title="Counted", metric="revenue", unit="EUR", target=Decimal(1000))
    say(typed, value=4)
    say(reached, value=12)
    into = goals.close_objective(
        objective_id=made, calendar=CALENDAR, by=company, at=NOW, carry_over=True
    )
    row = Objective.objects.get(id=into)
    assert (row.carried_from_id, row.parent_id, row.state) == (made, year, "adopted")
    assert (row.starts_on, row.ends_on) == (date(2027, 1, 1), date(2027, 3, 31))
    carried = KeyResult.objects.filter(objective=row).order_by("place")
    assert [(one.title, one.start, one.carried_from_id) for one in carried] == [
        ("Typed", 4, typed),
        ("Counted", 0, counted),
    ]
    assert goals.carry_over(objective_id=made, by=company, at=NOW) == into
    with pytest.raises(WrongState):
        goals.reopen_objective(objective_id=made, by=company, at=NOW)


def test_a_score__taken_back__opens_the_objective_again(
    goal: Make, result: Make, say: Make, company: int
) -> None:
    made = goal()
    one = result(made)
    goals.close_objective(objective_id=made, calendar=CALENDAR, by=company, at=NOW)
    goals.reopen_objective(objective_id=made, by=company, at=NOW)
    assert _state(made) == "adopted"
    assert KeyResult.objects.get(id=one).score is None
    say(one, value=2)


def test_a_closed_objective__changed__is_refused(goal: Make, result: Make, company: int) -> None:
    made = goal()
    goals.close_objective(objective_id=made, calendar=CALENDAR, by=company, at=NOW)
    said = Said(title="Other", period=QUARTER, owner_id=company)
    with pytest.raises(WrongState):
        goals.change_objective(objective_id=made, said=said, by=company, at=NOW)
    with pytest.raises(WrongState):
        result(made)


def test_whoever_left__decides_about_nothing(goal: Make, company: int) -> None:
    made = goal(adopt=False)
    Account.objects.filter(id=company).update(role="member")
    with pytest.raises(NotYours):
        goals.adopt_objective(objective_id=made, by=company, at=NOW + timedelta(days=1))
