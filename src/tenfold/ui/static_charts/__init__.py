"""Charts without a browser: the same values as on a page, as SVG or as PNG bytes for an e-mail.

    draw_png(chart=chart, formats=formats)                 a `ui.charts.Chart`: lines, areas, bars
    draw_png(chart=Sparkline(values), formats=formats)     a small line without axes
    draw_png(chart=gauge, formats=formats)                 a `ui.gauges.Gauge`, as a bullet: a bar
                                                           and the mark that it should reach

A picture has a ground of its own, so that it can be read on light and on dark paper, and is at most
30 kB. `describe` says in words what is in it, for whoever does not see it.
"""

from tenfold.ui.static_charts.drawing import Sparkline, describe, draw_png, draw_svg
from tenfold.ui.static_charts.palette import Theme

__all__ = ["Sparkline", "Theme", "describe", "draw_png", "draw_svg"]
