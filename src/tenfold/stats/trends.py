"""Where a number goes when it goes on as it did: a prediction with its interval.

A prediction interval of confidence 0.95 holds the later number in about 95 of 100 cases in which
the world behaves as the method supposes; each function says what it supposes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, isfinite, pi, sin, sqrt

from tenfold.stats.intervals import CONFIDENCE

FEWEST_POINTS = 5
FEWEST_PARTS = 14


@dataclass(frozen=True, slots=True)
class Prediction:
    """The number that is to be expected, and between which two it will be."""

    value: float
    low: float
    high: float


def predict_line(
    *, xs: Sequence[float], ys: Sequence[float], at: float, confidence: float = CONFIDENCE
) -> Prediction | None:
    """Return what a straight line through the points says at `at`, for one single number there.

    None of fewer than five points, or where all have the same x. Supposes that the numbers lie
    around a straight line by independent, normal errors of the same size. The interval is that of
    simple linear regression for a new observation, with Student's t of n - 2 degrees of freedom.

    Raises `ValueError` where the lengths differ, a number is not finite, or confidence is not in
    (0, 1).

    Draper, N. R. and Smith, H. (1998): Applied Regression Analysis, 3rd edition, section 3.1.
    """
    _require(xs, ys, confidence)
    n = len(xs)
    mean_x, mean_y = sum(xs) / max(n, 1), sum(ys) / max(n, 1)
    spread = sum((x - mean_x) ** 2 for x in xs)
    if n < FEWEST_POINTS or spread == 0:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
    error = sqrt(rest / (n - 2) * (1 + 1 / n + (at - mean_x) ** 2 / spread))
    value = mean_y + slope * (at - mean_x)
    half = t_quantile(degrees=n - 2, confidence=confidence) * error
    return Prediction(value, value - half, value + half)


def predict_sum(
    *, parts: Sequence[float], more: float, confidence: float = CONFIDENCE
) -> Prediction | None:
    """Return what `more` further parts will add up to, after parts of that size.

    None of fewer than fourteen parts. Supposes that all parts, earlier and later, are drawn
    independently from one distribution; a rhythm of the week within whole weeks only makes the
    interval wider than it need be. The mean of n parts predicts the sum of m further ones with the
    variance s^2 (m + m^2 / n), by Student's t of n - 1 degrees of freedom.

    Raises `ValueError` where a number is not finite, `more` is below 0, or confidence is not in
    (0, 1).

    Hahn, G. J. and Meeker, W. Q. (1991): Statistical Intervals, section 4.8 (the mean of m future
    observations, here times m).
    """
    _require(parts, parts, confidence)
    if more < 0 or not isfinite(more):
        raise ValueError(f"{more} more parts")
    n = len(parts)
    if n < FEWEST_PARTS:
        return None
    mean = sum(parts) / n
    variance = sum((one - mean) ** 2 for one in parts) / (n - 1)
    half = t_quantile(degrees=n - 1, confidence=confidence) * sqrt(
        variance * (more + more * more / n)
    )
    return Prediction(mean * more, mean * more - half, mean * more + half)


def t_quantile(*, degrees: int, confidence: float) -> float:
    """Return the t that holds that share of Student's distribution between -t and t.

    To nine digits. Raises `ValueError` for fewer than one degree of freedom.

    The distribution function is the finite series of Abramowitz, M. and Stegun, I. A. (1964):
    Handbook of Mathematical Functions, 26.7.3 and 26.7.4; it is inverted by halving.
    """
    if degrees < 1 or not 0 < confidence < 1:
        raise ValueError(f"{degrees} degrees of freedom, confidence {confidence}")
    low, high = 0.0, 1.0
    while _share_within(high, degrees) < confidence:
        high *= 2
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        if _share_within(middle, degrees) < confidence:
            low = middle
        else:
            high = middle
    return high


def _share_within(t: float, degrees: int) -> float:
    angle = atan(t / sqrt(degrees))
    if degrees == 1:
        return 2 * angle / pi
    squared = cos(angle) ** 2
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = term
    for k in range(3 if odd else 2, degrees - 1, 2):
        term *= squared * (k - 1) / k
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def _require(xs: Sequence[float], ys: Sequence[float], confidence: float) -> None:
    if len(xs) != len(ys):
        raise ValueError(f"{len(xs)} x and {len(ys)} y")
    if not all(map(isfinite, (*xs, *ys))):
        raise ValueError("a number is not finite")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence of {confidence}")
