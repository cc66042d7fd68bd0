"""What a row of a file means: a frozen value with a documented form in YAML and JSON.

    mapping = Mapping.from_yaml(path.read_text())
    mapping.value                         # Part(expression="Quantity * UnitPrice")
    mapping.to_yaml()

docs/reference/mapping.md tells the whole form, and a test holds it to that.
"""

from tenfold.techniques.interfaces.rules.mapping.fitting import (
    columns_spoken_of,
    fingerprint_of,
    require_columns,
)
from tenfold.techniques.interfaces.rules.mapping.mapping import Mapping
from tenfold.techniques.interfaces.rules.mapping.reading import MappingInvalid
from tenfold.techniques.interfaces.rules.mapping.value import (
    NATIVE_FIELDS,
    MetricHint,
    Part,
    Properties,
    TimeRule,
)

__all__ = [
    "NATIVE_FIELDS",
    "Mapping",
    "MappingInvalid",
    "MetricHint",
    "Part",
    "Properties",
    "TimeRule",
    "columns_spoken_of",
    "fingerprint_of",
    "require_columns",
]
