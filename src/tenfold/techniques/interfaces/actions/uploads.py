"""Dropped files: keep, decide about, give up."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.actions.imports import begin_import
from tenfold.techniques.interfaces.actions.sources import ensure_file_source
from tenfold.techniques.interfaces.models import ImportRun, Upload
from tenfold.techniques.interfaces.rules import uploads as rules
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.sources import clean_source_name

DONE = ("finished", "undone")


def make_place(*, upload_id: UUID, file_name: str, size_bytes: int) -> Path:
    """Return where a file that is about to arrive goes; its folder is made.

    `size_bytes` is what the request says, 0 where it does not. Raises `UploadTooLarge`,
    `NoRoomForUpload`.
    """
    folder: Path = settings.HOME.uploads
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    rules.require_size(size_bytes=size_bytes, free_bytes=shutil.disk_usage(folder).free)
    place = folder / str(upload_id)
    place.mkdir(mode=0o700)
    return place / rules.clean_file_name(name=file_name)


@transaction.atomic
def keep_upload(*, upload_id: UUID, path: Path, by: int | None, at: datetime) -> None:
    """Note that a file has arrived whole at `path`. Raises `NothingUploaded` for an empty one."""
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise rules.NothingUploaded(
            _("The file is empty."), next_step=_("Choose a file with at least one row.")
        )
    Upload.objects.create(
        id=upload_id,
        file_name=path.name,
        size_bytes=size_bytes,
        uploaded_at=at,
        uploaded_by_id=by,
        source_name=_usual_source(file_name=path.name),
    )


def drop_place(*, upload_id: UUID) -> None:
    """Remove a file's folder, whatever of it has arrived."""
    shutil.rmtree(settings.HOME.uploads / str(upload_id), ignore_errors=True)


@transaction.atomic
def answer_question(*, upload_id: UUID, key: str, answer: str) -> None:
    """Keep what somebody answered. Raises `UnknownUpload`, `UploadInUse`."""
    upload = get_open_upload(upload_id=upload_id)
    upload.answers = {**upload.answers, key: answer}
    upload.save(update_fields=["answers"])


@transaction.atomic
def want_metric(*, upload_id: UUID, name: str, wanted: bool) -> None:
    """Keep whether the import is to define a number. Raises `UnknownUpload`, `UploadInUse`."""
    upload = get_open_upload(upload_id=upload_id)
    without = {*upload.answers.get(rules.WITHOUT, "").split()} - {name}
    said = " ".join(sorted(without if wanted else {*without, name}))
    upload.answers = {**upload.answers, rules.WITHOUT: said}
    upload.save(update_fields=["answers"])


@transaction.atomic
def set_mapping(*, upload_id: UUID, mapping: dict[str, Any] | None) -> None:
    """Keep a mapping that was changed by hand; None: guess anew, and forget the answers.

    Guessed anew is from the file alone, whatever was decided about an earlier file of its shape.

    Raises `UnknownUpload`, `UploadInUse`.
    """
    upload = get_open_upload(upload_id=upload_id)
    upload.mapping = mapping
    upload.answers = {rules.ANEW: "yes"} if mapping is None else {}
    upload.save(update_fields=["mapping", "answers"])


@transaction.atomic
def set_encoding(*, upload_id: UUID, encoding: str) -> None:
    """Keep how the file's text is to be read; "": guess. Raises `UnknownUpload`, `UploadInUse`."""
    upload = get_open_upload(upload_id=upload_id)
    upload.encoding = encoding
    upload.save(update_fields=["encoding"])


@transaction.atomic
def set_source_name(*, upload_id: UUID, name: str) -> None:
    """Keep which source the events are to belong to.

    Raises `UnknownUpload`, `UploadInUse`, `SourceNameMissing`, `SourceNameTooLong`.
    """
    upload = get_open_upload(upload_id=upload_id)
    upload.source_name = clean_source_name(name=name)
    upload.save(update_fields=["source_name"])


@transaction.atomic
def keep_count(*, upload_id: UUID, rows: int) -> None:
    """Keep how many rows the file has. Raises `UnknownUpload`, `UploadInUse`."""
    upload = get_open_upload(upload_id=upload_id)
    upload.rows = rows
    upload.save(update_fields=["rows"])


@transaction.atomic
def give_up_upload(*, upload_id: UUID) -> None:
    """Remove a file that is not to be imported after all. Raises `UnknownUpload`, `UploadInUse`."""
    get_open_upload(upload_id=upload_id).delete()
    transaction.on_commit(lambda: drop_place(upload_id=upload_id))


@transaction.atomic
def begin_upload(
    *,
    upload_id: UUID,
    path: Path,
    mapping: Mapping,
    source_name: str,
    by: int | None,
    at: datetime,
) -> int:
    """Begin the import of a dropped file, once; return the import's id, for somebody to run it.

    Raises `UnknownUpload`, `UploadInUse`, and what a source, the readers and the mapping refuse.
    """
    upload = get_open_upload(upload_id=upload_id)
    source = ensure_file_source(name=source_name, by=by, at=at)
    run = begin_import(
        path=path,
        file_name=upload.file_name,
        mapping=mapping,
        source_id=source.id,
        by=by,
        at=at,
    )
    upload.import_id = run.id
    upload.save(update_fields=["import_id"])
    return run.id


def sweep_uploads(*, at: datetime) -> int:
    """Remove files that were imported to their end, and those that nobody imported for a week.

    Files of imports that can still be continued stay. Returns how many were removed.
    """
    begun = Upload.objects.exclude(import_id=None)
    done = set(
        ImportRun.objects.filter(
            pk__in=begun.values_list("import_id", flat=True), state__in=DONE
        ).values_list("pk", flat=True)
    )
    gone = [upload for upload in begun if upload.import_id in done]
    waiting = Upload.objects.filter(import_id=None)
    gone += [upload for upload in waiting if rules.is_stale(uploaded_at=upload.uploaded_at, at=at)]
    for upload in gone:
        drop_place(upload_id=upload.pk)
        upload.delete()
    return len(gone)


def get_open_upload(*, upload_id: UUID) -> Upload:
    """Return the row of a file that is not being imported yet.

    Raises `UnknownUpload`, `UploadInUse`.
    """
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise rules.UnknownUpload(
            _("This file is not here any more."),
            next_step=_("Drop it on the import page again."),
        )
    if upload.import_id is not None:
        raise rules.UploadInUse(
            _("The import of “%(file)s” has begun already.") % {"file": upload.file_name},
            next_step=_("Look at how it goes; it can be cancelled and undone there."),
        )
    return upload


def _usual_source(*, file_name: str) -> str:
    """A file of the same name went somewhere before: there it goes again."""
    before = (
        ImportRun.objects.filter(file_name=file_name)
        .order_by("-pk")
        .values_list("source__name", flat=True)
        .first()
    )
    return str(before or "")
