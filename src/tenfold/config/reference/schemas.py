"""docs/reference/metric.schema.json: the JSON Schema of every definition of the metric language."""

import json

from tenfold.metrics.definitions import schema


def make_page() -> str:
    """Return the document."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
