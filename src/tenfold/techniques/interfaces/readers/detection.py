"""What kind of file it is, and in which dialect. The header is for `rules.guessing` to judge."""

import zipfile
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.decoding import (
    Lines,
    guess_encoding,
    open_text,
    require_encoding,
)
from tenfold.techniques.interfaces.readers.delimited import split_sample
from tenfold.techniques.interfaces.readers.fixed_width import guess_ends
from tenfold.techniques.interfaces.readers.opening import is_zip, open_bytes, read_beginning
from tenfold.techniques.interfaces.readers.refusals import FileDamaged, FileEmpty, NotJsonLines
from tenfold.techniques.interfaces.rules.formats import FileFormat

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 2_000
_SAMPLE_CHARACTERS = 4_000_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def detect_format(*, path: Path, encoding: str | None = None) -> FileFormat:
    """Return how the file seems to be written. `encoding` overrides the guess."""
    if is_zip(path=path) and _is_workbook(path=path):
        return FileFormat(kind="excel")
    beginning = read_beginning(path=path, count=8)
    if beginning == _OLD_EXCEL:
        return FileFormat(kind="excel")
    if beginning[:4] == b"PAR1":
        return FileFormat(kind="parquet")
    named = (
        require_encoding(name=encoding) if encoding is not None else guess_encoding(path=path)[0]
    )
    return _detect_text(lines=_sample(path=path, encoding=named), encoding=named)


def _is_workbook(*, path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise FileDamaged(
            _("The file is damaged: %(detail)s") % {"detail": error},
            next_step=_("Download or export it once more."),
        ) from error
    return bool({"[Content_Types].xml", "content.xml"} & names)


def _sample(*, path: Path, encoding: str) -> list[str]:
    opened = open_bytes(path=path)
    try:
        lines: list[str] = []
        size = 0
        reader = Lines(text=open_text(opened=opened, encoding=encoding))
        for line in islice(reader, _SAMPLE_LINES):
            reader.held = 0
            lines.append(line)
            size += len(line)
            if size > _SAMPLE_CHARACTERS:
                break
        return lines
    finally:
        opened.close()


def _detect_text(*, lines: list[str], encoding: str) -> FileFormat:
    form = FileFormat(encoding=encoding)
    filled = [line for line in lines if not line.isspace()]
    if not filled:
        raise FileEmpty(_("The file holds no rows."), next_step=_("Export it once more."))
    first = filled[0].lstrip("\ufeff \t")
    if first.startswith("{"):
        return replace(form, kind="jsonl")
    if first.startswith("["):
        raise NotJsonLines(
            _("The file is one JSON list."),
            next_step=_("Write one object on each line instead (JSON lines)."),
        )
    return _detect_table(lines=lines, filled=filled, form=form)


def _detect_table(*, lines: list[str], filled: list[str], form: FileFormat) -> FileFormat:
    quote = _guess_quote(filled)
    escape = "\\" if sum(line.count(f"\\{quote}") for line in filled) > 0 else ""
    form = replace(form, quote=quote, escape=escape)
    scored = [(_score(lines, replace(form, delimiter=one)), one) for one in DELIMITERS]
    (share, columns), delimiter = max(scored, key=lambda found: (found[0][0] * 1.0, found[0][1]))
    if columns > 1 and share >= 0.5:
        return replace(form, delimiter=delimiter)
    ends = guess_ends(lines=filled)
    if len(ends) > 1:
        return replace(form, kind="fixed", ends=ends, quote='"', escape="", header=False)
    return form


def _guess_quote(lines: list[str]) -> str:
    """Single quotes count only where cells begin and end with them."""
    edges = Counter[str]()
    for line in lines:
        for quote in "\"'":
            if f"{quote}" in (line[0], line.rstrip("\r\n")[-1:]):
                edges[quote] += 1
    return "'" if edges["'"] > edges['"'] and edges["'"] > len(lines) * 0.5 else '"'


def _score(lines: list[str], form: FileFormat) -> tuple[float, int]:
    """How regular the table would be: the share of rows with the usual width, and that width."""
    widths = Counter(len(row) for row in split_sample(lines=lines, form=form))
    widths_of_tables = {width: count for width, count in widths.items() if width > 1}
    if not widths_of_tables:
        return 0.0, 1
    width = max(widths_of_tables, key=lambda one: (widths_of_tables[one], one))
    return widths_of_tables[width] / max(1, sum(widths.values())), width
