"""What an event may be: the same bounds as for events that arrive over HTTP."""

import datetime as dt
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from tenfold.kit import clock
from tenfold.techniques.interfaces.rules.faults import RowFault

MAX_TEXT = 200
MAX_VALUE = Decimal(10) ** 12
MAX_PROPERTIES_BYTES = 64 * 1024
MAX_DEPTH = 16
EARLIEST = clock.to_micros(at=dt.datetime(1900, 1, 1, tzinfo=dt.UTC))
FUTURE = dt.timedelta(hours=24)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def latest_time(*, at: dt.datetime) -> int:
    """Return the last moment that is not too far in the future, in microseconds."""
    return clock.to_micros(at=at + FUTURE)


def require_time(*, micros: int, latest: int, column: str, value: object) -> int:
    """Return the time. Raises `RowFault` more than 24 hours in the future, or before 1900."""
    if micros > latest:
        reason = _("The time is more than 24 hours in the future.")
        raise RowFault(column=column, value=value, reason=reason)
    if micros < EARLIEST:
        raise RowFault(column=column, value=value, reason=_("The time is before the year 1900."))
    return micros


def require_text(*, text: str, column: str) -> str:
    """Return a name, id or actor. Raises `RowFault` for a long one, or control characters."""
    if len(text) > MAX_TEXT:
        reason = _("The text has more than %(most)s characters.") % {"most": MAX_TEXT}
        raise RowFault(column=column, value=text, reason=reason)
    if not text.isprintable() and _CONTROL.search(text):
        reason = _("The text holds control characters.")
        raise RowFault(column=column, value=text, reason=reason)
    return text


def require_value(*, value: Decimal, column: str) -> float:
    """Return the value. Raises `RowFault` where it is not below 10^12 either way."""
    if not -MAX_VALUE < value < MAX_VALUE:
        reason = _("The value has to lie between -10^12 and 10^12.")
        raise RowFault(column=column, value=value, reason=reason)
    return float(value)


def is_currency(*, text: str) -> bool:
    """Return whether a text has the form of an ISO 4217 code: three capital letters A to Z."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def require_currency(*, text: str, column: str) -> str:
    """Return the currency. Raises `RowFault` where it is not three capital letters."""
    if not is_currency(text=text):
        reason = _("A currency is three capital letters, such as EUR.")
        raise RowFault(column=column, value=text, reason=reason)
    return text


def require_small(*, properties: bytes) -> str:
    """Return the properties as text. Raises `RowFault` over 64 KiB."""
    if len(properties) > MAX_PROPERTIES_BYTES:
        reason = _("The row has %(bytes)s bytes; at most %(most)s are taken.")
        said = {"bytes": len(properties), "most": MAX_PROPERTIES_BYTES}
        raise RowFault(column="", value="", reason=reason % said)
    return properties.decode()


def require_storable(*, value: object, column: str, depth: int = MAX_DEPTH) -> None:
    """Raise `RowFault` where a JSON value nests too deeply, holds a NUL or a number beyond 64 bits."""
    if isinstance(value, str):
        if "\0" in value:
            reason = _("The text holds a NUL character; no database can store that.")
            raise RowFault(column=column, value=value.replace("\0", "␀"), reason=reason)
    elif isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            reason = _("The number is beyond 64 bits. Write it as a text.")
            raise RowFault(column=column, value=value, reason=reason)
    elif isinstance(value, (list, dict)):
        _require_storable_inside(value, column, depth)


def _require_storable_inside(
    value: list[object] | dict[str, object], column: str, depth: int
) -> None:
    if depth <= 1:
        reason = _("The value nests more than %(most)s levels deep.") % {"most": MAX_DEPTH}
        raise RowFault(column=column, value="", reason=reason)
    for item in value.items() if isinstance(value, dict) else value:
        for part in item if isinstance(item, tuple) else (item,):
            require_storable(value=part, column=column, depth=depth - 1)
