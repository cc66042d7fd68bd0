"""The numbers that a mapping brings along."""

from datetime import datetime

from tenfold.metrics import rules
from tenfold.metrics.actions import define_metric
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.queries import list_metrics
from tenfold.techniques.interfaces.rules.mapping import Mapping


def require_hints(*, mapping: Mapping) -> None:
    """Raise what `metrics` refuses, before the first row rather than after the last."""
    for hint in mapping.metrics:
        rules.require_name(name=hint.name)
        rules.require_words(title=hint.title, asks=hint.asks)
        rules.require_place(better=hint.better, headline=hint.headline)
        from_spec(hint.spec)


def define_hints(*, mapping: Mapping, by: int | None, at: datetime) -> None:
    """Define the mapping's metrics where there are none of that name, in headline places still free.

    What people have defined and placed themselves stays as it is.
    """
    there = list_metrics() if mapping.metrics else ()
    names = {metric.name for metric in there}
    places = {metric.headline for metric in there}
    for hint in mapping.metrics:
        if hint.name not in names:
            define_metric(
                name=hint.name,
                title=hint.title,
                spec=hint.spec,
                asks=hint.asks,
                better=hint.better,
                headline=None if hint.headline in places else hint.headline,
                by=by,
                at=at,
            )
