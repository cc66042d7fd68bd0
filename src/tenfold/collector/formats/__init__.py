"""The ways of writing events down that are understood, one small module each.

A new one: write `understand` in a module here, list it in `FORMATS` (before those that take whatever
comes at the same path), describe its endpoint in docs/reference/ingest.md, and put bodies for it into
collector/tests/corpus.
"""

from tenfold.collector.formats.cloudevents import CLOUDEVENTS
from tenfold.collector.formats.form import Format
from tenfold.collector.formats.native import NATIVE
from tenfold.collector.formats.segment import SEGMENT

FORMATS: tuple[Format, ...] = (CLOUDEVENTS, NATIVE, SEGMENT)
