"""Workbooks: xlsx, xlsm, xlsb, xls and ods."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.opening import damaged, expands, require_file
from tenfold.techniques.interfaces.readers.refusals import FileEmpty, SheetMissing
from tenfold.techniques.interfaces.readers.table import Items, Table, name_columns, number_columns
from tenfold.techniques.interfaces.rules.formats import FileFormat

MOST_UNPACKED = 512 * 1024 * 1024
_PIECE = 1024 * 1024


def read_excel(*, path: Path, form: FileFormat) -> Table:
    """Return a sheet as a table of typed cells. The workbook is in memory while it is read."""
    require_file(path=path)
    _require_modest(path=path)
    rows = _sheet_rows(path=path, form=form)
    count = len(rows)
    numbered = _numbered(rows, skip=form.skip)
    first = next(numbered, None)
    if first is None:
        raise FileEmpty(_("The sheet holds no rows."), next_step=_("Choose another sheet."))
    given = name_columns(list(form.columns)) if form.columns else number_columns(len(first[1]))
    names = name_columns(first[1]) if form.header else given
    place = {"line": first[0]}
    items = _tracked(numbered if form.header else _put_back(first, numbered), place)
    return Table(
        header=names,
        items=items,
        share=lambda: min(1.0, place["line"] / max(1, count)),
        close=rows.clear,
        texts=False,
        total=count - form.skip - (1 if form.header else 0),
    )


def _put_back(first: tuple[int, list[Any]], rest: Iterator[tuple[int, list[Any]]]) -> Any:
    yield first
    yield from rest


def _tracked(rows: Iterator[tuple[int, list[Any]]], place: dict[str, int]) -> Items:
    for line, row in rows:
        place["line"] = line
        yield line, row


def _numbered(rows: list[list[Any]], *, skip: int) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(rows, start=1):
        if number > skip and any(cell != "" for cell in row):
            yield number, [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    """Excel knows no whole numbers: 6.0 means 6."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    return cell


def _sheet_rows(*, path: Path, form: FileFormat) -> list[list[Any]]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        name = _sheet_name(book.sheet_names, asked=form.sheet)
        rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(detail=str(error)) from error
    return rows


def _sheet_name(names: list[str], *, asked: str) -> str:
    if not names:
        raise FileEmpty(_("The workbook holds no sheet."), next_step=_("Export it once more."))
    if asked and asked not in names:
        raise SheetMissing(
            _("The workbook has no sheet “%(name)s”.") % {"name": asked},
            next_step=_("It has: %(names)s.") % {"names": ", ".join(names)},
            field="format.sheet",
        )
    return asked or names[0]


def _require_modest(*, path: Path) -> None:
    """Unpack a workbook into nothing, to see that it does not burst. Its own figures may lie."""
    if not zipfile.is_zipfile(path):
        return
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            for item in archive.infolist():
                with archive.open(item) as member:
                    while piece := member.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise expands()
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise damaged(detail=str(error)) from error
