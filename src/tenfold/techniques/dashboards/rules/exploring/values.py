"""A filter's value as somebody types it, and as the language of metrics has it.

What is typed is a text; a text that reads as a number equals that number in the log. A definition
that was written elsewhere may say a number or true all the same: then it reads "json:5".
"""

import json
from collections.abc import Iterable
from typing import Any

from tenfold.metrics.definitions import Scalar

MARK = "json:"


def read_value(text: str) -> Scalar:
    """Return the value that a text means; where it is marked but no JSON, the text itself."""
    found = read_json(text.removeprefix(MARK)) if text.startswith(MARK) else None
    return found if isinstance(found, str | int | float | bool) else text


def read_json(text: str) -> Any:
    """Return what a JSON text says; None where it is none, or is nested too deep to be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_whole(text: str) -> int | None:
    """Return the whole number, of nine digits at most; None for anything else: "²", "-1"."""
    plain = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) if plain else None


def write_value(value: Scalar) -> str:
    """Return the text of a value; `read_value` makes an equal value of it."""
    if isinstance(value, str) and _is_plain(value):
        return value
    return MARK + json.dumps(value)


def _is_plain(text: str) -> bool:
    return not text.startswith(MARK) and text == text.strip() and text.splitlines() == [text]


def read_values(text: str) -> tuple[Scalar, ...]:
    """Return the values of a text with one a line."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(read_value(line) for line in lines if line)


def write_values(values: Iterable[Scalar]) -> str:
    """Return the text with one value a line."""
    return "\n".join(map(write_value, values))


def read_number(text: str) -> int | float | str:
    """Return the number that somebody typed, with a point or a comma; else the text as it is."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return text


def write_number(value: float) -> str:
    """Return the text of a number; `read_number` makes an equal number of it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(value)
