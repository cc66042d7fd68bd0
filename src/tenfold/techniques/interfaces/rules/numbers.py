"""Texts that are numbers: 1234.50, 1,234.50, 1.234,50, 1 234,50, £ 12, (12.50), 12-."""

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

DecimalMark = Literal[".", ","]
MOST_DIGITS = 60
LARGEST_EXPONENT = 60

_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?").fullmatch
_SPACES = "\u0020\u00a0\u2009\u202f"
_MONEY = "£€$¥₹₽₺₩₫₪฿₴zł"
_GROUPED = {
    ".": re.compile(
        rf"[0-9]{{1,3}}(?:(?P<g>[,'’{_SPACES}])[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*)?(?:\.[0-9]*)?"
    ),
    ",": re.compile(
        rf"[0-9]{{1,3}}(?:(?P<g>[.'’{_SPACES}])[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*)?(?:,[0-9]*)?"
    ),
}
_SIMPLE = {
    ".": re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"),
    ",": re.compile(r"(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"),
}
_NOT_DIGITS = re.compile(r"[^0-9.,eE+-]")


class NotANumber(ValueError):  # noqa: N818  an answer, not an error
    """The text is no number."""


def read_number(*, text: str, mark: DecimalMark) -> Decimal | None:
    """Return the exact number that a text says; None for an empty one. Raises `NotANumber`."""
    if mark == "." and len(text) <= MOST_DIGITS and _PLAIN(text):
        return Decimal(text)
    body, sign = _without_sign(text.strip())
    if not body and not sign:
        return None
    if len(body) > MOST_DIGITS:
        raise NotANumber(text)
    if _SIMPLE[mark].fullmatch(body):
        plain = body
    elif _GROUPED[mark].fullmatch(body):
        plain = _ungrouped(body, mark)
    else:
        raise NotANumber(text)
    return _to_decimal(sign + plain.replace(",", ".") if mark == "," else sign + plain, text)


def _without_sign(text: str) -> tuple[str, str]:
    """Take off signs, currency symbols and the brackets that book-keepers use for a minus."""
    body = text
    sign = ""
    if body.startswith("(") and body.endswith(")"):
        body, sign = body[1:-1], "-"
    body = body.strip(_MONEY + _SPACES)
    for mark in ("-", "−", "+"):
        if body.startswith(mark) or body.endswith(mark):
            sign = "" if mark == "+" else ("" if sign else "-")
            body = body.removeprefix(mark) if body.startswith(mark) else body.removesuffix(mark)
            break
    return body.strip(_MONEY + _SPACES), sign


def _ungrouped(body: str, mark: DecimalMark) -> str:
    return "".join(
        letter for letter in body if letter.isascii() and (letter.isdigit() or letter == mark)
    )


def _to_decimal(plain: str, text: str) -> Decimal:
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise NotANumber(text) from error
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise NotANumber(text)
    return number


def say_number(*, number: Decimal) -> str:
    """Return the number as plain digits, without trailing zeros: 6, 2.55, -0.001."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
