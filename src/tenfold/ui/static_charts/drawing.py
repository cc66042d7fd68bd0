"""Charts, sparklines and bullets: laid out, then written as SVG or PNG."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.ui.bars import UNKNOWN
from tenfold.ui.charts import Chart
from tenfold.ui.format import Formats, Value
from tenfold.ui.gauges import Gauge
from tenfold.ui.static_charts.bullets import lay_out_bullet
from tenfold.ui.static_charts.marks import Dot, Mark, Picture, Shape, Stroke
from tenfold.ui.static_charts.palette import Palette, Theme, read_palette, soften
from tenfold.ui.static_charts.plots import lay_out_chart
from tenfold.ui.static_charts.rendering import write_png, write_svg

WIDTH, HEIGHT = 560, 260
_SPARK = (180, 40)
_EDGE = 5.0


@dataclass(frozen=True)
class Sparkline:
    """A small line; None: unknown there, left out."""

    values: tuple[Value | None, ...]
    title: str = ""
    unit: str = ""


Drawable = Chart | Gauge | Sparkline


def draw_svg(
    *,
    chart: Drawable,
    formats: Formats,
    theme: Theme = Theme.LIGHT,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Return a chart as SVG. A sparkline and a bullet have a height of their own."""
    picture = _lay_out(chart, formats, theme, width, height)
    return write_svg(picture=picture, title=describe(chart=chart, formats=formats))


def draw_png(
    *,
    chart: Drawable,
    formats: Formats,
    theme: Theme = Theme.LIGHT,
    width: int = WIDTH,
    height: int = HEIGHT,
    ratio: int = 2,
) -> bytes:
    """Return a chart as PNG of `ratio` dots to a pixel: show it `width` pixels wide."""
    return write_png(picture=_lay_out(chart, formats, theme, width, height), ratio=ratio)


def describe(*, chart: Drawable, formats: Formats) -> str:
    """Return in a sentence what a picture shows: its title, and where the last values stand."""
    if isinstance(chart, Gauge):
        drawn = chart.drawn(formats=formats)
        return f"{chart.title}: {drawn.text}, {drawn.wanted}. {drawn.sentence}"
    if isinstance(chart, Sparkline):
        known = [one for one in chart.values if one is not None]
        return _say(chart.title, [("", known[-1] if known else None)], chart.unit, formats)
    last = [(one.name, one.values[-1] if one.values else None) for one in chart.series]
    named = last if len(last) > 1 else [("", value) for _name, value in last]
    when = chart.full_labels[-1] if chart.full_labels else ""
    return _say(f"{chart.title}, {when}" if when else chart.title, named, chart.unit, formats)


def _say(
    title: str, values: Sequence[tuple[str, Value | None]], unit: str, formats: Formats
) -> str:
    said = [
        f"{name} {UNKNOWN if value is None else formats.value(value=value, unit=unit)}".strip()
        for name, value in values
    ]
    return f"{title or _('The way it went')}: {', '.join(said)}"


def _lay_out(chart: Drawable, formats: Formats, theme: Theme, width: int, height: int) -> Picture:
    palette = read_palette(theme=theme)
    if isinstance(chart, Gauge):
        return lay_out_bullet(gauge=chart, formats=formats, palette=palette, width=width)
    if isinstance(chart, Sparkline):
        return _spark(chart, palette)
    return lay_out_chart(chart=chart, formats=formats, palette=palette, width=width, height=height)


def _spark(chart: Sparkline, palette: Palette) -> Picture:
    width, height = _SPARK
    known = [float(one) for one in chart.values if one is not None]
    marks: tuple[Mark, ...] = ()
    if len(known) > 1:
        low, high = min(known), max(known)
        span = (high - low) or 1.0
        rest = 0.5 if high == low else 0.0
        points = tuple(
            (
                _EDGE + at * (width - 2 * _EDGE) / (len(known) - 1),
                height - _EDGE - (height - 2 * _EDGE) * ((value - low) / span + rest),
            )
            for at, value in enumerate(known)
        )
        colour = palette.series[0]
        under = ((points[0][0], float(height)), *points, (points[-1][0], float(height)))
        marks = (
            Shape(under, soften(colour=colour, ground=palette.ground, share=0.1)),
            Stroke(points, colour, 2.0),
            Dot(points[-1], 3.5, colour),
        )
    return Picture(width, height, palette.ground, marks)
