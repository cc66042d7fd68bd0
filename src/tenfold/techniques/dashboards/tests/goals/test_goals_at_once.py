"""Several people at the same moment: what the rules promise holds whoever comes first."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID, uuid4

from tenfold.kit.refusal import Refusal
from tenfold.people.actions import add_to_team, make_team
from tenfold.techniques.dashboards.actions import goals
from tenfold.techniques.dashboards.actions.goals import Entry, Said
from tenfold.techniques.dashboards.models import CheckIn, Objective
from tenfold.techniques.dashboards.rules.goals.checking import CheckedInMeanwhile, Confidence
from tenfold.techniques.dashboards.rules.goals.states import ChangedMeanwhile, WrongState
from tenfold.techniques.dashboards.rules.goals.tree import ObjectiveInACircle
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import CALENDAR, QUARTER
from tests.at_once import AtOnce

Make = Callable[..., int]


def test_two_objectives__put_under_each_other_at_once__make_no_circle(
    at_once: AtOnce, goal: Make, company: int
) -> None:
    made = [goal(name) for name in "ABCD"]

    def put(child: int, parent: int) -> Callable[[], None]:
        said = Said(title="X", period=QUARTER, owner_id=company, parent_id=parent)
        return lambda: goals.change_objective(objective_id=child, said=said, by=company, at=NOW)

    ring = zip(made, [*made[1:], made[0]], strict=True)
    came = at_once(*(put(child, parent) for child, parent in ring))
    assert [type(one) for one in came if one is not None] == [ObjectiveInACircle]
    assert Objective.objects.filter(parent__isnull=True).count() == 1


def _check_in(
    result_id: int, by: int, *, value: int, token: UUID | None = None
) -> Callable[[], tuple[int, ...]]:
    entry = Entry(
        result_id=result_id,
        confidence=Confidence.HIGH,
        token=token or uuid4(),
        value=Decimal(value),
    )
    return lambda: goals.check_in(entries=[entry], calendar=CALENDAR, by=by, at=NOW)


def test_one_check_in__sent_six_times_at_once__is_one(
    at_once: AtOnce, goal: Make, result: Make, company: int
) -> None:
    made, token = result(goal()), uuid4()
    came = at_once(*[_check_in(made, company, value=3, token=token)] * 6)
    assert len({one for (one,) in came}) == 1
    assert CheckIn.objects.count() == 1


def test_two_numbers__typed_by_two_at_once__are_one_number_and_one_refusal(
    at_once: AtOnce, goal: Make, result: Make, company: int, member: Make
) -> None:
    other = member()
    team = make_team(name="Packing", by=company, at=NOW)
    add_to_team(team_id=team, account_id=other, by=company, at=NOW)
    made = result(goal(team_id=team))
    came = at_once(_check_in(made, company, value=3), _check_in(made, other, value=4))
    assert [type(one) for one in came if isinstance(one, Refusal)] == [CheckedInMeanwhile]
    assert CheckIn.objects.count() == 1


def test_a_check_in__while_somebody_closes__is_before_it_or_refused(
    at_once: AtOnce, goal: Make, result: Make, company: int
) -> None:
    objective = goal()
    made = result(objective)

    def close() -> None:
        goals.close_objective(objective_id=objective, calendar=CALENDAR, by=company, at=NOW)

    came = at_once(close, *(_check_in(made, company, value=one) for one in range(1, 5)))
    refused = [one for one in came if isinstance(one, Exception)]
    assert all(isinstance(one, WrongState) for one in refused)
    assert CheckIn.objects.count() == 4 - len(refused)
    assert Objective.objects.get(id=objective).state == "closed"


def test_an_objective__closed_by_four_at_once__is_closed_and_carried_over_once(
    at_once: AtOnce, goal: Make, result: Make, company: int
) -> None:
    objective = goal()
    result(objective)

    def close() -> int | None:
        return goals.close_objective(
            objective_id=objective, calendar=CALENDAR, by=company, at=NOW, carry_over=True
        )

    came = at_once(*[close] * 4)
    assert sum(isinstance(one, WrongState) for one in came) == 3
    assert Objective.objects.filter(carried_from_id=objective).count() == 1


def test_an_objective__adopted_and_declined_at_once__is_one_of_both(
    at_once: AtOnce, goal: Make, company: int
) -> None:
    made = goal(adopt=False)
    came = at_once(
        lambda: goals.adopt_objective(objective_id=made, by=company, at=NOW),
        lambda: goals.decline_objective(objective_id=made, reason="No.", by=company, at=NOW),
    )
    assert all(one is None or isinstance(one, WrongState) for one in came)
    assert Objective.objects.get(id=made).state == "adopted"


def test_two_changes__of_the_same_version_at_once__are_one(
    at_once: AtOnce, goal: Make, company: int
) -> None:
    made = goal()
    version = Objective.objects.get(id=made).version

    def change(title: str) -> Callable[[], None]:
        said = Said(title=title, period=QUARTER, owner_id=company)
        return lambda: goals.change_objective(
            objective_id=made, said=said, by=company, at=NOW, version=version
        )

    came = at_once(change("One"), change("Other"))
    assert [type(one) for one in came if one is not None] == [ChangedMeanwhile]
