"""The ways of writing events down that are understood, one small module each.

A new one: write `understand` in a module here, list it in `FORMATS`, describe its endpoint in
docs/reference/ingest.md, and put bodies for it into collector/tests/corpus.
"""

from tenfold.collector.formats.form import Format
from tenfold.collector.formats.native import NATIVE

FORMATS: tuple[Format, ...] = (NATIVE,)
