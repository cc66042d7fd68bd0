"""How often it would have fired: the same rule, and whether that is a good alert."""

from typing import Any

import pytest

from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.recalling import (
    Bounds,
    Fits,
    Recalled,
    is_out_of_reach,
    judge_all,
    recall,
)
from tenfold.techniques.dashboards.tests.alerts.periods import DAY, FIRST, Value, days

ABOVE = {"kind": "threshold", "side": "above", "value": 70}


def recalled(points: list[Value], bounds: Bounds | None = None, **spec: Any) -> Recalled:
    rule = rule_from_spec({**ABOVE, **spec})
    judged = judge_all(points={"": points}, rule=rule, since=FIRST)
    return recall(
        judged=judged,
        rule=rule,
        since=FIRST,
        until=FIRST + len(points) * DAY,
        bounds=bounds or Bounds(),
    )


def test_past__with_some_firings__names_each() -> None:
    found = recalled(days(*[60] * 20, 71, 72, *[60] * 20, 80, 60))
    assert [one.began for _value, one in found.episodes] == [FIRST + 20 * DAY, FIRST + 42 * DAY]
    assert found.fits is Fits.WELL


def test_past__of_what_is_only_compared_with__does_not_count() -> None:
    rule = rule_from_spec(ABOVE)
    judged = judge_all(points={"": days(80, 60, 80)}, rule=rule, since=FIRST + DAY)
    assert len(judged[""].course.episodes) == 1


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ([60, 80] * 10, Fits.TOO_OFTEN),
        ([80] * 20 + [60] * 20, Fits.TOO_LONG),
        ([60] * 40, Fits.WELL),
        ([None] * 40, Fits.UNKNOWN),
    ],
)
def test_past__by_what_it_says__fits_or_does_not(values: list[float | None], fits: Fits) -> None:
    assert recalled(days(*values)).fits is fits


@pytest.mark.parametrize(
    ("spec", "bounds", "never"),
    [
        ({**ABOVE, "value": 1}, Bounds(low=0, high=1), True),
        ({**ABOVE, "value": 0.99}, Bounds(low=0, high=1), False),
        ({**ABOVE, "side": "below", "value": 0}, Bounds(low=0), True),
        ({**ABOVE, "side": "below", "value": 0}, Bounds(), False),
        ({"kind": "change", "way": "down", "amount": 100}, Bounds(low=0), True),
        ({"kind": "change", "way": "down", "amount": 99}, Bounds(low=0), False),
        ({"kind": "change", "way": "up", "amount": 1, "reckoned": "absolute"},
         Bounds(low=0, high=1), True),
        ({"kind": "change", "way": "up", "amount": 5, "reckoned": "absolute"}, Bounds(low=0), False),
        ({"kind": "missing"}, Bounds(low=0), False),
    ],
)  # fmt: skip
def test_condition__beyond_what_the_number_can_be__can_never_be_met(
    spec: dict[str, Any], bounds: Bounds, never: bool
) -> None:
    assert is_out_of_reach(condition=rule_from_spec(spec).condition, bounds=bounds) is never
