"""The shapes in which a key result is measured."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tenfold.kit.refusal import Refusal
from tenfold.stats.trends import Prediction
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.reading import Reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that somebody typed at an instant."""

    at: datetime
    value: Decimal


@dataclass(frozen=True, slots=True)
class ToMeasure:
    """All that must be known of a key result to say how it stands.

    begins_at, ends_at  the first moment of its period, and the end of its last day
    typed               of check-ins, the oldest first
    """

    id: int
    kind: Kind
    start: Decimal
    target: Decimal
    begins_at: datetime
    ends_at: datetime
    reading: Reading
    shape: Shape
    metric: str = ""
    version: int = 0
    query: str = ""
    unit: str = ""
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class PathPoint:
    """How it stood, and how far it should have been, at the end of a day."""

    on: date
    value: Decimal | None
    done: Decimal | None
    expected: Decimal
    pace: Pace


@dataclass(frozen=True, slots=True)
class Measured:
    """How a key result stands.

    value       None: nobody knows
    done        the share of the way that is gone; unclamped
    since       since which day the pace is what it is; None: since today, or not known
    shape       by what it is expected: last year only where last year's numbers allow
    projection  where it will be at its end if it goes on so; None where data are too few
    refusal     why there is nothing to see
    """

    value: Decimal | None
    done: Decimal | None
    expected: Decimal
    pace: Pace
    shape: Shape = Shape.LINE
    since: date | None = None
    path: tuple[PathPoint, ...] = ()
    projection: Prediction | None = None
    refusal: Refusal | None = None
