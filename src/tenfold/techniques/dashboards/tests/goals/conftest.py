"""Objectives in the company of the technique's tests."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tenfold.metrics.calendar import Calendar
from tenfold.people.actions import accept_invitation, invite_member
from tenfold.techniques.dashboards.actions import goals
from tenfold.techniques.dashboards.actions.goals import Entry, Said, Wanted
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.periods import Length, period_of
from tenfold.techniques.dashboards.rules.goals.results import Kind
from tenfold.techniques.dashboards.tests.conftest import NOW
from tests.at_once import at_once  # noqa: F401

QUARTER = period_of(length=Length.QUARTER, on=date(2026, 11, 25))
YEAR = period_of(length=Length.YEAR, on=date(2026, 11, 25))
CALENDAR = Calendar(timezone="Europe/Copenhagen", week_starts="monday", currency="EUR")
Make = Callable[..., int]


@pytest.fixture
def goal(company: int) -> Make:
    """Make an objective of this quarter, adopted by the owner: `goal("More orders")`."""

    def make(title: str = "More orders", *, adopt: bool = True, by: int = 0, **said: object) -> int:
        given = {"title": title, "period": QUARTER, "owner_id": company, **said}
        return goals.propose_objective(
            said=Said(**given),  # type: ignore[arg-type]
            by=by or company,
            at=NOW - timedelta(days=30),
            adopt=adopt,
        )

    return make


@pytest.fixture
def result(company: int) -> Make:
    """Give an objective a key result: `result(goal_id, metric="revenue", target=1000)`."""

    def make(objective_id: int, *, by: int = 0, **wanted: object) -> int:
        given: dict[str, object] = {
            "kind": Kind.METRIC if "metric" in wanted else Kind.MANUAL,
            "title": "Ten of them",
            "due_on": QUARTER.ends_on,
            "start": Decimal(0),
            "target": Decimal(10),
        }
        return goals.add_key_result(
            objective_id=objective_id,
            wanted=Wanted(**{**given, **wanted}),  # type: ignore[arg-type]
            by=by or company,
            at=NOW,
        )

    return make


@pytest.fixture
def say(company: int) -> Callable[..., int]:
    """Check in: `say(result_id, value=4, days=7)`, so many days before now."""

    def check_in(
        result_id: int, *, value: object = None, days: float = 0, by: int = 0, **also: object
    ) -> int:
        given: dict[str, object] = {"confidence": Confidence.HIGH, "token": uuid4(), **also}
        entry = Entry(
            result_id=result_id,
            value=None if value is None else Decimal(str(value)),
            **given,  # type: ignore[arg-type]
        )
        (made,) = goals.check_in(
            entries=[entry], calendar=CALENDAR, by=by or company, at=NOW - timedelta(days=days)
        )
        return made

    return check_in


@pytest.fixture
def member(company: int) -> Callable[..., int]:
    """Let somebody join as a member: `member("jonas")`."""

    def join(name: str = "jonas", **sees: bool) -> int:
        said = {"sees_money": False, "sees_persons": False, **sees}
        invited = invite_member(
            email=f"{name}@example.com", role="member", by=company, at=NOW, **said
        )
        return accept_invitation(
            token=invited.token, name=name.title(), password="a long enough password", at=NOW
        )

    return join
