"""Where the lines of a key result's picture lie. Pure; the template draws what it is given.

Coordinates are per cent of the room: x from the first moment of the period to the end of its last
day, y from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
"""A share of the period, and a value."""

_ROOM = 0.08


@dataclass(frozen=True, slots=True)
class Range:
    """Where it will be at the end if it goes on so."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Road:
    """A key result's way as SVG wants it: points of lines, and places in per cent.

    high, low      the values at the top and at the bottom of the room
    band           the corners of the range that is to be expected; "": none
    ahead          the line from now into the middle of that range
    """

    line: str
    expected: str
    target_y: str
    now_x: str
    now_y: str
    high: float
    low: float
    band: str = ""
    ahead: str = ""


def draw(
    *,
    points: Sequence[Point],
    expected: Sequence[Point],
    target: float,
    projection: Range | None = None,
) -> Road | None:
    """Return the picture; None where there is no point to draw yet."""
    if not points:
        return None
    values = [*(y for _x, y in points), *(y for _x, y in expected), target]
    if projection is not None:
        values += [projection.low, projection.high]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * _ROOM
    scale = _Scale(low - room, high + room)
    now = points[-1]
    road = Road(
        line=scale.line(points),
        expected=scale.line(expected),
        target_y=scale.y(target),
        now_x=scale.x(now[0]),
        now_y=scale.y(now[1]),
        high=high,
        low=low,
    )
    return road if projection is None else _with_range(road, scale, now, projection)


def _with_range(road: Road, scale: "_Scale", now: Point, projection: Range) -> Road:
    corners = (now, (1.0, projection.high), (1.0, projection.low))
    return Road(
        line=road.line, expected=road.expected, target_y=road.target_y, now_x=road.now_x,
        now_y=road.now_y, high=road.high, low=road.low, band=scale.line(corners),
        ahead=scale.line((now, (1.0, projection.value))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def x(self, share: float) -> str:
        return f"{min(max(share, 0.0), 1.0) * 100:.2f}"

    def y(self, value: float) -> str:
        return f"{(self.high - value) / (self.high - self.low) * 100:.2f}"

    def line(self, points: Sequence[Point]) -> str:
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)
