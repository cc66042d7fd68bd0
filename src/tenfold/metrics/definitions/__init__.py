"""What a number means, as a frozen value with a stable JSON form.

    orders = from_spec({"kind": "count", "event": "order", "where": [{"property": "no", "is": 3}]})
    to_spec(orders)          # the same JSON again: what was left out stays left out
    canonical(orders)        # one line of text: equal meanings written alike, to compare them

`filters` says which events count, `kinds` what is counted of them. Nothing here knows the log, a
database or SQL.
"""

from tenfold.metrics.definitions.filters import (
    BUILT_IN,
    Every,
    Filter,
    Not,
    Op,
    Scalar,
    Some,
    Test,
    filter_from_spec,
    filter_to_spec,
    filters_from_spec,
    properties_of,
)
from tenfold.metrics.definitions.kinds import (
    KINDS,
    Count,
    Definition,
    Max,
    Mean,
    Measure,
    Min,
    OfNumbers,
    Persons,
    Ratio,
    Sum,
    Unique,
    canonical,
    from_spec,
    narrowed,
    to_spec,
)
from tenfold.metrics.definitions.refusals import InvalidDefinition

__all__ = [
    "BUILT_IN",
    "KINDS",
    "Count",
    "Definition",
    "Every",
    "Filter",
    "InvalidDefinition",
    "Max",
    "Mean",
    "Measure",
    "Min",
    "Not",
    "OfNumbers",
    "Op",
    "Persons",
    "Ratio",
    "Scalar",
    "Some",
    "Sum",
    "Test",
    "Unique",
    "canonical",
    "filter_from_spec",
    "filter_to_spec",
    "filters_from_spec",
    "from_spec",
    "narrowed",
    "properties_of",
    "to_spec",
]
