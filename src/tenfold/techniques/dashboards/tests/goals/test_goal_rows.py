"""What the database itself refuses, whatever an action forgot."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tenfold.techniques.dashboards.models import CheckIn, CheckInDay, KeyResult, Objective
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import QUARTER

Make = Callable[..., int]


def _refused(write: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"state": "finished"},
        {"length": "decade"},
        {"ends_on": QUARTER.starts_on - timedelta(days=1)},
        {"state": "proposed"},  # and still decided by somebody
        {"state": "closed"},  # and not scored
        {"score": Decimal("0.5")},  # and not closed
        {"state": "declined", "reason": ""},
    ],
)
def test_an_objective__that_contradicts_itself__is_no_row(
    goal: Make, broken: dict[str, object]
) -> None:
    row = Objective.objects.filter(id=goal())
    assert _refused(lambda: row.update(**broken))


def test_an_objective__under_itself__is_no_row(goal: Make) -> None:
    made = goal()
    assert _refused(lambda: Objective.objects.filter(id=made).update(parent_id=made))


def test_objectives__in_a_circle_of_three__are_no_rows(goal: Make) -> None:
    top, middle, bottom = goal("A"), goal("B"), goal("C")
    Objective.objects.filter(id=middle).update(parent_id=top)
    Objective.objects.filter(id=bottom).update(parent_id=middle)
    assert _refused(lambda: Objective.objects.filter(id=top).update(parent_id=bottom))


def test_an_objective__carried_over_twice__is_no_row(goal: Make) -> None:
    made, one, other = goal("A"), goal("B"), goal("C")
    Objective.objects.filter(id=one).update(carried_from_id=made)
    assert _refused(lambda: Objective.objects.filter(id=other).update(carried_from_id=made))


@pytest.mark.parametrize("score", ["1.1", "-0.1"])
def test_a_score__outside_of_nothing_and_all__is_no_row(
    goal: Make, company: int, score: str
) -> None:
    row = Objective.objects.filter(id=goal())
    given = {"state": "closed", "closed_at": NOW, "closed_by_id": company}
    assert _refused(lambda: row.update(score=Decimal(score), **given))


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"kind": "feeling"},
        {"target": Decimal(0)},  # where it starts
        {"target": None},
        {"metric": "revenue"},  # of one that is typed
        {"kind": "metric"},  # of no metric
        {"over": "week", "count": 0},
        {"shape": "wave"},
        {"score": Decimal("1.1")},
    ],
)
def test_a_key_result__that_contradicts_itself__is_no_row(
    goal: Make, result: Make, broken: dict[str, object]
) -> None:
    row = KeyResult.objects.filter(id=result(goal()))
    assert _refused(lambda: row.update(**broken))


def _check_in(result_id: int, by: int, **given: object) -> Model:
    said = {"confidence": "high", "token": uuid4(), "at": NOW, **given}
    return CheckIn.objects.create(result_id=result_id, by_id=by, **said)


def test_a_check_in__twice_with_one_token__is_one_row(
    goal: Make, result: Make, company: int
) -> None:
    made, token = result(goal()), uuid4()
    _check_in(made, company, token=token)
    assert _refused(lambda: _check_in(made, company, token=token))


def test_a_check_in__with_another_word_for_sure__is_no_row(
    goal: Make, result: Make, company: int
) -> None:
    made = result(goal())
    assert _refused(lambda: _check_in(made, company, confidence="certain"))


def test_a_check_in__of_what_is_closed__is_no_row(goal: Make, result: Make, company: int) -> None:
    objective = goal()
    made = result(objective)
    Objective.objects.filter(id=objective).update(
        state="closed", score=Decimal("0.5"), closed_at=NOW, closed_by_id=company
    )
    assert _refused(lambda: _check_in(made, company))


def test_a_check_in__once_written__never_changes(goal: Make, result: Make, company: int) -> None:
    made = _check_in(result(goal()), company, note="as it was")
    assert _refused(lambda: CheckIn.objects.filter(pk=made.pk).update(note="as it was not"))
    assert CheckIn.objects.get(pk=made.pk).note == "as it was"


def test_the_day_of_the_company__is_one_day_of_the_week(company: int) -> None:
    CheckInDay.objects.create(team=None, weekday=4)
    assert _refused(lambda: CheckInDay.objects.create(team=None, weekday=2))
    assert _refused(lambda: CheckInDay.objects.update(weekday=7))


def test_the_triggers__after_all_migrations__are_there(company: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    assert {
        "dashboards_objective_no_circle",
        "dashboards_check_in_while_open",
        "dashboards_check_in_stays",
    } <= names
