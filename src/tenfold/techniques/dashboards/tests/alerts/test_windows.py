"""Which periods are looked at, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule, rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.windows import is_due, next_look, window_of

COPENHAGEN = Calendar(timezone="Europe/Copenhagen")
AT = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # in Copenhagen
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def rule(**said: object) -> Rule:
    return rule_from_spec({"kind": "threshold", "side": "above", "value": 1, **said})


def test_window__of_days__ends_with_yesterday_and_never_with_the_half_day_that_has_begun() -> None:
    window = window_of(rule=rule(), at=AT, calendar=COPENHAGEN, periods=7)
    assert (window.start, window.judged_from, window.end) == (
        MIDNIGHT - 7 * DAY, MIDNIGHT - 7 * DAY, MIDNIGHT,
    )  # fmt: skip


def test_window__where_chosen__reaches_into_the_period_that_is_going_on() -> None:
    window = window_of(rule=rule(unfinished=True), at=AT, calendar=COPENHAGEN, periods=7)
    assert window.end == AT


def test_window__just_after_midnight__waits_for_what_was_under_way() -> None:
    early = MIDNIGHT + 14 * MINUTE
    assert window_of(rule=rule(), at=early, calendar=COPENHAGEN, periods=1).end == MIDNIGHT - DAY
    settled = MIDNIGHT + 15 * MINUTE
    assert window_of(rule=rule(), at=settled, calendar=COPENHAGEN, periods=1).end == MIDNIGHT


def test_window__of_a_number_that_ripens__ends_so_much_earlier() -> None:
    window = window_of(rule=rule(), at=AT, calendar=COPENHAGEN, periods=1, ripens=7 * DAY)
    assert window.end == MIDNIGHT - 7 * DAY


@pytest.mark.parametrize(
    ("said", "basis"),
    [
        ({"kind": "change", "way": "up", "amount": 1}, DAY),
        ({"kind": "change", "way": "up", "amount": 1, "against": "week"}, 7 * DAY),
        ({"kind": "missing", "usual": True}, 28 * DAY),
        ({"kind": "missing"}, timedelta(0)),
    ],
)
def test_window__of_what_is_compared__begins_with_what_it_is_compared_with(
    said: dict[str, object], basis: timedelta
) -> None:
    window = window_of(rule=rule_from_spec(said), at=AT, calendar=COPENHAGEN, periods=2)
    assert window.judged_from - window.start == basis


def test_window__with_an_old_incident__reaches_to_it_but_not_for_ever() -> None:
    old = MIDNIGHT - 20 * DAY
    near = window_of(rule=rule(), at=AT, calendar=COPENHAGEN, periods=7, reach=old)
    far = window_of(rule=rule(), at=AT, calendar=COPENHAGEN, periods=7, reach=old - 365 * DAY)
    assert near.judged_from == old
    assert far.judged_from == MIDNIGHT - 28 * DAY


def test_next_look__at_a_day__is_soon_and_sooner_where_a_day_ends() -> None:
    assert next_look(rule=rule(), at=AT, calendar=COPENHAGEN) == AT + 15 * MINUTE
    late = MIDNIGHT + 10 * MINUTE
    assert next_look(rule=rule(), at=late, calendar=COPENHAGEN) == MIDNIGHT + 15 * MINUTE


@pytest.mark.parametrize(
    ("by", "after"), [(Grain.MINUTE, 1), (Grain.HOUR, 5), (Grain.WEEK, 15), (Grain.MONTH, 15)]
)
def test_next_look__at_each_period__is_after_so_many_minutes(by: Grain, after: int) -> None:
    looked = next_look(rule=rule(by=by.value), at=AT, calendar=COPENHAGEN)
    assert looked == AT + after * MINUTE


def test_due__after_a_clock_that_ran_years_ahead__is_now() -> None:
    future = AT + 3_650 * DAY
    assert is_due(next_at=future, looked_at=future, at=AT)
    assert not is_due(next_at=AT + MINUTE, looked_at=AT - MINUTE, at=AT)
    assert is_due(next_at=AT, looked_at=AT - MINUTE, at=AT)
    assert is_due(next_at=None, looked_at=None, at=AT)
