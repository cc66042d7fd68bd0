"""One JSON object a line."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tenfold.eventlog.checks import find_repeated_key
from tenfold.techniques.interfaces.readers.decoding import Lines, open_text
from tenfold.techniques.interfaces.readers.opening import Opened, open_bytes
from tenfold.techniques.interfaces.readers.refusals import FileEmpty, TooManyColumns
from tenfold.techniques.interfaces.readers.table import MOST_COLUMNS, Items, Table
from tenfold.techniques.interfaces.rules.faults import Fault
from tenfold.techniques.interfaces.rules.formats import FileFormat


def _exact(text: str) -> float | Decimal:
    """A float where it says the same as the text; else a decimal, so that no digit is lost."""
    return float(text) if len(text) <= 15 else Decimal(text)


_decoder = msgspec.json.Decoder(dict[str, Any], float_hook=_exact)


def read_json_lines(*, path: Path, form: FileFormat) -> Table:
    """Return JSON lines as a table whose header is every key of any line, in order of appearance.

    That takes a first pass over the file. Lines that are no JSON object are faults.
    """
    header = _find_keys(path=path, form=form)
    opened = open_bytes(path=path)
    places = {name: place for place, name in enumerate(header)}
    lines = Lines(text=open_text(opened=opened, encoding=form.encoding))
    items = _rows(lines, form, places)
    return Table(
        header=header,
        items=items,
        share=opened.share,
        close=opened.close,
        texts=False,
        named=True,
        taken=lambda: lines.taken,
    )


def _find_keys(*, path: Path, form: FileFormat) -> tuple[str, ...]:
    opened: Opened = open_bytes(path=path)
    keys: dict[str, None] = {}
    try:
        for _line, found in _objects(
            Lines(text=open_text(opened=opened, encoding=form.encoding)), form
        ):
            if isinstance(found, dict) and not found.keys() <= keys.keys():
                keys.update(dict.fromkeys(found))
                _require_few(keys)
    finally:
        opened.close()
    if not keys:
        raise FileEmpty(
            _("The file holds no JSON object."), next_step=_("Write one object on each line.")
        )
    return tuple(keys)


def _require_few(keys: dict[str, None]) -> None:
    if len(keys) > MOST_COLUMNS:
        raise TooManyColumns(
            _("The objects of the file have more than %(most)s names.") % {"most": MOST_COLUMNS},
            next_step=_("Put what varies into an inner object or a list."),
        )


def _objects(lines: Lines, form: FileFormat) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
    for line in lines:
        lines.held = 0
        if lines.number > form.skip and not line.isspace():
            yield lines.number, _decode(line, number=lines.number)


def _decode(line: str, *, number: int) -> dict[str, Any] | Fault:
    try:
        decoded = _decoder.decode(line)
        twice = find_repeated_key(text=line.strip(), decoded=decoded)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError, ArithmeticError) as error:
        return Fault(
            line=number,
            column="",
            value=line[:200].strip(),
            reason=_("The line is no JSON object: %(why)s") % {"why": error},
        )
    if twice is None:
        return decoded
    reason = _("The key “%(key)s” stands twice in one object; which of them is meant?")
    return Fault(
        line=number,
        column=twice[:50],
        value=line[:200].strip(),
        reason=reason % {"key": twice[:50]},
    )


def _rows(lines: Lines, form: FileFormat, places: dict[str, int]) -> Items:
    width = len(places)
    place_of: Callable[[str], int] = places.__getitem__
    for number, found in _objects(lines, form):
        if isinstance(found, Fault):
            yield found
            continue
        row: list[Any] = [None] * width
        for name, value in found.items():
            row[place_of(name)] = value
        yield number, row
