"""How sure a number is that was seen on some and is meant of all: confidence intervals.

An interval of confidence 0.95 covers the truth in about 95 of 100 such samples.
"""

from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95

Interval = tuple[float, float]
"""The lower and the upper bound."""


def share_interval(
    *, successes: int, trials: int, confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of a share in [0, 1]: of `trials` persons, `successes` did it.

    None where there was nobody. The score interval: all shares that the sample does not speak
    against. It stays within [0, 1] and keeps its promise for few persons and for shares near 0
    and 1, unlike the one that is taught in schools.

    Raises `ValueError` where successes are not in [0, trials], confidence not in (0, 1).

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212. Recommended by Brown, Cai and
    DasGupta (2001): Interval estimation for a binomial proportion. Statistical Science 16, 101-133.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}")
    z = _quantile(confidence)
    if not trials:
        return None
    share, weight = successes / trials, z * z / trials
    middle = share + weight / 2
    half = z * sqrt(share * (1 - share) / trials + weight / (4 * trials))
    low = 0.0 if not successes else (middle - half) / (1 + weight)
    high = 1.0 if successes == trials else (middle + half) / (1 + weight)
    return low, high


def mean_interval(
    *, count: int, mean: float, variance: float, confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of a mean of `count` numbers whose sample variance (n - 1) is known.

    None of fewer than two numbers, which say nothing about how they vary. Right where there are
    many (some dozens; more where a few are very large), because only then is a mean normally
    distributed whatever it is a mean of: the central limit theorem.

    Raises `ValueError` where the variance is below 0, confidence not in (0, 1).
    """
    if variance < 0:
        raise ValueError(f"a variance of {variance}")
    z = _quantile(confidence)
    if count < 2:
        return None
    half = z * sqrt(variance / count)
    return mean - half, mean + half


def _quantile(confidence: float) -> float:
    """Return how many standard deviations to both sides hold that share of all."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence of {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
