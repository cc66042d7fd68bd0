"""What each period says."""

from datetime import datetime

import pytest

from tenfold.techniques.dashboards.rules.alerts.conditions import (
    Against,
    Change,
    Level,
    Missing,
    OffTrack,
    Reckoned,
    Side,
    Threshold,
    Way,
)
from tenfold.techniques.dashboards.rules.alerts.judging import OFF, ON, RISK, Mark, judge
from tenfold.techniques.dashboards.tests.alerts.periods import COPENHAGEN, FIRST, HOUR, Value, days

HIT, CALM, BETWEEN, UNKNOWN = Mark.HIT, Mark.CALM, Mark.BETWEEN, Mark.UNKNOWN


def marks(points: list[Value], condition: object) -> list[Mark]:
    return [one.mark for one in judge(points=points, condition=condition)]  # type: ignore[arg-type]


def test_threshold__exactly_at_its_limit__is_calm() -> None:
    above = Threshold(side=Side.ABOVE, value=100.1)
    assert marks(days(100.1, 100.2, None, 99), above) == [CALM, HIT, UNKNOWN, CALM]


def test_threshold__with_a_way_back__is_between_until_it_is_far_enough() -> None:
    below = Threshold(side=Side.BELOW, value=10, back=12)
    assert marks(days(9, 10, 11.9, 12, 13), below) == [HIT, BETWEEN, BETWEEN, CALM, CALM]


def test_change__in_per_cent__is_of_what_it_was() -> None:
    falls = Change(
        way=Way.DOWN, against=Against.BEFORE, reckoned=Reckoned.PERCENT, amount=20, least=10
    )
    found = judge(points=days(100, 79, 64, 5, 1), condition=falls)
    assert [one.mark for one in found] == [UNKNOWN, HIT, CALM, HIT, UNKNOWN]
    assert (found[1].against, found[1].moved) == (100.0, -21.0)


@pytest.mark.parametrize(
    ("way", "expected"),
    [(Way.UP, [CALM, HIT]), (Way.DOWN, [HIT, CALM]), (Way.EITHER, [HIT, HIT])],
)
def test_change__in_the_number_itself__is_the_difference(way: Way, expected: list[Mark]) -> None:
    change = Change(way=way, against=Against.BEFORE, reckoned=Reckoned.ABSOLUTE, amount=5)
    assert marks(days(10, 4, 10), change)[1:] == expected


def test_change__from_nothing__says_nothing_in_per_cent() -> None:
    rises = Change(way=Way.UP, against=Against.BEFORE, reckoned=Reckoned.PERCENT, amount=20)
    assert marks(days(0, 100), rises) == [UNKNOWN, UNKNOWN]


def test_change__against_a_week_before__takes_the_same_weekday() -> None:
    falls = Change(way=Way.DOWN, against=Against.WEEK, reckoned=Reckoned.PERCENT, amount=20)
    found = marks(days(100, 50, 50, 50, 50, 50, 50, 70, 50), falls)
    assert found == [*[UNKNOWN] * 7, HIT, CALM]


def test_change__against_a_week_before__keeps_to_the_wall_when_clocks_change() -> None:
    nine = datetime(2026, 10, 19, 9, tzinfo=COPENHAGEN)  # clocks are set back on the 25th
    points = [Value(nine, 100.0), Value(nine.replace(day=26), 10.0)]
    falls = Change(way=Way.DOWN, against=Against.WEEK, reckoned=Reckoned.PERCENT, amount=20)
    assert points[1].start.astimezone(COPENHAGEN).utcoffset() != nine.utcoffset()
    assert marks(points, falls) == [UNKNOWN, HIT]


def test_missing__plainly__is_every_period_without_anything() -> None:
    assert marks(days(3, 0, None, 1), Missing()) == [CALM, HIT, HIT, CALM]


def test_missing__where_something_usually_comes__leaves_nights_and_weekends_alone() -> None:
    """Open from nine to five on four Mondays; on the fifth nothing comes."""
    points = []
    for week in range(5):
        for hour in range(24):
            opened = 9 <= hour < 17 and week < 4
            points.append(Value(FIRST + week * 7 * 24 * HOUR + hour * HOUR, float(opened)))
    fifth = marks(points, Missing(usual=True))[-24:]
    assert fifth == [*[UNKNOWN] * 9, *[HIT] * 8, *[UNKNOWN] * 7]


def test_missing__with_too_short_a_past__says_nothing() -> None:
    points = [Value(FIRST + n * 7 * 24 * HOUR, 1.0 if n < 2 else 0.0) for n in range(3)]
    assert marks(points, Missing(usual=True)) == [CALM, CALM, UNKNOWN]


def test_goal__at_each_level__is_met_from_there_on() -> None:
    paces = days(ON, RISK, OFF, None)
    assert marks(paces, OffTrack(level=Level.OFF_TRACK)) == [CALM, CALM, HIT, UNKNOWN]
    assert marks(paces, OffTrack(level=Level.AT_RISK)) == [CALM, HIT, HIT, UNKNOWN]
