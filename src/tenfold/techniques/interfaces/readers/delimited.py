"""CSV of any dialect, and TSV."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.decoding import Lines, open_text
from tenfold.techniques.interfaces.readers.opening import Opened
from tenfold.techniques.interfaces.readers.refusals import CellTooLong, FileEmpty, FileIsBinary
from tenfold.techniques.interfaces.readers.table import (
    Items,
    Table,
    name_columns,
    number_columns,
)
from tenfold.techniques.interfaces.rules.faults import Fault
from tenfold.techniques.interfaces.rules.formats import FileFormat

LONGEST_CELL = 128 * 1024
csv.field_size_limit(LONGEST_CELL)


def read_delimited(*, opened: Opened, form: FileFormat) -> Table:
    """Return a delimited file as a table. Rows whose quotes do not match are faults."""
    lines = Lines(text=open_text(opened=opened, encoding=form.encoding))
    rows = _rows(lines, form)
    first = next((row for row in rows if isinstance(row, tuple)), None)
    if first is None:
        raise FileEmpty(_("The file holds no rows."), next_step=_("Export it once more."))
    if any("\0" in cell for cell in first[1]):
        raise FileIsBinary(
            _("This is not a table of text: it holds zero bytes."),
            next_step=_("Tenfold reads CSV, TSV, fixed width, JSON lines, Parquet and Excel."),
        )
    header, items = _with_header(first, rows, form)
    return Table(
        header=header,
        items=items,
        share=opened.share,
        close=opened.close,
        taken=lambda: lines.taken,
    )


def _with_header(
    first: tuple[int, list[Any]], rows: Items, form: FileFormat
) -> tuple[tuple[str, ...], Items]:
    if form.header:
        return name_columns(first[1]), rows
    names = name_columns(list(form.columns)) if form.columns else number_columns(len(first[1]))
    return names, _put_back(first, rows)


def _put_back(first: tuple[int, list[Any]], rows: Items) -> Items:
    yield first
    yield from rows


def _dialect(form: FileFormat) -> dict[str, Any]:
    return {
        "delimiter": form.delimiter,
        "quotechar": form.quote or None,
        "quoting": csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
        "escapechar": form.escape or None,
        "doublequote": not form.escape,
        "strict": True,
    }


def _rows(lines: Lines, form: FileFormat) -> Items:
    source = iter(lines)
    for _turn in range(form.skip):
        next(source, None)
    lines.held = 0
    reader = csv.reader(source, **_dialect(form))
    started = lines.number + 1
    while True:
        try:
            for row in reader:
                lines.held = 0
                if row:
                    yield started, row
                started = lines.number + 1
        except csv.Error as error:
            yield _fault(error, started=started, ended=lines.number)
            lines.held = 0
            started = lines.number + 1
        else:
            return


def _fault(error: csv.Error, *, started: int, ended: int) -> Fault:
    if "field limit" in str(error):
        raise CellTooLong(
            _("Line %(line)s holds a cell of more than %(most)s characters.")
            % {"line": started, "most": LONGEST_CELL},
            next_step=_("Is a quote not closed there?"),
        ) from error
    if ended > started:
        reason = _("A quote does not match: lines %(first)s to %(last)s could not be told apart.")
    else:
        reason = _("A quote in this line does not match.")
    return Fault(
        line=started, column="", value="", reason=reason % {"first": started, "last": ended}
    )


def split_sample(*, lines: list[str], form: FileFormat) -> Iterator[list[str]]:
    """Yield the rows of a few lines of text; those whose quotes do not match are left out."""
    reader = csv.reader(iter(lines), **_dialect(form))
    while True:
        try:
            yield from (row for row in reader if row)
        except csv.Error:
            continue
        return
