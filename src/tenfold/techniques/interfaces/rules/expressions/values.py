"""What a cell is worth in an expression: as a number, as a text."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.faults import RowFault
from tenfold.techniques.interfaces.rules.numbers import (
    DecimalMark,
    NotANumber,
    read_number,
    say_number,
)

EXACT = Context(prec=120, Emax=999, Emin=-999, traps=[InvalidOperation, DivisionByZero, Overflow])
"""+, - and * are exact up to 120 digits; far more than cells and literals can make of them."""
DIVISION = Context(prec=28, Emax=999, Emin=-999, traps=[InvalidOperation, DivisionByZero, Overflow])
REMEMBERED = 1 << 16
REMEMBERED_IN_ALL = 1_000_000
LONGEST_REMEMBERED = 200
LONGEST_TEXT = 64 * 1024

Row = list[Any]
GetNumber = Callable[[Row], Decimal | None]
GetText = Callable[[Row], str | None]
GetTruth = Callable[[Row], bool]


@dataclass(frozen=True)
class Scope:
    """What expressions are compiled against.

    places   the position of each column
    mark     the decimal mark of the file's numbers
    texts    every cell is text (then what was read once is remembered)
    nothing  texts that mean an empty cell, beside the empty text itself
    """

    places: dict[str, int]
    mark: DecimalMark = "."
    texts: bool = True
    nothing: frozenset[str] = field(default_factory=frozenset)


class Remembered(dict[Any, Any]):
    """What was made of the texts of one of so many columns. Forgets all when there are too many.

    Long texts are not remembered: they seldom come again, and a few of them are a lot of memory.
    """

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[Any], Any], *, columns: int) -> None:
        super().__init__()
        self._make = make
        self._most = min(REMEMBERED, REMEMBERED_IN_ALL // max(1, columns))

    def __missing__(self, cell: Any) -> Any:
        made = self._make(cell)
        if cell is None or len(cell) <= LONGEST_REMEMBERED:
            if len(self) >= self._most:
                self.clear()
            self[cell] = made
        return made


def number_of(*, cell: Any, column: str, scope: Scope) -> Decimal | None:
    """Return the number a cell says; None where it is empty. Raises `RowFault`."""
    if cell is None or isinstance(cell, Decimal):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    if isinstance(cell, str):
        if cell.strip() in scope.nothing:
            return None
        try:
            return read_number(text=cell, mark=scope.mark)
        except NotANumber:
            pass
    raise RowFault(column=column, value=cell, reason=_("This is no number."))


def text_of(*, cell: Any, scope: Scope) -> str | None:
    """Return what a cell says as text; None where it is empty."""
    if isinstance(cell, str):
        return None if not cell or cell.strip() in scope.nothing else cell
    return None if cell is None else say(value=cell)


def say(*, value: Any) -> str:
    """Return a value as text: numbers in plain digits, times as ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return say_number(number=value)
    if isinstance(value, float):
        return say_number(number=Decimal(repr(value)))
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)
