"""All SQL of the metric language, rendered by one small builder.

    statement = render(plan=plan, reading=log.reading(properties=plan.properties))
    rows = log.read(statement.text, statement.parameters)

`fields` reads a property, `conditions` renders filters, `scope` says which events are read,
`measures` and `columns` what is aggregated, `buckets` time, `cells` the scan, `statement` puts them
together. What a user gave is never in the text: it is a parameter. Names are quoted. The events are
scanned once: first into cells (a period and a label each), which are then added up to points,
groups and the total.
"""

from tenfold.metrics.sql.arrivals import Arrivals, render_arrivals
from tenfold.metrics.sql.crowds import MOST_CROWDS, Crowds, render_crowds
from tenfold.metrics.sql.fields import Statement, needed_properties
from tenfold.metrics.sql.statement import MeasuredStatement, Plan, render

__all__ = [
    "MOST_CROWDS",
    "Arrivals",
    "Crowds",
    "MeasuredStatement",
    "Plan",
    "Statement",
    "needed_properties",
    "render",
    "render_arrivals",
    "render_crowds",
]
