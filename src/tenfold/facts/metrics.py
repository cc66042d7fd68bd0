"""Facts of the room `metrics`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class MetricDefined(Fact):
    """A metric was defined, or defined anew: `version` counts from 1."""

    metric: str
    version: int


@dataclass(frozen=True, kw_only=True)
class MetricRemoved(Fact):
    """A metric was taken away; `version` is what it was last defined as."""

    metric: str
    version: int


@dataclass(frozen=True, kw_only=True)
class SegmentDefined(Fact):
    """A segment was defined, frozen or uploaded, or so anew: `version` counts from 1."""

    segment: str
    version: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class SegmentRemoved(Fact):
    """A segment was taken away."""

    segment: str
