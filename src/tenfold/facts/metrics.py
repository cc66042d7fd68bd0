"""Facts of the room `metrics`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class MetricDefined(Fact):
    """A metric was defined, or defined anew: `version` counts from 1."""

    metric: str
    version: int
