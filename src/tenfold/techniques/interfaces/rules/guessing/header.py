"""Whether the first row of a file names the columns."""

import re
from collections.abc import Sequence
from typing import Any

_NUMBER = re.compile(r"[-+£€$ ]*[0-9][0-9.,' ]*[%€£$]?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{8}|\d{1,2}:\d{2}.*")


def guess_header(*, rows: Sequence[Sequence[Any]]) -> tuple[bool, float]:
    """Return whether the first row is a header, and how sure that is (0 to 1).

    A header is made of different, filled texts; below it columns hold numbers or dates. Where all
    is text, a header is words that the column itself never says.
    """
    if len(rows) < 2:
        return True, 0.5
    first, rest = [_text(cell) for cell in rows[0]], rows[1:200]
    if any(_kind(text) in ("number", "date") for text in first):
        return False, 0.9
    if not all(first) or len(set(first)) < len(first):
        return all(first) or _names_most(first), 0.6
    for place in range(len(first)):
        below = {_kind(_text(row[place])) for row in rest if place < len(row)} - {""}
        if below and "text" not in below:
            return True, 1.0
    repeated = any(
        text == _text(row[place])
        for place, text in enumerate(first)
        for row in rest
        if place < len(row)
    )
    return (False, 0.7) if repeated else (True, 0.6)


def _names_most(first: list[str]) -> bool:
    return sum(bool(text) for text in first) > len(first) / 2


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _kind(text: str) -> str:
    if not text:
        return ""
    if _DATE.fullmatch(text):
        return "date"
    return "number" if _NUMBER.fullmatch(text) else "text"
