"""Undo an import: everything that it brought, at once."""

from datetime import datetime

from django.db import transaction

from tenfold.eventlog.store import EventLog
from tenfold.facts.interfaces import ImportUndone
from tenfold.outbox import tell
from tenfold.techniques.interfaces.models import ImportRun, ImportState
from tenfold.techniques.interfaces.queries.imports import ImportView, get_import
from tenfold.techniques.interfaces.rules.imports import require_undoable


def undo_import(*, import_id: int, log: EventLog, by: int | None, at: datetime) -> ImportView:
    """Take out of the log all that an import brought; its rows may be imported again.

    Rows that it found there already belong to the import that brought them, and stay. Raises
    `UnknownImport`, `ImportRunning`, `ImportAlreadyUndone`, and what the log refuses.
    """
    view = get_import(import_id=import_id)
    require_undoable(state=view.state)
    # Log first: killed in between, the import still says that it can be undone, and is undone again.
    removed = log.undo_import(import_id=import_id)
    with transaction.atomic():
        ImportRun.objects.filter(pk=import_id).update(
            state=ImportState.UNDONE, undone_at=at, removed=removed
        )
        fact = ImportUndone(import_id=import_id, source_id=view.source_id, removed=removed)
        tell(fact=fact, actor_id=by, at=at)
    return get_import(import_id=import_id)
