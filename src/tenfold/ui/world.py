"""The shapes of the world's countries, as small as a map on a page needs them.

`python -m tenfold.ui.vendor` calls `draw_world` with the topology of the package world-atlas (Natural
Earth, public domain) and ships what it returns: one SVG path a country, on the Equal Earth projection
(Savric, Patterson and Jenny 2018), so that a country's room on the map is its room on the earth. A
border is one arc of two countries, and is made simpler once for both: no gaps, no overlaps.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from babel.core import get_global

WIDTH = 10_000
"""The world's width in the units of the paths; `HEIGHT` follows from the projection."""
SOUTHERNMOST = -57.0
"""South of it nobody buys anything: Antarctica is left out."""
_TOLERANCE = 2.2
_SMALLEST_ISLAND = 25.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT = math.sqrt(3) / 2
_NAMED = {"Kosovo": "XK"}
_LEFT_OUT = frozenset({"AQ"})

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Land:
    """A country: its path, and the box (x, y, width, height) of its largest part."""

    path: str
    box: tuple[int, int, int, int]


def project(*, longitude: float, latitude: float) -> Point:
    """Return where a place lies, in units from the map's upper left corner."""
    x, y = _equal_earth(longitude, latitude)
    return (x / _HALF + 1) * WIDTH / 2, (_TOP - y) / _HALF * WIDTH / 2


def _equal_earth(longitude: float, latitude: float) -> Point:
    theta = math.asin(_ROOT * math.sin(math.radians(latitude)))
    square, sixth = theta**2, theta**6
    slope = 9 * _A[3] * theta**8 + 7 * _A[2] * sixth + 3 * _A[1] * square + _A[0]
    x = math.radians(longitude) * math.cos(theta) / (_ROOT * slope)
    return x, theta * (_A[3] * theta**8 + _A[2] * sixth + _A[1] * square + _A[0])


_HALF = _equal_earth(180, 0)[0]
_TOP = _equal_earth(0, 84)[1]
HEIGHT = round((_TOP - _equal_earth(0, SOUTHERNMOST)[1]) / _HALF * WIDTH / 2)


def draw_world(*, topology: dict[str, Any]) -> dict[str, Any]:
    """Return what the map's script reads: size, and by ISO 3166 code the path and the box.

    Lands that no code names are together under "": drawn, and never coloured.
    """
    arcs = [_simplify(arc) for arc in _arcs(topology)]
    polygons: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = _code(shape)
        if code not in _LEFT_OUT:
            polygons.setdefault(code, []).extend(_rings(shape, arcs))
    lands = {code: _land(rings) for code, rings in sorted(polygons.items())}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lands": {code: {"d": land.path, "box": land.box} for code, land in lands.items()},
    }


def _code(shape: dict[str, Any]) -> str:
    """The package says ISO 3166 numbers; CLDR knows of which country they are the older name."""
    found = get_global("territory_aliases").get(shape.get("id", ""))
    return found[0] if found else _NAMED.get(shape["properties"]["name"], "")


def _arcs(topology: dict[str, Any]) -> Iterable[Ring]:
    scale, begin = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + begin[0], y * scale[1] + begin[1]))
        yield _unwrap(line)


def _unwrap(line: Ring) -> Ring:
    """A line across the 180th meridian goes on beyond it, instead of once around the earth."""
    turned = 0
    walked = line[:1]
    for before, (longitude, latitude) in itertools.pairwise(line):
        step = longitude - before[0]
        turned -= 360 * round(step / 360)
        walked.append((longitude + turned, latitude))
    return walked


def _rings(shape: dict[str, Any], arcs: Sequence[Ring]) -> list[Ring]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [
        [project(longitude=longitude, latitude=latitude) for longitude, latitude in part]
        for polygon in polygons
        for ring in polygon
        for part in _cut(_join(ring, arcs))
    ]


def _join(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A number below zero is an arc walked backwards: ~n is the n-th."""
    points: Ring = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return _unwrap(points)


def _cut(ring: Ring) -> Iterable[Ring]:
    """Yield what lies on this side of the 180th meridian, and what lies beyond, moved to its place."""
    for around in (-360, 0, 360):
        moved = [(longitude + around, latitude) for longitude, latitude in ring]
        inside = _clip(_clip(moved, 180, 1), -180, -1)
        if len(inside) > 3:
            yield inside


def _clip(ring: Ring, meridian: float, side: int) -> Ring:
    """Return the part of a ring west (1) or east (-1) of a meridian (Sutherland, Hodgman 1974)."""
    kept: Ring = []
    for a, b in itertools.pairwise(ring):
        a_in, b_in = side * (a[0] - meridian) <= 0, side * (b[0] - meridian) <= 0
        if a_in:
            kept.append(a)
        if a_in != b_in:
            share = (meridian - a[0]) / (b[0] - a[0])
            kept.append((meridian, a[1] + share * (b[1] - a[1])))
    return [*kept, kept[0]] if kept else kept


def _simplify(line: Ring) -> Ring:
    """Leave out what lies nearer than the tolerance to the line without it (Douglas, Peucker 1973)."""
    if len(line) < 3:
        return line
    drawn = [project(longitude=longitude, latitude=latitude) for longitude, latitude in line]
    last = len(line) - 1
    # The farthest point stays in any case, so that no small country becomes a stroke.
    half = max(range(1, last), key=lambda at: _distance(drawn[at], drawn[0], drawn[last]))
    kept = [*_kept(drawn, 0, half)[:-1], *_kept(drawn, half, last)]
    return [line[at] for at in kept] if len(kept) > 3 or drawn[0] != drawn[last] else line


def _kept(drawn: Ring, first: int, last: int) -> list[int]:
    if last - first < 2:
        return [first, last]
    between = range(first + 1, last)
    far, at = max((_distance(drawn[at], drawn[first], drawn[last]), at) for at in between)
    if far <= _TOLERANCE:
        return [first, last]
    return [*_kept(drawn, first, at)[:-1], *_kept(drawn, at, last)]


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (left, top) = (end[0] - start[0], end[1] - start[1]), start
    return abs(x * (top - point[1]) - (left - point[0]) * y) / length


def _land(rings: Sequence[Ring]) -> Land:
    ordered = sorted(rings, key=_area, reverse=True)
    kept = [ordered[0], *(ring for ring in ordered[1:] if _area(ring) >= _SMALLEST_ISLAND)]
    xs, ys = zip(*ordered[0], strict=True)
    box = (round(min(xs)), round(min(ys)), round(max(xs) - min(xs)), round(max(ys) - min(ys)))
    return Land(path="".join(map(_path, kept)), box=box)


def _area(ring: Ring) -> float:
    pairs = itertools.pairwise(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _path(ring: Ring) -> str:
    """Whole units, each step from the one before: short, and exact to a hundredth of a per cent."""
    places = [(round(x), round(y)) for x, y in ring[:-1]]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(places)]
    line = "".join(_pair(step) for step in steps if step != (0, 0))
    return f"M{places[0][0]} {places[0][1]}l{line.strip()}z"


def _pair(step: tuple[int, int]) -> str:
    x, y = step
    return f" {x}{'' if y < 0 else ' '}{y}"
