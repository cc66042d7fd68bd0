"""A list of ids as people have it: lines of text, or a table from a spreadsheet."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.metrics.segments.rules import MAX_BYTES, InvalidSegment

_HEADS = frozenset(
    """
    actor actor_id client client_id contact customer customer_id customerid e-mail email id ids
    member member_id person person_id user user_id userid visitor visitor_id
    """.split()  # noqa: SIM905  words read better than a list of quotes
)
_DELIMITERS = (";", "\t", ",")


@dataclass(frozen=True, slots=True)
class IdList:
    """The ids of a file, each once, in the order in which they came; how often one came again."""

    ids: tuple[str, ...]
    duplicates: int


def read_ids(*, content: bytes) -> IdList:
    """Return the ids of a file: of its column of ids where it has a header, else of the first.

    UTF-8, UTF-16 with its mark, else Windows-1252. Raises `InvalidSegment`.
    """
    if len(content) > MAX_BYTES:
        raise InvalidSegment(
            _("The file is larger than %(most)d megabytes.") % {"most": MAX_BYTES // 1_000_000},
            next_step=_("Keep only the column of ids."),
            field="file",
        )
    rows = [row for row in _rows(_decode(content)) if any(cell.strip() for cell in row)]
    place = _column_of_ids(rows[0]) if rows else None
    body = rows if place is None else rows[1:]
    cells = (row[place or 0].strip() for row in body if len(row) > (place or 0))
    found = [cell for cell in cells if cell]
    _require_texts(found)
    ids = tuple(dict.fromkeys(found))
    return IdList(ids, len(found) - len(ids))


def _decode(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)
    except csv.Error as error:
        raise InvalidSegment(
            _("The file cannot be read as a list: %(problem)s.") % {"problem": error},
            next_step=_("Give one id a line."),
            field="file",
        ) from error


def _column_of_ids(header: list[str]) -> int | None:
    names = [cell.strip().lower().replace(" ", "_") for cell in header]
    return next((place for place, name in enumerate(names) if name in _HEADS), None)


def _require_texts(cells: list[str]) -> None:
    for cell in cells:
        if not cell.isprintable() or len(cell) > 1_000:
            raise InvalidSegment(
                _("“%(cell)s” is no id.") % {"cell": cell[:40]},
                next_step=_("Save the list as text or CSV and try again."),
                field="file",
            )
