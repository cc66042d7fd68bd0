"""Intervals against published values, against their definition, and by their error rates."""

import random
from math import comb, sqrt
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.stats.intervals import mean_interval, share_interval

# Newcombe (1998): Two-sided confidence intervals for the single proportion: comparison of seven
# methods. Statistics in Medicine 17, 857-872; table I, method 3 (score, no correction), 95 %.
NEWCOMBE = [
    ((81, 263), (0.2553, 0.3662)),
    ((15, 148), (0.0624, 0.1605)),
    ((0, 20), (0.0000, 0.1611)),
    ((1, 29), (0.0061, 0.1718)),
]


@pytest.mark.parametrize(("sample", "published"), NEWCOMBE)
def test_share_interval__of_published_samples__is_the_published_one(sample, published):
    low, high = share_interval(successes=sample[0], trials=sample[1])
    assert (round(low, 4), round(high, 4)) == published


def bound_by_search(successes, trials, inner, outer):
    """The share farthest from the one seen that a two-sided test at 1.96 does not refuse."""
    z = 1.9599639845400545
    for _ in range(200):
        middle = (inner + outer) / 2
        away = abs(successes / trials - middle)
        refused = away > z * sqrt(middle * (1 - middle) / trials)
        inner, outer = (inner, middle) if refused else (middle, outer)
    return inner


@given(trials=st.integers(1, 10_000), share=st.floats(0, 1))
def test_share_interval__of_any_sample__is_all_shares_that_the_score_test_does_not_refuse(
    trials, share
):
    successes = round(trials * share)
    low, high = share_interval(successes=successes, trials=trials)
    seen = successes / trials
    assert low == pytest.approx(bound_by_search(successes, trials, seen, 0.0), abs=1e-9)
    assert high == pytest.approx(bound_by_search(successes, trials, seen, 1.0), abs=1e-9)
    assert 0 <= low <= seen <= high <= 1


@pytest.mark.parametrize("trials", [10, 50, 200])
def test_share_interval__over_all_truths__covers_them_as_often_as_it_says(trials):
    intervals = [share_interval(successes=seen, trials=trials) for seen in range(trials + 1)]
    covered = []
    for truth in (percent / 200 for percent in range(1, 200)):
        chances = (
            comb(trials, seen) * truth**seen * (1 - truth) ** (trials - seen)
            for seen, (low, high) in enumerate(intervals)
            if low <= truth <= high
        )
        covered.append(sum(chances))
    assert 0.945 < fmean(covered) < 0.96
    assert min(covered) > 0.83


def test_share_interval__of_nobody__is_none():
    assert share_interval(successes=0, trials=0) is None


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5)])
def test_share_interval__of_an_impossible_sample__raises(successes, trials):
    with pytest.raises(ValueError, match="of 5"):
        share_interval(successes=successes, trials=trials)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_intervals__of_an_impossible_confidence__raise(confidence):
    with pytest.raises(ValueError, match="confidence"):
        share_interval(successes=1, trials=2, confidence=confidence)
    with pytest.raises(ValueError, match="confidence"):
        mean_interval(count=2, mean=1, variance=1, confidence=confidence)


def test_mean_interval__of_the_heat_flow_meter__is_the_published_one():
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2: 195 measurements, with Student's t,
    # from which the normal differs by less than a hundredth of the interval's width here.
    low, high = mean_interval(count=195, mean=9.261460, variance=0.022789**2)
    assert (low, high) == pytest.approx((9.258242, 9.264679), abs=5e-5)


def test_mean_interval__drawn_again_and_again__covers_the_truth_as_often_as_it_says():
    dice = random.Random(1809)
    covered = 0
    for _ in range(2000):
        seen = [dice.expovariate(1 / 50) for _ in range(100)]
        low, high = mean_interval(count=100, mean=fmean(seen), variance=variance(seen))
        covered += low <= 50 <= high
    assert 0.92 < covered / 2000 < 0.97


def test_mean_interval__of_one_number__is_none():
    assert mean_interval(count=1, mean=3, variance=0) is None


def test_mean_interval__of_an_impossible_variance__raises():
    with pytest.raises(ValueError, match="variance"):
        mean_interval(count=3, mean=1, variance=-1)
