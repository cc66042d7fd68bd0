"""Which reader reads which kind of file. A new kind is one module and one line here."""

from collections.abc import Callable
from pathlib import Path

from tenfold.techniques.interfaces.readers.delimited import read_delimited
from tenfold.techniques.interfaces.readers.excel import read_excel
from tenfold.techniques.interfaces.readers.fixed_width import read_fixed_width
from tenfold.techniques.interfaces.readers.json_lines import read_json_lines
from tenfold.techniques.interfaces.readers.opening import Opened, open_bytes
from tenfold.techniques.interfaces.readers.parquet import read_parquet
from tenfold.techniques.interfaces.readers.table import Table
from tenfold.techniques.interfaces.rules.formats import FileFormat


def open_table(*, path: Path, form: FileFormat) -> Table:
    """Open a file that is written in the given form. Raises refusals for what cannot be read."""
    if form.kind == "excel":
        return read_excel(path=path, form=form)
    if form.kind == "parquet":
        return read_parquet(path=path)
    if form.kind == "jsonl":
        return read_json_lines(path=path, form=form)
    if form.kind == "fixed":
        return _streamed(path=path, form=form, reader=read_fixed_width)
    return _streamed(path=path, form=form, reader=read_delimited)


def _streamed(*, path: Path, form: FileFormat, reader: Callable[..., Table]) -> Table:
    opened: Opened = open_bytes(path=path)
    try:
        return reader(opened=opened, form=form)
    except BaseException:
        opened.close()
        raise
