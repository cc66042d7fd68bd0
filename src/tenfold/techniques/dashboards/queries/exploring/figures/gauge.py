"""One number against a target that somebody has set beside it."""

from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.figures.series import CHART, unit_of
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.ui.format import Value
from tenfold.ui.gauges import Better, Gauge


def draw_gauge(
    *,
    asked: Asked,
    answer: Answer,
    target: Value,
    better: Better = Better.UP,
    start: Value | None = None,
    csv_url: str = "",
) -> Gauge:
    """Return the gauge of an answer's one number; `start` is where the way to the target began."""
    return Gauge(
        id=CHART,
        title=title_of(asked),
        value=answer.value,
        target=target,
        unit=unit_of(asked, answer),
        better=better,
        start=start,
        over=over_of(asked),
        csv_url=csv_url,
    )
