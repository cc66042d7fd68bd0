"""How key results stand: numbers of the log, numbers that were typed, last year's shape."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.metrics.actions import define_metric, remove_metric
from tenfold.people.queries import get_viewer
from tenfold.techniques.dashboards.models import KeyResult
from tenfold.techniques.dashboards.queries.goals.choosing import read_query, write_query
from tenfold.techniques.dashboards.queries.goals.measured import Measured
from tenfold.techniques.dashboards.queries.goals.measuring import measure_all
from tenfold.techniques.dashboards.queries.goals.rows import to_measure
from tenfold.techniques.dashboards.queries.goals.viewing import sum_up
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape
from tenfold.techniques.dashboards.tests.conftest import NOW
from tenfold.techniques.dashboards.tests.goals.conftest import CALENDAR, QUARTER

Make = Callable[..., int]
Sell = Callable[..., None]
Measure = Callable[..., Measured]


@pytest.fixture
def measure(company: int) -> Measure:
    """Say how a key result stands: `measure(result_id)`; `as_member`: for who sees no money."""

    def how(result_id: int, *, at: datetime = NOW, viewer: int | None = None) -> Measured:
        row = KeyResult.objects.select_related("objective").get(id=result_id)
        eyes = None if viewer is None else get_viewer(account_id=viewer)
        of = to_measure(row=row, calendar=CALENDAR)
        return measure_all(results=[of], calendar=CALENDAR, at=at, viewer=eyes)[result_id]

    return how


def _revenue(goal: Make, result: Make, **wanted: object) -> int:
    given = {"metric": "revenue", "unit": "EUR", "target": Decimal(1000), **wanted}
    return result(goal(), **given)


def test_a_sum__is_read_from_the_first_day_until_now(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    for days in (0, 10, 50, 60, 200):  # the last two lie before the quarter
        sell(100, days=days)
    found = measure(_revenue(goal, result))
    assert (found.value, found.done) == (300, Decimal("0.3"))
    assert [one.value for one in found.path if one.on >= date(2026, 11, 22)] == [200, 200, 200]
    assert found.path[0].on == QUARTER.starts_on


def test_a_sum__at_the_end_of_each_day__is_what_had_come_by_then(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    for days in range(14):
        sell(10, days=days)
    found = measure(_revenue(goal, result))
    by_day = {one.on: one.value for one in found.path}
    assert by_day[date(2026, 11, 24)] == 130
    assert by_day[date(2026, 11, 15)] == 40
    assert by_day[QUARTER.starts_on] == 0


def test_a_rate__is_read_over_the_last_weeks_and_begins_before_the_period(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    define_metric(name="value", title="Value", spec={"kind": "mean", "event": "order"}, at=NOW)
    for days, value in ((1, 30), (8, 10), (15, 20)):
        sell(value, days=days)
    made = result(
        goal(), metric="value", unit="EUR", reading=Reading(Over.WEEKS, 2),
        start=Decimal(10), target=Decimal(30),
    )  # fmt: skip
    found = measure(made)
    assert (found.value, found.done, found.pace) == (20, Decimal("0.5"), Pace.A_LITTLE_BEHIND)


def test_a_number_that_is_to_fall__is_reached_below_its_target(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    sell(18, days=1)
    define_metric(name="value", title="Value", spec={"kind": "mean", "event": "order"}, at=NOW)
    made = result(
        goal(), metric="value", unit="EUR", reading=Reading(Over.WEEKS, 4),
        start=Decimal(30), target=Decimal(20),
    )  # fmt: skip
    assert measure(made).pace is Pace.REACHED


def test_a_filter__of_explore__narrows_the_number(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    sell(100, days=1, country="Norway")
    sell(40, days=1, country="Denmark")
    query = write_query(property_name="country", value="Denmark")
    assert read_query(query=query) == ("country", "Denmark")
    assert measure(_revenue(goal, result, query=query)).value == 40


def test_what_happens_after_the_last_day__does_not_count(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    sell(100, days=20)
    sell(100, days=1)
    made = _revenue(goal, result, due_on=date(2026, 11, 20))
    found = measure(made)
    assert (found.value, found.expected, found.projection) == (100, 1, None)


def test_a_key_result__before_its_first_day__has_not_begun(
    goal: Make, result: Make, measure: Measure
) -> None:
    found = measure(
        _revenue(goal, result),
        at=datetime.combine(QUARTER.starts_on, NOW.timetz()) - timedelta(days=3),
    )
    assert (found.pace, found.value, found.path) == (Pace.NOT_BEGUN, None, ())


def test_the_pace__is_said_with_the_day_since_when(
    goal: Make, result: Make, say: Make, measure: Measure
) -> None:
    made = result(goal())
    say(made, value=6, days=40)
    say(made, value=1, days=3)
    found = measure(made)
    assert (found.pace, found.since) == (Pace.OFF_TRACK, date(2026, 11, 22))


def test_a_typed_number__holds_until_another_is_typed(
    goal: Make, result: Make, say: Make, measure: Measure
) -> None:
    made = result(goal())
    assert measure(made).pace is Pace.NO_DATA
    say(made, value=4, days=10)
    assert measure(made, at=NOW - timedelta(days=11)).value is None
    assert measure(made).value == 4


def test_a_milestone__is_off_track_once_its_day_is_over(
    goal: Make, result: Make, say: Make, measure: Measure
) -> None:
    made = result(goal(), kind=Kind.MILESTONE, due_on=date(2026, 11, 24))
    assert measure(made, at=NOW - timedelta(days=1)).pace is Pace.ON_TRACK
    assert measure(made).pace is Pace.OFF_TRACK
    say(made, value=1)
    assert measure(made).pace is Pace.REACHED


def test_last_years_shape__says_what_is_expected_where_last_year_is_known(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    """A year ago nine tenths came in the last two weeks of the quarter."""
    sell(1, days=500)
    sell(10, days=365 + 20)
    sell(90, days=365 - 30)
    sell(60, days=1)
    found = measure(_revenue(goal, result, shape=Shape.LAST_YEAR))
    assert (found.shape, found.expected) == (Shape.LAST_YEAR, Decimal("0.1"))
    assert found.pace is Pace.ON_TRACK


def test_last_years_shape__where_the_log_does_not_reach_back__is_a_straight_line(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    sell(90, days=365 - 30)
    found = measure(_revenue(goal, result, shape=Shape.LAST_YEAR))
    assert (found.shape, float(found.expected)) == (Shape.LINE, pytest.approx(0.6, abs=0.01))


def test_a_sum__is_projected_once_it_has_fourteen_whole_days(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    for days in range(55):
        sell(10, days=days)
    made = _revenue(goal, result)
    projection = measure(made).projection
    assert projection is not None
    assert projection.low <= 55 * 10 + 36 * 10 <= projection.high
    assert measure(made, at=NOW - timedelta(days=45)).projection is None


def test_money__for_who_may_not_see_it__is_hidden_and_touches_no_other(
    goal: Make, result: Make, sell: Sell, measure: Measure, member: Make
) -> None:
    sell(100, days=1)
    hidden = measure(_revenue(goal, result), viewer=member())
    assert hidden.refusal is not None
    assert (hidden.value, hidden.done, hidden.path and hidden.path[0].value) == (None, None, None)
    orders = {"kind": "count", "event": "order"}
    define_metric(name="orders", title="Orders", spec=orders, at=NOW)
    seen = measure(result(goal(), metric="orders"), viewer=member("amina"))
    assert (seen.value, seen.refusal) == (1, None)


def test_a_metric_that_was_removed__still_counts_as_it_was_defined(
    goal: Make, result: Make, sell: Sell, measure: Measure
) -> None:
    sell(100, days=1)
    made = _revenue(goal, result)
    remove_metric(name="revenue", at=NOW)
    assert measure(made).value == 100


def test_an_objective__is_the_mean_of_what_can_be_seen(
    goal: Make, result: Make, say: Make, measure: Measure
) -> None:
    objective = goal()
    one, other, unknown = (result(objective, title=name) for name in ("A", "B", "C"))
    say(one, value=4)
    say(other, value=30)  # three times its target counts as once
    measured = [measure(each) for each in (one, other, unknown)]
    whole = sum_up(measured=measured)
    assert (whole.done, whole.hidden) == (Decimal("0.7"), 0)
    hidden = replace(measured[0], refusal=ValueError())  # type: ignore[arg-type]
    assert sum_up(measured=[hidden, measured[1]]).done == 1
