"""Dropped files that wait, and what they would become."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tenfold.people.queries import CompanyView
from tenfold.techniques.interfaces.models import Upload
from tenfold.techniques.interfaces.queries.imports import decide_form, examine_file
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.uploads import (
    ANEW,
    OWN_ANSWERS,
    WITHOUT,
    UnknownUpload,
    name_source,
)

if TYPE_CHECKING:
    from tenfold.techniques.interfaces.queries.imports import Examination


COUNT_SECONDS = 20.0


@dataclass(frozen=True)
class UploadView:
    """A dropped file. `import_id` is None until its import has begun."""

    id: UUID
    file_name: str
    size_bytes: int
    uploaded_at: datetime
    uploaded_by: str
    source_name: str
    encoding: str
    mapping: dict[str, Any] | None
    answers: dict[str, str]
    rows: int | None
    import_id: int | None

    @property
    def was_decided(self) -> bool:
        """Return whether somebody answered a question or changed the mapping."""
        return self.mapping is not None or bool(self.answers.keys() - OWN_ANSWERS)

    @property
    def without(self) -> frozenset[str]:
        """Return the names of the numbers that are not wanted."""
        return frozenset(self.answers.get(WITHOUT, "").split())

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return Path(settings.HOME.uploads) / str(self.id) / self.file_name


def list_uploads() -> tuple[UploadView, ...]:
    """Return the files that wait for a decision, newest first."""
    rows = Upload.objects.filter(import_id=None).select_related("uploaded_by")
    return tuple(_view(row) for row in rows)


def get_upload(*, upload_id: UUID) -> UploadView:
    """Return one dropped file. Raises `UnknownUpload`."""
    row = Upload.objects.filter(pk=upload_id).select_related("uploaded_by").first()
    if row is None:
        raise UnknownUpload(
            _("This file is not here any more."),
            next_step=_("Drop it on the import page again."),
        )
    return _view(row)


def examine_upload(
    *, upload: UploadView, company: CompanyView, at: datetime, mapping: Mapping | None = None
) -> "Examination":
    """Return what the file would become, with what was decided about it so far.

    `mapping` is tried instead of the one that was kept. Raises what the readers refuse.
    """
    return examine_file(
        path=upload.path,
        file_name=upload.file_name,
        timezone=company.timezone,
        currency=company.currency,
        at=at,
        mapping=mapping or _kept_mapping(upload),
        answers=_given_answers(upload),
        encoding=upload.encoding or None,
        use_saved=ANEW not in upload.answers,
    )


def _kept_mapping(upload: UploadView) -> Mapping | None:
    return None if upload.mapping is None else Mapping.from_spec(upload.mapping)


def _given_answers(upload: UploadView) -> dict[str, str]:
    return {key: said for key, said in upload.answers.items() if key not in OWN_ANSWERS}


def count_rows(*, upload: UploadView) -> int | None:
    """Return how many rows the file has; None where counting them takes longer than a page may.

    Raises what the readers refuse.
    """
    form, _asked = decide_form(
        path=upload.path,
        mapping=_kept_mapping(upload),
        answers=_given_answers(upload),
        encoding=upload.encoding or None,
    )
    until = time.monotonic() + COUNT_SECONDS
    counted = 0
    with open_table(path=upload.path, form=form) as table:
        if table.total is not None:
            return table.total
        for counted, _row in enumerate(table.items, start=1):
            if counted % 50_000 == 0 and time.monotonic() > until:
                return None
    return counted


def name_source_of(*, upload: UploadView, mapping: Mapping | None) -> str:
    """Return which source the events go to: as somebody said, as the mapping says, as the file."""
    said = upload.source_name or (mapping.source if mapping else "")
    return said or name_source(file_name=upload.file_name)


def _view(row: Upload) -> UploadView:
    return UploadView(
        id=row.pk,
        file_name=row.file_name,
        size_bytes=row.size_bytes,
        uploaded_at=row.uploaded_at,
        uploaded_by="" if row.uploaded_by is None else str(row.uploaded_by),
        source_name=row.source_name,
        encoding=row.encoding,
        mapping=row.mapping,
        answers=row.answers,
        rows=row.rows,
        import_id=row.import_id,
    )
