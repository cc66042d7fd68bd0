"""The rows of imports: begun, cancelled, continued, interrupted; and mappings that are kept."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.actions import active_imports as active
from tenfold.techniques.interfaces.actions.imports.metrics import define_hints, require_hints
from tenfold.techniques.interfaces.models import ImportRun, ImportState, SavedMapping, Source
from tenfold.techniques.interfaces.queries.imports import (
    ImportView,
    SavedMappingView,
    get_import,
    view_mapping,
)
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.imports import (
    ImportNotRunning,
    require_continuable,
    unknown_import,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping, fingerprint_of
from tenfold.techniques.interfaces.rules.rows import make_mapper
from tenfold.techniques.interfaces.rules.sources import UnknownSource


def begin_import(
    *,
    path: Path,
    file_name: str | None = None,
    mapping: Mapping,
    source_id: int,
    by: int | None,
    at: datetime,
) -> ImportView:
    """Note that a file is going to be imported, and keep its mapping for the next of its shape.

    The numbers that the mapping brings along are defined now: they grow while the rows come in.

    Raises what the readers refuse, and where the mapping does not fit the file; then nothing is
    noted. Run it with `run_import` or `run_in_background`.
    """
    require_hints(mapping=mapping)
    with open_table(path=path, form=mapping.format) as table:
        make_mapper(mapping=mapping, table=table, source=source_id, at=at)
        fingerprint = fingerprint_of(form=mapping.format, header=table.header)
    name = file_name or path.name
    with transaction.atomic():
        _require_source(source_id=source_id)
        run = ImportRun.objects.create(
            source_id=source_id,
            file_name=name[:255],
            path=str(path.absolute()),
            bytes_total=path.stat().st_size,
            mapping=mapping.to_spec(),
            state=ImportState.RUNNING,
            began_at=at,
            began_by_id=by,
        )
        save_mapping(name=name, mapping=mapping, fingerprint=fingerprint, at=at)
        define_hints(mapping=mapping, by=by, at=at)
    active.enlist(import_id=run.pk)
    return get_import(import_id=run.pk)


def _require_source(*, source_id: int) -> None:
    if not Source.objects.filter(pk=source_id).exists():
        raise UnknownSource(
            _("There is no source with the number %(id)d.") % {"id": source_id},
            next_step=_("Look at the list of sources."),
        )


def cancel_import(*, import_id: int, at: datetime) -> None:
    """Ask an import to stop. What it has brought stays, until it is undone.

    Raises `UnknownImport` or `ImportNotRunning`.
    """
    view = get_import(import_id=import_id)
    if view.state != ImportState.RUNNING:
        raise ImportNotRunning(
            _("The import is not running."), next_step=_("It can be continued or undone.")
        )
    if not active.stop(import_id=import_id, leaves=ImportState.CANCELLED):
        ImportRun.objects.filter(pk=import_id).update(state=ImportState.CANCELLED, ended_at=at)


@transaction.atomic
def continue_import(*, import_id: int, at: datetime) -> ImportView:  # noqa: ARG001  all actions take it
    """Take up an import that was cancelled, interrupted or failed. Run it again afterwards.

    Raises `UnknownImport`, `ImportRunning`, `ImportAlreadyUndone`, `ImportFinishedAlready`.
    """
    require_continuable(state=get_import(import_id=import_id).state)
    ImportRun.objects.filter(pk=import_id).update(
        state=ImportState.RUNNING, problem="", ended_at=None, share=0
    )
    active.enlist(import_id=import_id)
    return get_import(import_id=import_id)


def save_mapping(
    *, name: str, mapping: Mapping, fingerprint: str, at: datetime
) -> SavedMappingView:
    """Keep a mapping for the next file of the same shape, in place of the one before."""
    saved, _created = SavedMapping.objects.update_or_create(
        fingerprint=fingerprint,
        defaults={"name": name[:255], "spec": mapping.to_spec(), "used_at": at},
    )
    return view_mapping(row=saved)


def get_run(*, import_id: int) -> ImportRun:
    """Return the row of an import. Raises `UnknownImport`."""
    run = ImportRun.objects.filter(pk=import_id).first()
    if run is None:
        raise unknown_import(import_id=import_id)
    return run
