"""What comparisons and text functions do with rows."""

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.expressions.values import (
    LONGEST_TEXT,
    GetNumber,
    GetText,
    GetTruth,
    Row,
)
from tenfold.techniques.interfaces.rules.faults import RowFault
from tenfold.techniques.interfaces.rules.numbers import DecimalMark, NotANumber, read_number

Value = TypeVar("Value")
Get = Callable[[Row], Value | None]

TRUTHS = {
    "true": True,
    "yes": True,
    "y": True,
    "t": True,
    "1": True,
    "false": False,
    "no": False,
    "n": False,
    "f": False,
    "0": False,
    "": False,
}
"""What the text of a cell means as a truth value. An empty cell is false."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare_numbers(sign: str, left: GetNumber, right: GetNumber) -> GetTruth:
    """Compare two numbers. Nothing is equal to nothing, and neither more nor less than anything."""
    compare = _COMPARE[sign]

    def meets(row: Row) -> bool:
        one, other = left(row), right(row)
        if one is None or other is None:
            return (one is other) if sign == "=" else (one is not other) if sign == "!=" else False
        return compare(one, other)

    return meets


def compare_equal(sign: str, left: GetText, right: GetText) -> GetTruth:
    """Compare two texts for being the same. Nothing is the same as the empty text."""
    if sign == "=":
        return lambda row: (left(row) or "") == (right(row) or "")
    return lambda row: (left(row) or "") != (right(row) or "")


def compare_order(sign: str, left: GetText, right: GetText, *, mark: DecimalMark) -> GetTruth:
    """Compare what may be numbers: as numbers where both are, else letter by letter."""
    compare = _COMPARE[sign]

    def meets(row: Row) -> bool:
        one, other = left(row), right(row)
        if one is None or other is None:
            return False
        numbers = _both_numbers(one, other, mark)
        return compare(one, other) if numbers is None else compare(*numbers)

    return meets


def _both_numbers(one: str, other: str, mark: DecimalMark) -> tuple[Decimal, Decimal] | None:
    try:
        first, second = read_number(text=one, mark=mark), read_number(text=other, mark=mark)
    except NotANumber:
        return None
    return None if first is None or second is None else (first, second)


def first(parts: Sequence[Get[Value]]) -> Get[Value]:
    """Return the first part that is not empty."""

    def choose(row: Row) -> Value | None:
        for part in parts:
            got = part(row)
            if got is not None and got != "":
                return got
        return None

    return choose


def either(condition: GetTruth, one: Get[Value], other: Get[Value]) -> Get[Value]:
    """Return one part where the condition holds, else the other."""
    return lambda row: one(row) if condition(row) else other(row)


def cut(side: str, text: GetText, count: GetNumber) -> GetText:
    """Return the first or last letters of a text."""

    def compute(row: Row) -> str | None:
        said = text(row)
        if said is None:
            return None
        letters = min(len(said), max(0, int(count(row) or 0)))
        return (said[:letters] if side == "left" else said[len(said) - letters :]) or None

    return compute


def search(name: str, text: GetText, part: GetText) -> GetTruth:
    """Look for a part at the beginning of a text, or anywhere in it."""
    if name == "starts_with":
        return lambda row: (text(row) or "").startswith(part(row) or "")
    return lambda row: (part(row) or "") in (text(row) or "")


def _concat(parts: Sequence[GetText]) -> GetText:
    def compute(row: Row) -> str | None:
        said = "".join([part(row) or "" for part in parts])
        _require_short(len(said))
        return said or None

    return compute


def _replace(parts: Sequence[GetText]) -> GetText:
    text, old, new = parts

    def compute(row: Row) -> str | None:
        said, before, after = text(row) or "", old(row), new(row) or ""
        if not before:
            return said or None
        _require_short(len(said) + said.count(before) * (len(after) - len(before)))
        return said.replace(before, after) or None

    return compute


def _require_short(length: int) -> None:
    if length > LONGEST_TEXT:
        raise RowFault(column="", value="", reason=_("The text gets too long."))


def _changed(change: Callable[[str], str]) -> Callable[[Sequence[GetText]], GetText]:
    def make(parts: Sequence[GetText]) -> GetText:
        text = parts[0]
        return lambda row: change(said) or None if (said := text(row)) is not None else None

    return make


TEXT_FUNCTIONS: dict[str, Callable[[Sequence[GetText]], GetText]] = {
    "lower": _changed(str.lower),
    "upper": _changed(str.upper),
    "trim": _changed(str.strip),
    "replace": _replace,
    "concat": _concat,
    "coalesce": first,
}
