"""Predictions: against published values, by hand, and by how often they hold in simulations."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.stats.trends import predict_line, predict_sum, t_quantile

# Abramowitz and Stegun (1964), table 26.10, two-sided
PUBLISHED = (
    (1, 0.95, 12.706),
    (2, 0.95, 4.303),
    (3, 0.95, 3.182),
    (4, 0.95, 2.776),
    (5, 0.99, 4.032),
    (10, 0.95, 2.228),
    (30, 0.90, 1.697),
    (120, 0.95, 1.980),
)


@pytest.mark.parametrize(("degrees", "confidence", "t"), PUBLISHED)
def test_t_quantile__of_a_published_table__is_the_same(
    degrees: int, confidence: float, t: float
) -> None:
    assert t_quantile(degrees=degrees, confidence=confidence) == pytest.approx(t, abs=6e-4)


@given(st.integers(1, 400), st.floats(0.5, 0.999))
def test_t_quantile__of_more_degrees__is_never_larger(degrees: int, confidence: float) -> None:
    more = t_quantile(degrees=degrees + 1, confidence=confidence)
    assert more <= t_quantile(degrees=degrees, confidence=confidence) * (1 + 1e-8)


def test_a_line__without_any_error__is_followed_exactly() -> None:
    found = predict_line(xs=[0, 1, 2, 3, 4], ys=[3, 5, 7, 9, 11], at=10)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((23, 23, 23))


def test_a_line__of_a_worked_example__has_its_interval() -> None:
    """y on x of five points: slope 0.7, mean 2, rest 1.1; at 6: 4.1 -+ 3.182 s sqrt(1 + 1/5 + 9/10)."""
    found = predict_line(xs=[1, 2, 3, 4, 5], ys=[1, 1, 2, 2, 4], at=6)
    assert found is not None
    half = 3.182446 * math.sqrt(1.1 / 3 * (1 + 1 / 5 + 9 / 10))
    assert (found.value, found.low, found.high) == pytest.approx((4.1, 4.1 - half, 4.1 + half))


def test_a_line__of_four_points_or_of_one_place__is_none() -> None:
    assert predict_line(xs=[1, 2, 3, 4], ys=[1, 2, 3, 4], at=9) is None
    assert predict_line(xs=[2] * 6, ys=[1, 2, 3, 4, 5, 6], at=9) is None


def test_a_sum__of_few_parts__is_none() -> None:
    assert predict_sum(parts=[1.0] * 13, more=5) is None


def test_a_sum__of_parts_that_are_all_alike__is_certain() -> None:
    found = predict_sum(parts=[2.0] * 20, more=7.5)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((15, 15, 15))


@pytest.mark.parametrize(
    "broken",
    [
        lambda: predict_line(xs=[1, 2], ys=[1], at=3),
        lambda: predict_line(xs=[1, 2, 3, 4, math.nan], ys=[1] * 5, at=3),
        lambda: predict_sum(parts=[1.0] * 20, more=-1),
        lambda: predict_sum(parts=[math.inf] * 20, more=1),
        lambda: predict_sum(parts=[1.0] * 20, more=1, confidence=1),
        lambda: t_quantile(degrees=0, confidence=0.95),
    ],
)
def test_a_prediction__of_what_makes_no_sense__is_an_error(broken: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        broken()  # type: ignore[operator]


def test_a_line__in_two_thousand_worlds__holds_the_later_number_in_95_of_100() -> None:
    """Binomial: 2,000 trials at 0.95 lie within 0.935 and 0.965 all but once in 400 times."""
    world = random.Random(1)
    held = 0
    for _ in range(2_000):
        slope, error = world.uniform(-2, 2), world.uniform(0.1, 3)
        xs = list(range(8))
        ys = [5 + slope * x + world.gauss(0, error) for x in xs]
        found = predict_line(xs=xs, ys=ys, at=11)
        assert found is not None
        held += found.low <= 5 + slope * 11 + world.gauss(0, error) <= found.high
    assert 0.935 <= held / 2_000 <= 0.965


def test_a_sum__in_two_thousand_worlds_of_skewed_days__holds_in_95_of_100() -> None:
    """Days of sales are skewed: gamma with shape 2. Fifty of them, thirty to come."""
    world = random.Random(2)
    held = 0
    for _ in range(2_000):
        parts = [world.gammavariate(2, 3) for _ in range(50)]
        found = predict_sum(parts=parts, more=30)
        assert found is not None
        later = sum(world.gammavariate(2, 3) for _ in range(30))
        held += found.low <= later <= found.high
    assert 0.93 <= held / 2_000 <= 0.97
