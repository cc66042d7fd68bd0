"""Where values lie between the bottom and the top of a picture, and which lines are drawn across."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, both on a line; `step` lies between two lines."""

    low: float
    high: float
    step: float

    def lines(self) -> tuple[float, ...]:
        """Return the values at which a line is drawn, the lowest first."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + at * self.step for at in range(count + 1))

    def share(self, *, value: float) -> float:
        """Return where a value lies: 0 at the bottom, 1 at the top."""
        return (value - self.low) / (self.high - self.low)


def make_axis(*, values: Iterable[float], from_zero: bool, lines: int = 4) -> Axis:
    """Return an axis of about so many steps that people can read, and that holds all the values.

    Lines of levels may begin above zero where all of them are far from it; bars never do.
    """
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if from_zero or low < 0 or low < 0.6 * high:
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        low, high = (0.0, high) if high > 0 else (low, low + 1)
    step = _nice((high - low) / lines)
    return Axis(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def _nice(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(one for one in _STEPS if one * power >= rough * 0.999) * power
