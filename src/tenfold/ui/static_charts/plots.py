"""A chart with its axes: lines, areas, bars beside each other or on each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.numbers import format_compact_currency, format_compact_decimal, format_decimal

from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.format import Formats
from tenfold.ui.static_charts.letters import fit, width_of, wrap
from tenfold.ui.static_charts.marks import Box, Dot, Mark, Picture, Point, Shape, Stroke, Words
from tenfold.ui.static_charts.palette import Palette, soften
from tenfold.ui.static_charts.scales import Axis, make_axis

_EDGE, _TITLE, _SMALL = 16.0, 15.0, 12.0
_STACKS = frozenset({Kind.AREA, Kind.STACKED})
_LINES = frozenset({Kind.LINE, Kind.AREA})
_GAP = 18.0
_OPEN = 0.5


@dataclass(frozen=True)
class Plot:
    """The room between the axes, and everything that is needed to draw into it."""

    chart: Chart
    palette: Palette
    axis: Axis
    left: float
    top: float
    width: float
    height: float

    @property
    def band(self) -> float:
        """The room of one label."""
        return self.width / max(1, len(self.chart.labels))

    def x(self, *, at: float) -> float:
        """Return where the middle of a label stands; lines go from edge to edge."""
        if self.chart.kind in _LINES:
            return self.left + self.width * at / max(1, len(self.chart.labels) - 1)
        return self.left + self.band * (at + 0.5)

    def y(self, *, value: float) -> float:
        """Return how far down a value stands."""
        return self.top + self.height * (1 - self.axis.share(value=value))

    def colour(self, *, number: int) -> str:
        """Return the colour of a series."""
        return self.palette.series[self.chart.colours()[number] - 1]

    def is_open(self, *, at: int) -> bool:
        """Return whether a label is of a period that is not over."""
        return self.chart.unfinished and at == len(self.chart.labels) - 1


def lay_out_chart(
    *, chart: Chart, formats: Formats, palette: Palette, width: int, height: int
) -> Picture:
    """Return a chart with title, axes and, where there are several series, a legend."""
    head = _head(chart, palette, width)
    legend = _legend(chart, palette, width, height)
    axis = make_axis(values=_extremes(chart), from_zero=chart.kind is not Kind.LINE)
    ticks = [_tick(value, axis, chart.unit, formats) for value in axis.lines()]
    left = _EDGE + max(width_of(text=one, size=_SMALL) for one in ticks) + 8
    top = 14.0 + 19 * sum(isinstance(one, Words) for one in head) + 14
    bottom = height - 30 - (_GAP if legend else 0)
    plot = Plot(chart, palette, axis, left, top, width - _EDGE - left, bottom - top)
    draw = _lines if chart.kind in _LINES else _bars
    marks = (*head, *_grid(plot, ticks), *draw(plot), *_before(plot), *_labels(plot), *legend)
    return Picture(width, height, palette.ground, marks)


def _head(chart: Chart, palette: Palette, width: int) -> list[Mark]:
    lines = wrap(text=chart.title, size=_TITLE, room=width - 2 * _EDGE, most=2, strong=True)
    return [
        Words((_EDGE, 29 + 19 * at), line, _TITLE, palette.ink, strong=True)
        for at, line in enumerate(lines)
    ]


def _legend(chart: Chart, palette: Palette, width: int, height: int) -> list[Mark]:
    """Name each series; where all names have no room, each gets as much as the others."""
    colours = [palette.series[number - 1] for number in chart.colours()]
    named = list(zip((one.name for one in chart.series), colours, strict=True))
    if chart.before is not None:
        named.append((chart.before.name, palette.ink))
    if len(named) < 2:
        return []
    room = width - 2 * _EDGE - 26 * len(named)
    needed = sum(width_of(text=name, size=_SMALL) for name, _colour in named)
    most = room if needed <= room else room / len(named)
    marks: list[Mark] = []
    x = _EDGE
    for name, colour in named:
        text = fit(text=name, size=_SMALL, room=most)
        marks += [
            Box(x, height - 21, 9, 9, colour, 2),
            Words((x + 14, height - 12.5), text, _SMALL, palette.quiet),
        ]
        x += 26 + width_of(text=text, size=_SMALL)
    return marks


def _extremes(chart: Chart) -> Iterator[float]:
    """Yield all that the axis must hold: in a stack, what stands on each other."""
    if chart.kind not in _STACKS:
        yield from (float(v) for one in chart.columns() for v in one.values if v is not None)
        return
    for at in range(len(chart.labels)):
        values = [_signed(one, at) for one in chart.series]
        yield sum(value for value in values if value > 0)
        yield sum(value for value in values if value < 0)
    if chart.before is not None:
        yield from (float(value) for value in chart.before.values if value is not None)


def _signed(series: Series, at: int) -> float:
    value = series.values[at] if at < len(series.values) else None
    return 0.0 if value is None else float(value) * (-1 if series.below else 1)


def _tick(value: float, axis: Axis, unit: str, formats: Formats) -> str:
    if unit == "%":
        return formats.percent(share=value, digits=1 if axis.step < 0.01 else 0)
    if len(unit) == 3 and unit.isupper():
        return format_compact_currency(value, unit, fraction_digits=1, locale=formats.locale)
    if abs(axis.high) >= 1000 or abs(axis.low) >= 1000:
        return format_compact_decimal(value, fraction_digits=1, locale=formats.locale)
    return format_decimal(round(value, 6), locale=formats.locale)


def _grid(plot: Plot, ticks: list[str]) -> Iterable[Mark]:
    for value, text in zip(plot.axis.lines(), ticks, strict=True):
        y = plot.y(value=value)
        colour = plot.palette.quiet if value == 0 and plot.axis.low < 0 else plot.palette.line
        yield Stroke(((plot.left, y), (plot.left + plot.width, y)), colour)
        yield Words((plot.left - 8, y + 4), text, _SMALL, plot.palette.quiet, "end")


def _labels(plot: Plot) -> Iterable[Mark]:
    """The last label always, and before it as many as have room."""
    labels, y = plot.chart.labels, plot.top + plot.height + 17
    widest = max((width_of(text=one, size=_SMALL) for one in labels), default=0.0)
    every = max(1, -(-(widest + 14) * max(1, len(labels) - 1) // plot.width))
    last = len(labels) - 1
    for at in range(last, -1, -int(every)):
        half = width_of(text=labels[at], size=_SMALL) / 2
        middle = min(max(plot.x(at=at), _EDGE + half), plot.left + plot.width + _EDGE - 4 - half)
        yield Words((middle, y), labels[at], _SMALL, plot.palette.quiet, "middle")


def _lines(plot: Plot) -> Iterable[Mark]:
    floors = [0.0] * len(plot.chart.labels)
    for number, series in enumerate(plot.chart.series):
        colour = plot.colour(number=number)
        if plot.chart.kind is Kind.AREA:
            yield from _layer(plot, series, floors, colour)
            continue
        for run in _runs(plot, series):
            yield from _run(plot, run, colour)


def _layer(plot: Plot, series: Series, floors: list[float], colour: str) -> Iterable[Mark]:
    """Draw one area, and raise the floor for the next."""
    low = [(plot.x(at=at), plot.y(value=floor)) for at, floor in enumerate(floors)]
    for at in range(len(floors)):
        floors[at] += _signed(series, at)
    high = [(plot.x(at=at), plot.y(value=floor)) for at, floor in enumerate(floors)]
    soft = soften(colour=colour, ground=plot.palette.ground, share=0.72)
    yield Shape((*high, *reversed(low)), soft)
    yield Stroke(tuple(high), colour, 1.5)


def _runs(plot: Plot, series: Series) -> Iterator[list[tuple[int, Point]]]:
    """Yield the points without a gap between them."""
    run: list[tuple[int, Point]] = []
    for at, value in enumerate(series.values):
        if value is None:
            yield run
            run = []
        else:
            run.append((at, (plot.x(at=at), plot.y(value=float(value)))))
    yield run


def _run(plot: Plot, run: list[tuple[int, Point]], colour: str) -> Iterable[Mark]:
    """A point alone is a dot; the way to a period that is not over is dotted."""
    if not run:
        return
    points = [point for _at, point in run]
    if len(points) == 1:
        yield Dot(points[0], 3, colour)
        return
    opens = plot.is_open(at=run[-1][0])
    done = points[:-1] if opens else points
    if len(done) > 1:
        yield Stroke(tuple(done), colour, 2.0)
    if opens:
        yield Stroke(tuple(points[-2:]), colour, 2.0, (3, 4))
    yield Dot(points[-1], 3.5, colour)


def _bars(plot: Plot) -> Iterable[Mark]:
    stacked = plot.chart.kind in _STACKS
    count = 1 if stacked else len(plot.chart.series)
    room = plot.band * (0.88 if plot.chart.kind is Kind.HISTOGRAM else 0.7)
    wide = min(44.0, room / count)
    for at in range(len(plot.chart.labels)):
        floors = {True: 0.0, False: 0.0}
        for number, series in enumerate(plot.chart.series):
            value = _signed(series, at)
            start = floors[value < 0] if stacked else 0.0
            floors[value < 0] += value
            shift = 0 if stacked else number
            x = plot.x(at=at) - wide * count / 2 + wide * shift
            yield _bar(plot, (x, wide), (start, start + value), number, at)


def _bar(
    plot: Plot, across: tuple[float, float], values: tuple[float, float], number: int, at: int
) -> Mark:
    x, wide = across
    low, high = sorted(plot.y(value=value) for value in values)
    colour = plot.colour(number=number)
    if plot.is_open(at=at):
        colour = soften(colour=colour, ground=plot.palette.ground, share=_OPEN)
    between = (
        min(1.0, wide / 8) if len(plot.chart.series) > 1 and plot.chart.kind is Kind.BAR else 0
    )
    return Box(x, low, wide - between, high - low, colour)


def _before(plot: Plot) -> Iterable[Mark]:
    if plot.chart.before is None:
        return
    for run in _runs(plot, plot.chart.before):
        if len(run) > 1:
            points = tuple(point for _at, point in run)
            yield Stroke(points, plot.palette.ink, 1.5, (4, 3))
