"""Texts that are times.

Local times need a zone. Where the clock goes back, one hour happens twice: it is taken for the first
of the two (still summer time). Where the clock goes forward, one hour does not exist: a time in it
is taken as if the clock had not gone forward yet, so 01:30 becomes 02:30 of the new time. Both are
what `fold=0` means in PEP 495.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.rules.numbers import NotANumber, read_number

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICRO = dt.timedelta(microseconds=1)
_EXCEL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a wall clock; its zone is applied later
EPOCH_UNITS = {"epoch": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{1,2})",
    "S": r"(?P<S>[0-9]{1,2})",
    "f": r"(?P<f>[0-9]{1,9})",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "b": r"(?P<b>[A-Za-z]{3})[A-Za-z]{0,6}\.?",
    "a": r"[A-Za-z]{2,9}\.?",
    "z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
    "%": "%",
}
DIRECTIVES["B"] = DIRECTIVES["b"]
DIRECTIVES["A"] = DIRECTIVES["a"]

ReadTime = Callable[[Any], dt.datetime]


class NotATime(ValueError):  # noqa: N818  an answer, not an error
    """The text is no time of that format."""


class ZoneUnknown(Refusal):
    """There is no such time zone."""

    code = "zone_unknown"


class TimeFormatUnknown(Refusal):
    """A time format that we cannot read."""

    code = "time_format_unknown"


def get_zone(*, name: str) -> dt.tzinfo:
    """Return the time zone of that name. Raises `ZoneUnknown`."""
    try:
        return dt.UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown(
            _("There is no time zone “%(name)s”.") % {"name": name},
            next_step=_("Write it like Europe/London."),
            field="time.zone",
        ) from error


def to_micros(*, at: dt.datetime, zone: dt.tzinfo) -> int:
    """Return microseconds since the epoch; a time without a zone is of `zone`."""
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone, fold=0)
    return (at - EPOCH) // _MICRO


@lru_cache(maxsize=512)
def make_time_reader(*, format: str) -> ReadTime:
    """Return what turns a cell into a datetime, which has a zone only where the cell tells it.

    `format` is iso, epoch (seconds), epoch_ms, epoch_us, excel (days since 1900) or a pattern of
    %Y %y %m %d %H %I %M %S %f %p %b %B %a %A %z. What is returned raises `NotATime`. Raises
    `TimeFormatUnknown`.
    """
    if format in EPOCH_UNITS:
        read = _epoch_reader(EPOCH_UNITS[format])
    elif format == "excel":
        read = _read_excel
    elif format == "iso":
        read = _read_iso
    else:
        read = _pattern_reader(format)
    return lambda cell: _read_cell(cell, read)


def _read_cell(cell: Any, read: Callable[[Any], dt.datetime]) -> dt.datetime:
    if isinstance(cell, dt.datetime):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    try:
        return read(cell.strip() if isinstance(cell, str) else cell)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise NotATime(str(cell)) from error


def _read_iso(cell: str) -> dt.datetime:
    return dt.datetime.fromisoformat(cell)


def _number(cell: Any) -> Decimal:
    if isinstance(cell, bool):
        raise NotATime(str(cell))
    number = read_number(text=str(cell), mark=".")
    if number is None:
        raise NotANumber(str(cell))
    return number


def _epoch_reader(micros: int) -> Callable[[Any], dt.datetime]:
    return lambda cell: EPOCH + dt.timedelta(microseconds=int(_number(cell) * micros))


def _read_excel(cell: Any) -> dt.datetime:
    # Excel keeps days as binary fractions: a microsecond is beyond what it can say.
    return _EXCEL_ZERO + dt.timedelta(milliseconds=round(_number(cell) * 86_400_000))


def _pattern_reader(pattern: str) -> Callable[[str], dt.datetime]:
    match = compile_pattern(pattern=pattern).fullmatch

    def read(cell: str) -> dt.datetime:
        found = match(cell)
        if found is None:
            raise NotATime(cell)
        return _build(found.groupdict())

    return read


def compile_pattern(*, pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a time pattern. Raises `TimeFormatUnknown`."""
    parts: list[str] = []
    pieces = iter(re.findall(r"%.|\s+|[^%\s]+|%", pattern, re.DOTALL))
    for piece in pieces:
        if piece[0] != "%":
            parts.append(r"\s+" if piece.isspace() else re.escape(piece))
        elif piece[1:] in DIRECTIVES:
            parts.append(DIRECTIVES[piece[1:]])
        else:
            raise _unknown(pattern)
    try:
        compiled = re.compile("".join(parts), re.ASCII)
    except re.error as error:
        raise _unknown(pattern) from error
    if not ({"Y", "y"} & compiled.groupindex.keys()) or not (
        {"m", "b"} & compiled.groupindex.keys()
    ):
        raise _unknown(pattern)
    return compiled


def _unknown(pattern: str) -> TimeFormatUnknown:
    return TimeFormatUnknown(
        _("The time format “%(format)s” cannot be read.") % {"format": pattern},
        next_step=_("Use iso, epoch, epoch_ms, excel, or a pattern such as %d/%m/%Y %H:%M."),
        field="time.format",
    )


def _build(found: dict[str, str | None]) -> dt.datetime:
    return dt.datetime(
        _year(found),
        _month(found),
        int(found.get("d") or 1),
        _hour(found),
        int(found.get("M") or 0),
        int(found.get("S") or 0),
        int(((found.get("f") or "") + "000000")[:6]),
        tzinfo=_offset(found.get("z")),
    )


def _year(found: dict[str, str | None]) -> int:
    """Two digits are of the years 1969 to 2068, as POSIX has it."""
    full = found.get("Y")
    if full is not None:
        return int(full)
    short = int(found["y"] or 0)
    return short + (2000 if short < 69 else 1900)


def _month(found: dict[str, str | None]) -> int:
    name = found.get("b")
    return int(found["m"] or 0) if name is None else _MONTHS.index(name.lower()) + 1


def _hour(found: dict[str, str | None]) -> int:
    half = found.get("p")
    if found.get("I") is None:
        return int(found.get("H") or 0)
    hour = int(found["I"] or 0)
    if not 1 <= hour <= 12:
        raise NotATime(str(hour))
    return hour % 12 + (12 if half in ("P", "p") else 0)


def _offset(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
