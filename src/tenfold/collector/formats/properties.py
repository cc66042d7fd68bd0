"""Properties: a JSON object, kept whole as sent, once it is known that every engine can read it."""

from typing import Annotated, Any, NoReturn

import msgspec

from tenfold.collector.formats.texts import UNSTORABLE
from tenfold.collector.verdicts import Code, Unfit
from tenfold.eventlog.checks import (
    MAX_DEPTH,
    MAX_INTEGER,
    MIN_INTEGER,
    find_repeated_key,
    find_unstorable,
    is_currency,
    nests_deeper,
)

_Integer = Annotated[int, msgspec.Meta(ge=MIN_INTEGER, le=MAX_INTEGER)]


def _values(depth: int) -> Any:
    """Return the type of a JSON value that nests `depth` deep at most: checked in C."""
    scalar: Any = str | _Integer | float | bool | None
    value = scalar
    for _ in range(depth):
        value = scalar | list[value] | dict[str, value]  # type: ignore[valid-type]
    return value


_STRICT: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(
    dict[str, _values(MAX_DEPTH - 1)]  # type: ignore[misc]
)
_ANY: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


def read_properties(raw: msgspec.Raw) -> tuple[str, str | None]:
    """Return the properties as text, and the currency they name (three capital letters) or None.

    Raises `Unfit` where they are no object, nest too deeply, name a key twice, or hold a number
    beyond 64 bits or a text that cannot be stored: engines would disagree on what they say.
    """
    try:
        decoded = _STRICT.decode(raw)
        text = str(raw, "utf-8")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        if bytes(raw) == b"null":
            return "{}", None
        _refuse(raw)
    if text.count(":") != len(decoded):
        twice = find_repeated_key(text=text, decoded=decoded)
        if twice is not None:
            detail = f"The key {twice[:50]!r} stands twice in one object."
            raise Unfit(Code.DUPLICATE_KEY, detail)
    if "\\u0000" in text and find_unstorable(decoded) == "nul":
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE)
    currency = decoded.get("currency")
    if currency is not None and not is_currency(currency):
        currency = None
    return text, currency


def _refuse(raw: msgspec.Raw) -> NoReturn:
    """Say why the strict decoder would not have it."""
    too_deep = Unfit(
        Code.PROPERTIES_TOO_DEEP,
        f"Properties nest more than {MAX_DEPTH} levels deep. Send them flatter.",
    )
    try:
        value = _ANY.decode(raw)
    except RecursionError:
        raise too_deep from None
    except UnicodeDecodeError:
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    except msgspec.ValidationError:
        value = {}
    if not isinstance(value, dict):
        raise Unfit(Code.PROPERTIES_INVALID, "Properties have to be a JSON object.")
    if nests_deeper(value):
        raise too_deep
    raise Unfit(
        Code.NUMBER_OUT_OF_RANGE,
        "A number in the properties is beyond 64 bits. Send it as a text.",
    )
