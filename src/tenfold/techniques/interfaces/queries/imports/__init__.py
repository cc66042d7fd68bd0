"""What can be asked of imports, and of files that might become one."""

from tenfold.techniques.interfaces.queries.imports.examining import (
    ColumnView,
    Examination,
    decide_form,
    examine_file,
)
from tenfold.techniques.interfaces.queries.imports.examining import as_json as examined_as_json
from tenfold.techniques.interfaces.queries.imports.glimpsing import Glimpse, known_metrics
from tenfold.techniques.interfaces.queries.imports.previewing import EventView, RowView
from tenfold.techniques.interfaces.queries.imports.runs import (
    ImportView,
    ProblemView,
    SavedMappingView,
    as_json,
    get_import,
    list_imports,
    list_mappings,
    read_report,
    view_mapping,
)
from tenfold.techniques.interfaces.queries.imports.trying import try_file

__all__ = [
    "ColumnView",
    "EventView",
    "Examination",
    "Glimpse",
    "ImportView",
    "ProblemView",
    "RowView",
    "SavedMappingView",
    "as_json",
    "decide_form",
    "examine_file",
    "examined_as_json",
    "get_import",
    "known_metrics",
    "list_imports",
    "list_mappings",
    "read_report",
    "try_file",
    "view_mapping",
]
