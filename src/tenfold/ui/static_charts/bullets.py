"""A bullet (Few 2006): a bar on its way, and the mark that it should reach."""

from tenfold.ui.format import Formats
from tenfold.ui.gauges import Gauge
from tenfold.ui.static_charts.letters import fit, width_of
from tenfold.ui.static_charts.marks import Box, Picture, Words
from tenfold.ui.static_charts.palette import Palette

_HEIGHT, _EDGE = 112, 16
_BAR_TOP, _BAR_HEIGHT = 58, 16


def lay_out_bullet(*, gauge: Gauge, formats: Formats, palette: Palette, width: int) -> Picture:
    """Return a gauge as a bar that lies: title and number above, how far it is below."""
    drawn = gauge.drawn(formats=formats)
    room = width - 2 * _EDGE
    number = width_of(text=drawn.text, size=20, strong=True)
    tone = {"good": palette.good, "bad": palette.bad}.get(drawn.tone, palette.series[0])
    done = gauge.place(value=gauge.value) * room if gauge.value is not None else 0.0
    target = _EDGE + gauge.place(value=gauge.target) * room
    title = fit(text=gauge.title, size=15, room=room - number - 16, strong=True)
    said = fit(text=f"{drawn.wanted}. {drawn.sentence}", size=13, room=room)
    return Picture(
        width,
        _HEIGHT,
        palette.ground,
        (
            Words((_EDGE, 38), title, 15, palette.ink, strong=True),
            Words((width - _EDGE, 40), drawn.text, 20, palette.ink, "end", strong=True),
            Box(_EDGE, _BAR_TOP, room, _BAR_HEIGHT, palette.line, 4),
            Box(_EDGE, _BAR_TOP, done, _BAR_HEIGHT, tone, 4),
            Box(target - 1.5, _BAR_TOP - 5, 3, _BAR_HEIGHT + 10, palette.ink),
            Words((_EDGE, 98), said, 13, palette.quiet),
        ),
    )
