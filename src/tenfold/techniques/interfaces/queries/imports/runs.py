"""Imports that have begun, what they rejected, and mappings that were kept."""

import csv
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from tenfold.techniques.interfaces.models import ImportRun, SavedMapping
from tenfold.techniques.interfaces.rules.imports import CONTINUABLE, UNDOABLE, unknown_import
from tenfold.techniques.interfaces.rules.mapping import Mapping


@dataclass(frozen=True)
class ImportView:
    """An import. Counts are rows; `share` is how much of the file was read, from 0 to 1.

    report   where the rejected rows are listed, None where there are none
    removed  how many events undoing it took out
    """

    id: int
    source_id: int
    source_name: str
    file_name: str
    state: str
    bytes_total: int
    share: float
    read: int
    accepted: int
    duplicates: int
    erased: int
    rejected: int
    left_out: int
    removed: int
    report: str | None
    problem: str
    mapping: dict[str, Any]
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None

    @property
    def same_time(self) -> str | None:
        """Return the time that every event got, where no column says when it happened."""
        return Mapping.from_spec(self.mapping).time.part.constant or None

    @property
    def bytes_read(self) -> int:
        """Return how many bytes of the file were read."""
        return round(self.bytes_total * self.share)

    @property
    def can_cancel(self) -> bool:
        """Return whether it can be asked to stop."""
        return self.state == "running"

    @property
    def can_continue(self) -> bool:
        """Return whether it stopped before the end of the file."""
        return self.state in CONTINUABLE

    @property
    def can_undo(self) -> bool:
        """Return whether what it brought can be taken out."""
        return self.state in UNDOABLE


@dataclass(frozen=True)
class SavedMappingView:
    """A mapping that is used again for files of the same shape."""

    id: int
    name: str
    fingerprint: str
    spec: dict[str, Any]
    used_at: datetime


@dataclass(frozen=True)
class ProblemView:
    """A row that was, or would be, rejected, and why."""

    line: int
    column: str
    value: str
    reason: str


def list_imports(*, limit: int = 50, source_id: int | None = None) -> tuple[ImportView, ...]:
    """Return imports, newest first; of one source where asked."""
    rows = ImportRun.objects.select_related("source")
    if source_id is not None:
        rows = rows.filter(source_id=source_id)
    return tuple(_view(row) for row in rows[:limit])


def get_import(*, import_id: int) -> ImportView:
    """Return one import. Raises `UnknownImport`."""
    row = ImportRun.objects.select_related("source").filter(pk=import_id).first()
    if row is None:
        raise unknown_import(import_id=import_id)
    return _view(row)


def _view(row: ImportRun) -> ImportView:
    report = Path(settings.HOME.reports) / f"import-{row.pk}.csv"
    return ImportView(
        id=row.pk,
        source_id=row.source_id,
        source_name=row.source.name,
        file_name=row.file_name,
        state=row.state,
        bytes_total=row.bytes_total,
        share=row.share,
        read=row.read,
        accepted=row.accepted,
        duplicates=row.duplicates,
        erased=row.erased,
        rejected=row.rejected,
        left_out=row.left_out,
        removed=row.removed,
        report=str(report) if row.rejected and report.exists() else None,
        problem=row.problem,
        mapping=row.mapping,
        started_at=row.began_at,
        finished_at=row.ended_at,
        undone_at=row.undone_at,
    )


def read_report(*, import_id: int, limit: int = 100) -> tuple[ProblemView, ...]:
    """Return the first rows that an import rejected."""
    report = get_import(import_id=import_id).report
    if report is None:
        return ()
    with Path(report).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(
            ProblemView(int(row["line"]), row["column"], row["value"], row["reason"])
            for row in islice(rows, limit)
        )


def list_mappings() -> tuple[SavedMappingView, ...]:
    """Return the mappings that were kept, last used first."""
    return tuple(view_mapping(row=row) for row in SavedMapping.objects.all())


def view_mapping(*, row: SavedMapping) -> SavedMappingView:
    """Return a kept mapping as a plain value."""
    return SavedMappingView(row.pk, row.name, row.fingerprint, row.spec, row.used_at)


def as_json(*, view: ImportView) -> dict[str, Any]:
    """Return an import as plain JSON values."""
    plain = {**asdict(view), "same_time": view.same_time}
    for name in ("started_at", "finished_at", "undone_at"):
        plain[name] = None if plain[name] is None else plain[name].isoformat()
    return plain
