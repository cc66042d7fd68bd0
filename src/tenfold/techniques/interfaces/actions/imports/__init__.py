"""Imports: begin, run, cancel, continue, undo; and the mappings that are used again.

    began = begin_import(path=path, mapping=mapping, source_id=3, by=None, at=clock.now())
    run_import(import_id=began.id, log=log)

An import may be killed at any moment: run it again from the beginning of the file, and what is in
the log already is recognised by its id.
"""

from tenfold.techniques.interfaces.actions.active_imports import mark_interrupted, stop_imports
from tenfold.techniques.interfaces.actions.imports.background import run_in_background
from tenfold.techniques.interfaces.actions.imports.beginning import (
    begin_import,
    cancel_import,
    continue_import,
    save_mapping,
)
from tenfold.techniques.interfaces.actions.imports.running import run_import
from tenfold.techniques.interfaces.actions.imports.undoing import undo_import

__all__ = [
    "begin_import",
    "cancel_import",
    "continue_import",
    "mark_interrupted",
    "run_import",
    "run_in_background",
    "save_mapping",
    "stop_imports",
    "undo_import",
]
