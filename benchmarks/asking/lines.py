"""A picture of lines on two logarithmic scales, as SVG. Equal growth has the slope of the grey line."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

WIDTH, HEIGHT = 880, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 50, 60
COLOURS = (
    "#1b6ca8", "#c8553d", "#2e8b57", "#8e5ea2", "#b8860b", "#00808a", "#a83253", "#5a6472", "#6b8e23",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line: its name, and its points from left to right, both positive."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Frame:
    """From numbers to places; from the decade (or part of one) below all to that above."""

    least: tuple[float, float]
    most: tuple[float, float]

    def x(self, number: float) -> float:
        share = log10(number / self.least[0]) / log10(self.most[0] / self.least[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, number: float) -> float:
        share = log10(number / self.least[1]) / log10(self.most[1] / self.least[1])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def draw(*, lines: Sequence[Line], title: str, across: str, up: str) -> str:
    """Return the SVG document. Needs at least one line, and two different numbers across."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    frame = _Frame(
        (min(xs), 10.0 ** floor(log10(min(ys)))), (max(xs), 10.0 ** ceil(log10(max(ys))))
    )
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="13">'
    )
    parts = [
        opening,
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="26" font-size="16" fill="#20262e">{escape(title)}</text>',
        *_grid(frame, sorted(set(xs)), across, up),
        *_as_the_events(frame),
    ]
    ends = _spread([frame.y(line.points[-1][1]) for line in lines])
    for place, (line, end) in enumerate(zip(lines, ends, strict=True)):
        parts += _line(frame, line, COLOURS[place % len(COLOURS)], end)
    return "\n".join([*parts, "</svg>", ""])


def _grid(frame: _Frame, numbers: Sequence[float], across: str, up: str) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = []
    for number in numbers:
        x = frame.x(number)
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#e3e7ec"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle" fill="#4a5462">'
            f"{number / 1e6:g} million</text>"
        )
    for power in range(round(log10(frame.least[1])), round(log10(frame.most[1])) + 1):
        y = frame.y(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#e3e7ec"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#4a5462">'
            f"{10.0**power:g}</text>"
        )
    middle = (LEFT + right) / 2
    parts.append(
        f'<text x="{middle}" y="{HEIGHT - 16}" text-anchor="middle" fill="#4a5462">{escape(across)}'
        "</text>"
    )
    parts.append(
        f'<text x="{LEFT - 8}" y="{TOP - 6}" text-anchor="end" fill="#4a5462">{escape(up)}</text>'
    )
    return parts


def _as_the_events(frame: _Frame) -> list[str]:
    """A line for what grows exactly as the number across, as far as it fits."""
    (left, low), (right, high) = frame.least, frame.most
    start = low * 2
    end = min(right, left * high / start)
    d = (
        f"M{frame.x(left):.1f} {frame.y(start):.1f}"
        f"L{frame.x(end):.1f} {frame.y(start * end / left):.1f}"
    )
    return [f'<path d="{d}" fill="none" stroke="#9aa4b1" stroke-dasharray="5 5"/>']


def _line(frame: _Frame, line: Line, colour: str, end: float) -> list[str]:
    places = [(frame.x(x), frame.y(y)) for x, y in line.points]
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    right = places[-1][0] + 10
    name = f'<text x="{right:.1f}" y="{end + 4:.1f}" fill="{colour}">{escape(line.name)}</text>'
    return [f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots, name]


def _spread(places: Sequence[float], apart: float = 17) -> list[float]:
    """Move names apart that would lie on each other, and back up where they left the picture."""
    order = sorted(range(len(places)), key=lambda place: places[place])
    spread = list(places)
    for before, after in pairwise(order):
        spread[after] = max(spread[after], spread[before] + apart)
    over = max(0.0, max(spread) - (HEIGHT - BOTTOM))
    return [place - over for place in spread]
