"""All SQL of the metric language, rendered by one small builder.

    statement = render(plan=plan, reading=log.reading(properties=plan.properties))
    rows = log.read(statement.text, statement.parameters)

`fields` reads a property, `conditions` renders filters, `measures` and `columns` what is
aggregated, `buckets` time, `cells` the scan, `statement` puts them together. What a user gave is
never in the text: it is a parameter. Names are quoted. The events are scanned once: first into
cells (a period and a label each), which are then added up to points, groups and the total.
"""

from tenfold.metrics.sql.fields import needed_properties
from tenfold.metrics.sql.statement import Plan, Statement, render

__all__ = ["Plan", "Statement", "needed_properties", "render"]
