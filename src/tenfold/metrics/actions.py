"""Writes: defining a metric, taking it away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tenfold import outbox
from tenfold.facts.metrics import MetricDefined
from tenfold.metrics import rules
from tenfold.metrics.definitions import from_spec, to_spec
from tenfold.metrics.models import MetricDefinition


@transaction.atomic
def define_metric(
    *,
    name: str,
    title: str,
    spec: Mapping[str, Any],
    asks: str = "",
    better: str = "up",
    headline: int | None = None,
    by: int | None = None,
    at: datetime,
) -> int:
    """Define a metric, or define it anew; return its version, counted from 1.

    `headline` is its place (1 to 4) among the headline metrics; whoever had it gives it up.
    Defining the same again changes nothing. Raises `InvalidMetric`, `InvalidDefinition`.
    """
    rules.require_name(name=name)
    rules.require_words(title=title, asks=asks)
    rules.require_place(better=better, headline=headline)
    given = {
        "title": title,
        "asks": asks,
        "spec": to_spec(from_spec(spec)),
        "better": better,
        "headline": headline,
    }
    row = MetricDefinition.objects.filter(name=name).first()
    if row is not None and all(getattr(row, key) == value for key, value in given.items()):
        return row.version
    if headline is not None:
        MetricDefinition.objects.filter(headline=headline).exclude(name=name).update(headline=None)
    version = 1 if row is None else row.version + 1
    MetricDefinition.objects.update_or_create(
        name=name, defaults={**given, "version": version, "defined_at": at, "defined_by_id": by}
    )
    outbox.tell(fact=MetricDefined(metric=name, version=version), actor_id=by, at=at)
    return version
