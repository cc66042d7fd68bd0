"""What the cells of a column say about it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenfold.techniques.interfaces.rules.expressions.values import say
from tenfold.techniques.interfaces.rules.guessing.names import means
from tenfold.techniques.interfaces.rules.guessing.times import TimeGuess, guess_time
from tenfold.techniques.interfaces.rules.numbers import DecimalMark, NotANumber, read_number

NOTHINGS = frozenset(
    ["NULL", "null", "N/A", "n/a", "NA", "NaN", "nan", "None", "\\N", "#N/A", "-", "--"]
)
_TRUTHS = (
    frozenset({"true", "false"}),
    frozenset({"yes", "no"}),
)
_ONLY_COMMA = re.compile(
    r"[-+(]?[£€$ ]*[0-9.' ]*,[0-9]{1,2}\D{0,4}|[-+]?[0-9.' ]*,[0-9]{4,}\D{0,4}"
)
_ONLY_POINT = re.compile(
    r"[-+(]?[£€$ ]*[0-9,' ]*\.[0-9]{1,2}\D{0,4}|[-+]?[0-9,' ]*\.[0-9]{4,}\D{0,4}"
)
_EITHER = re.compile(r"[-+]?[0-9]{1,3}[.,][0-9]{3}")
_SYMBOLS = {"£": "GBP", "€": "EUR", "zł": "PLN", "₹": "INR", "₺": "TRY"}


@dataclass(frozen=True)
class CellFacts:
    """A column, as its cells show it in the sample.

    filled    the share of cells that are not empty; distinct: how many different ones there are
    numeric   every cell that is not empty is a number; whole: and has no fraction
    coded     numbers that are names rather: leading zeros, or too long to count with
    ending    ".0" where every cell ends with it, though the numbers are whole
    """

    name: str
    place: int
    samples: tuple[str, ...]
    rows: int
    filled: float
    distinct: int
    numeric: bool
    whole: bool
    coded: bool
    truth: bool
    ending: str
    currency: str
    nothing: frozenset[str]
    time: TimeGuess | None
    numbers: tuple[Decimal, ...]

    @property
    def unique(self) -> bool:
        """Return whether no two rows say the same, and none says nothing."""
        return self.rows > 1 and self.filled == 1.0 and self.distinct == self.rows


def guess_decimal(*, texts: Sequence[str]) -> tuple[DecimalMark, bool]:
    """Return the file's decimal mark and whether that is certain, from texts that look like numbers.

    12,50 can only be a decimal comma, 12.50 only a point; 1,234 may be either.
    """
    commas = sum(1 for text in texts if _ONLY_COMMA.fullmatch(text))
    points = sum(1 for text in texts if _ONLY_POINT.fullmatch(text))
    if commas or points:
        return ("," if commas > points else "."), True
    unsure = [text for text in texts if _EITHER.fullmatch(text)]
    return ".", not unsure


def look_at(*, name: str, place: int, cells: Sequence[Any], mark: DecimalMark) -> CellFacts:
    """Return what the cells of one column say."""
    texts = [say(value=cell).strip() for cell in cells if cell is not None]
    nothing = frozenset(text for text in set(texts) if text in NOTHINGS)
    filled = [text for text in texts if text and text not in nothing]
    distinct = Counter(filled)
    numbers = _numbers(filled, mark)
    numeric = bool(filled) and numbers is not None
    return CellFacts(
        name=name,
        place=place,
        samples=tuple(distinct)[:5],
        rows=len(cells),
        filled=len(filled) / max(1, len(cells)),
        distinct=len(distinct),
        numeric=numeric,
        whole=numeric and all(number == number.to_integral_value() for number in numbers or ()),
        coded=numeric and any(_is_code(text) for text in distinct),
        truth=bool(distinct) and {text.lower() for text in distinct} in _truth_sets(),
        ending=".0" if numeric and all(text.endswith(".0") for text in distinct) else "",
        currency=_symbol(filled),
        nothing=nothing,
        time=guess_time(
            cells=[cell for cell in cells if not _is_empty(cell, nothing)],
            named=means(name=name, meaning="time"),
        ),
        numbers=tuple(numbers or ()),
    )


def _is_empty(cell: Any, nothing: frozenset[str]) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell.strip() in nothing))


def _truth_sets() -> tuple[set[str], ...]:
    return tuple({*some} for pair in _TRUTHS for some in (pair, *({one} for one in pair)))


def _numbers(texts: list[str], mark: DecimalMark) -> list[Decimal] | None:
    found: list[Decimal] = []
    for text in texts:
        try:
            number = read_number(text=text, mark=mark)
        except NotANumber:
            return None
        if number is not None:
            found.append(number)
    return found


def _is_code(text: str) -> bool:
    digits = text.lstrip("-+")
    if not digits.isdigit():
        return False
    return (len(digits) > 1 and digits[0] == "0") or len(digits) > 15


def _symbol(texts: list[str]) -> str:
    for symbol, currency in _SYMBOLS.items():
        if texts and all(symbol in text for text in texts[:50]):
            return currency
    return ""
