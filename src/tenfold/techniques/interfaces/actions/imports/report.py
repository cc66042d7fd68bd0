"""The report of an import: every row that was rejected, with the reason."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from django.conf import settings

from tenfold.techniques.interfaces.rules.faults import Fault

COLUMNS = ("line", "column", "value", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_path(*, import_id: int) -> Path:
    """Return where the report of an import is, or would be."""
    folder: Path = settings.HOME.reports
    return folder / f"import-{import_id}.csv"


class Report:
    """Writes the report, anew each time an import runs. Without a rejected row there is none."""

    def __init__(self, *, import_id: int) -> None:
        self._path = report_path(import_id=import_id)
        self._path.unlink(missing_ok=True)
        self._file: TextIO | None = None

    def add(self, rejected: Iterable[Fault]) -> None:
        """Write rejected rows, in the order of their lines."""
        rows = sorted(rejected, key=lambda one: one.line)
        if not rows:
            return
        if self._file is None:
            self._file = self._open()
        writer = csv.writer(self._file)
        for row in rows:
            writer.writerow((row.line, row.column, _harmless(row.value), row.reason))

    def _open(self) -> TextIO:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        csv.writer(file).writerow(COLUMNS)
        return file

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _harmless(value: str) -> str:
    """Keep a spreadsheet from computing what somebody wrote into a cell."""
    return f"'{value}" if value.startswith(_FORMULA) else value
