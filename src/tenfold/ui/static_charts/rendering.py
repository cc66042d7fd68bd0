"""A picture as SVG text and as PNG bytes."""

import io
from collections.abc import Iterable
from html import escape
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw

from tenfold.ui.static_charts.letters import load_font
from tenfold.ui.static_charts.marks import Box, Dot, Mark, Picture, Point, Shape, Stroke, Words

_FAMILY = "'Inter Variable', Inter, 'Segoe UI', Arial, sans-serif"
_SMOOTH = 3
"""Lines are drawn larger and made smaller, because Pillow's have steps."""
_COLOURS = 64
_PIL_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def write_svg(*, picture: Picture, title: str) -> str:
    """Return a picture as an SVG document that stands alone."""
    inside = "".join(map(_svg, picture.marks))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" height="{picture.height}" '
        f'viewBox="0 0 {picture.width} {picture.height}" role="img" font-family="{_FAMILY}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="100%" height="100%" fill="{picture.ground}"/>{inside}</svg>'
    )


def _svg(mark: Mark) -> str:
    match mark:
        case Box():
            return (
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
                f'height="{mark.height:.1f}" rx="{mark.radius:g}" fill="{mark.fill}"/>'
            )
        case Stroke():
            dashes = f' stroke-dasharray="{" ".join(map(str, mark.dashes))}"' if mark.dashes else ""
            return (
                f'<polyline points="{_points(mark.points)}" fill="none" stroke="{mark.colour}" '
                f'stroke-width="{mark.width:g}" stroke-linejoin="round"{dashes}/>'
            )
        case Shape():
            return f'<polygon points="{_points(mark.points)}" fill="{mark.fill}"/>'
        case Dot():
            x, y = mark.at
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{mark.radius:g}" fill="{mark.fill}"/>'
        case Words():
            weight = ' font-weight="600"' if mark.strong else ""
            x, y = mark.at
            return (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{mark.size:g}" fill="{mark.colour}" '
                f'text-anchor="{mark.anchor}"{weight}>{escape(mark.text)}</text>'
            )


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def write_png(*, picture: Picture, ratio: int = 2) -> bytes:
    """Return a picture as PNG, `ratio` dots to a pixel, in few colours so that it stays small."""
    large = ratio * _SMOOTH
    canvas = Image.new("RGB", (picture.width * large, picture.height * large), picture.ground)
    pen = ImageDraw.Draw(canvas)
    for mark in picture.marks:
        if not isinstance(mark, Words):
            _draw(pen, mark, large)
    size = (picture.width * ratio, picture.height * ratio)
    shrunk = canvas.resize(size, Image.Resampling.BOX)
    pen = ImageDraw.Draw(shrunk)
    for mark in picture.marks:
        if isinstance(mark, Words):
            _write(pen, mark, ratio)
    file = io.BytesIO()
    _in_few_colours(shrunk, picture.ground).save(file, "PNG", optimize=True)
    return file.getvalue()


def _in_few_colours(image: Image.Image, ground: str) -> Image.Image:
    """The ground, which is most of a picture, keeps its very colour: an e-mail has it around it."""
    few = image.quantize(
        colors=_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    palette, corner = few.getpalette() or [], few.getpixel((0, 0))
    if isinstance(corner, int):
        palette[3 * corner : 3 * corner + 3] = ImageColor.getrgb(ground)[:3]
        few.putpalette(palette)
    return few


def _draw(pen: ImageDraw.ImageDraw, mark: Box | Stroke | Shape | Dot, scale: int) -> None:
    match mark:
        case Box():
            if mark.width > 0 and mark.height > 0:
                pen.rounded_rectangle(_corners(mark, scale), mark.radius * scale, fill=mark.fill)
        case Shape():
            pen.polygon([(x * scale, y * scale) for x, y in mark.points], fill=mark.fill)
        case Dot():
            x, y, radius = mark.at[0] * scale, mark.at[1] * scale, mark.radius * scale
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=mark.fill)
        case Stroke():
            _draw_stroke(pen, mark, scale)


def _corners(box: Box, scale: int) -> tuple[float, float, float, float]:
    left, top = box.x * scale, box.y * scale
    return left, top, left + box.width * scale - 1, top + box.height * scale - 1


def _draw_stroke(pen: ImageDraw.ImageDraw, mark: Stroke, scale: int) -> None:
    width = max(1, round(mark.width * scale))
    for part in _dashed(mark) if mark.dashes else [mark.points]:
        line = [(x * scale, y * scale) for x, y in part]
        pen.line(line, fill=mark.colour, width=width, joint="curve")


def _dashed(mark: Stroke) -> Iterable[tuple[Point, Point]]:
    """Yield the pieces of a dashed line; each part of the line begins with a dash."""
    dash, gap = mark.dashes
    for (left, top), (right, low) in pairwise(mark.points):
        length = ((right - left) ** 2 + (low - top) ** 2) ** 0.5 or 1.0
        at = 0.0
        while at < length:
            begin, end = at / length, min(1.0, (at + dash) / length)
            yield (
                (left + (right - left) * begin, top + (low - top) * begin),
                (left + (right - left) * end, top + (low - top) * end),
            )
            at += dash + gap


def _write(pen: ImageDraw.ImageDraw, mark: Words, ratio: int) -> None:
    font = load_font(size=mark.size * ratio, strong=mark.strong)
    place = (mark.at[0] * ratio, mark.at[1] * ratio)
    pen.text(place, mark.text, fill=mark.colour, font=font, anchor=_PIL_ANCHORS[mark.anchor])
