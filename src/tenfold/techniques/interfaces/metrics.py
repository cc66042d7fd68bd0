"""Metrics about the sources themselves: whether what comes in is complete."""

from django.utils.translation import gettext_lazy as _

from tenfold.metrics.declaring import Metric
from tenfold.metrics.definitions import Count, Op, Ratio, Test, Unique
from tenfold.metrics.rules import Better

METRICS = (
    Metric(
        name="sources-heard",
        title=_("Sources heard from"),
        asks=_("How many sources send something?"),
        of=Unique(property="source"),
        better=Better.NONE,
    ),
    Metric(
        name="known-actors",
        title=_("Share of events with an actor"),
        asks=_("Of how many events do we know who did it?"),
        of=Ratio(of=Count(where=(Test("actor", Op.EXISTS),)), per=Count()),
    ),
)
