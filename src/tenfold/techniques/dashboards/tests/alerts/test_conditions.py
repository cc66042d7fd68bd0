"""What an alert watches for, written down and read again."""

from typing import Any

import pytest

from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.rules.alerts.conditions import (
    InvalidAlert,
    Rule,
    Side,
    Threshold,
    rule_from_spec,
    rule_to_spec,
)

ABOVE = {"kind": "threshold", "side": "above", "value": 70}
FALLS = {"kind": "change", "way": "down", "amount": 20}


@pytest.mark.parametrize(
    "spec",
    [
        ABOVE,
        {**ABOVE, "back": 68, "by": "hour", "for": 3, "calm": 2, "unfinished": True},
        {**FALLS, "against": "week", "reckoned": "absolute", "least": 10},
        {"kind": "missing", "usual": True, "by": "hour", "for": 2},
        {"kind": "goal", "level": "at_risk"},
    ],
)
def test_rule__written_down_and_read__is_the_same(spec: dict[str, Any]) -> None:
    rule = rule_from_spec(spec)
    assert rule_from_spec(rule_to_spec(rule)) == rule


def test_rule__that_says_little__judges_each_day_that_is_over() -> None:
    expected = Rule(condition=Threshold(side=Side.ABOVE, value=70.0), grain=Grain.DAY)
    assert rule_from_spec(ABOVE) == expected
    assert (expected.hold, expected.calm, expected.unfinished) == (1, 1, False)


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"kind": "storm"}, "kind"),
        ({**ABOVE, "side": "beside"}, "side"),
        ({**ABOVE, "value": "70"}, "value"),
        ({**ABOVE, "value": float("nan")}, "value"),
        ({**ABOVE, "value": 1e300}, "value"),
        ({**ABOVE, "value": True}, "value"),
        ({**ABOVE, "back": 71}, "back"),
        ({**ABOVE, "for": 0}, "for"),
        ({**ABOVE, "for": 61}, "for"),
        ({**ABOVE, "calm": 1.5}, "calm"),
        ({**ABOVE, "unfinished": "yes"}, "unfinished"),
        ({**ABOVE, "by": "fortnight"}, "by"),
        ({**ABOVE, "amount": 3}, "amount"),
        ({**FALLS, "amount": 0}, "amount"),
        ({**FALLS, "least": -1}, "least"),
        ({**FALLS, "against": "week", "by": "month"}, "against"),
        ({"kind": "missing", "by": "week"}, "by"),
        ({"kind": "missing", "usual": True, "by": "minute"}, "by"),
        ({"kind": "missing", "unfinished": True}, "unfinished"),
    ],
)
def test_rule__with_a_part_that_makes_no_sense__is_refused_at_its_field(
    spec: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidAlert) as refused:
        rule_from_spec(spec)
    assert refused.value.field == field
    assert refused.value.sentence
