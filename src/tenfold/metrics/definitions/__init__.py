"""What a number means, as a frozen value with a stable JSON form.

    orders = from_spec({"kind": "count", "event": "order", "where": [{"property": "no", "is": 3}]})
    to_spec(orders)          # the same JSON again: what was left out stays left out
    canonical(orders)        # one line of text: equal meanings written alike, to compare them
    schema()                 # the JSON Schema of all of them

`measures` count and add up events, `series` make numbers of numbers, `analyses` follow persons from
event to event; `filters` say which events count, `segments` which persons. `forms` reads, writes
and publishes the JSON of each from its dataclass. Nothing here knows the log, a database or SQL.
"""

from tenfold.metrics.definitions.analyses import (
    Analysis,
    Conversion,
    Counting,
    Entry,
    Exclusion,
    Lifecycle,
    Order,
    Paths,
    Retention,
    Stickiness,
)
from tenfold.metrics.definitions.durations import (
    Duration,
    Unit,
)
from tenfold.metrics.definitions.filters import (
    BUILT_IN,
    Every,
    Filter,
    InSegment,
    Not,
    Op,
    Scalar,
    Some,
    Test,
    filter_from_spec,
    filter_to_spec,
    filters_from_spec,
    properties_of,
    segments_of,
)
from tenfold.metrics.definitions.kinds import (
    KINDS,
    Definition,
    canonical,
    from_spec,
    narrowed,
    occurrences_of,
    schema,
    to_spec,
)
from tenfold.metrics.definitions.measures import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    Occurrence,
    OfNumbers,
    Persons,
    Quantile,
    Sum,
    Unique,
)
from tenfold.metrics.definitions.refusals import (
    InvalidDefinition,
)
from tenfold.metrics.definitions.segments import (
    Condition,
    Did,
    Joined,
    Lacks,
    Listed,
    condition_from_spec,
    condition_to_spec,
)
from tenfold.metrics.definitions.series import (
    Formula,
    Named,
    Part,
    PerPerson,
    Ratio,
    Rolling,
    depth_of,
)

__all__ = [
    "BUILT_IN",
    "KINDS",
    "Analysis",
    "Condition",
    "Conversion",
    "Count",
    "Counting",
    "Definition",
    "Did",
    "Duration",
    "Entry",
    "Every",
    "Exclusion",
    "Filter",
    "Formula",
    "InSegment",
    "InvalidDefinition",
    "Joined",
    "Lacks",
    "Lifecycle",
    "Listed",
    "Max",
    "Mean",
    "Measure",
    "Min",
    "Named",
    "Not",
    "Occurrence",
    "OfNumbers",
    "Op",
    "Order",
    "Part",
    "Paths",
    "PerPerson",
    "Persons",
    "Quantile",
    "Ratio",
    "Retention",
    "Rolling",
    "Scalar",
    "Some",
    "Stickiness",
    "Sum",
    "Test",
    "Unique",
    "Unit",
    "canonical",
    "condition_from_spec",
    "condition_to_spec",
    "depth_of",
    "filter_from_spec",
    "filter_to_spec",
    "filters_from_spec",
    "from_spec",
    "narrowed",
    "occurrences_of",
    "properties_of",
    "schema",
    "segments_of",
    "to_spec",
]
