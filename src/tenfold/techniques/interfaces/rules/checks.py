"""What an event may be, said to whoever has to mend a file: the bounds are those of the log."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from tenfold.eventlog import checks
from tenfold.kit import clock
from tenfold.techniques.interfaces.rules.faults import RowFault

_MOST = Decimal(checks.MAX_VALUE)


def latest_time(*, at: dt.datetime) -> int:
    """Return the last moment that is not too far in the future, in microseconds."""
    return clock.to_micros(at=at + checks.FUTURE)


def require_time(*, micros: int, latest: int, column: str, value: object) -> int:
    """Return the time. Raises `RowFault` more than 24 hours in the future, or before 1900."""
    if micros > latest:
        reason = _("The time is more than 24 hours in the future.")
        raise RowFault(column=column, value=value, reason=reason)
    if micros < checks.EARLIEST:
        raise RowFault(column=column, value=value, reason=_("The time is before the year 1900."))
    return micros


def require_text(*, text: str, column: str) -> str:
    """Return a name, id or actor. Raises `RowFault` for a long one, or control characters."""
    if len(text) > checks.MAX_TEXT:
        reason = _("The text has more than %(most)s characters.") % {"most": checks.MAX_TEXT}
        raise RowFault(column=column, value=text, reason=reason)
    if checks.has_control(text):
        reason = _("The text holds control characters.")
        raise RowFault(column=column, value=text, reason=reason)
    return text


def require_value(*, value: Decimal, column: str) -> float:
    """Return the value. Raises `RowFault` where it is not below 10^12 either way."""
    if not -_MOST < value < _MOST:
        reason = _("The value has to lie between -10^12 and 10^12.")
        raise RowFault(column=column, value=value, reason=reason)
    return float(value)


def require_currency(*, text: str, column: str) -> str:
    """Return the currency. Raises `RowFault` where it is not three capital letters."""
    if not checks.is_currency(text):
        reason = _("A currency is three capital letters, such as EUR.")
        raise RowFault(column=column, value=text, reason=reason)
    return text


def require_small(*, properties: bytes) -> str:
    """Return the properties as text. Raises `RowFault` over 64 KiB."""
    if len(properties) > checks.MAX_EVENT_BYTES:
        reason = _("The row has %(bytes)s bytes; at most %(most)s are taken.")
        said = {"bytes": len(properties), "most": checks.MAX_EVENT_BYTES}
        raise RowFault(column="", value="", reason=reason % said)
    return properties.decode()


def require_storable(*, value: object, column: str, depth: int = checks.MAX_DEPTH) -> None:
    """Raise `RowFault` where a JSON value nests too deeply, holds a NUL or a number beyond 64 bits.

    `depth` levels are left for it.
    """
    found = checks.find_unstorable(value, depth=depth)
    if found is None:
        return
    reasons = {
        "nul": _("The text holds a NUL character; no database can store that."),
        "number": _("The number is beyond 64 bits. Write it as a text."),
        "depth": _("The value nests more than %(most)s levels deep.") % {"most": checks.MAX_DEPTH},
    }
    shown = str(value).replace("\0", "␀") if found == "nul" else value
    raise RowFault(column=column, value="" if found == "depth" else shown, reason=reasons[found])
