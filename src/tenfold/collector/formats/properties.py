"""Properties: a JSON object, kept whole as sent, once it is known that every engine can read it."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, NoReturn

import msgspec

from tenfold.collector.formats.texts import UNSTORABLE, require_storable
from tenfold.collector.verdicts import Code, Unfit

MAX_DEPTH = 16
"""How many objects and arrays may stand in each other, the properties object included."""

_Integer = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


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
        _require_single_keys(text, decoded)
    if "\\u0000" in text:
        require_storable(decoded)
    currency = decoded.get("currency")
    if currency is not None and not is_currency(currency):
        currency = None
    return text, currency


def is_currency(value: object) -> bool:
    """Return whether the value has the form of an ISO 4217 code: three capital letters A to Z."""
    return (
        isinstance(value, str)
        and len(value) == 3
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    )


def _require_single_keys(text: str, decoded: dict[str, Any]) -> None:
    """Raise `Unfit` where a key stands twice in an object. Cheap proofs first.

    Every key is followed by a colon. Where no white space stands before any colon, there are at
    most as many keys as there are `":`; if that is how many were decoded, none was lost.
    """
    keys = len(decoded)
    if text.count("{") > 1:
        keys += _keys_within(decoded.values())
    if text.count('":') != keys or _may_space_colons(text):
        json.loads(text, object_pairs_hook=_single)


def _may_space_colons(text: str) -> bool:
    """Return False where no white space stands before a colon. One character is found fastest."""
    return (" " in text and " :" in text) or "\n" in text or "\t" in text or "\r" in text


def _keys_within(values: Iterable[Any]) -> int:
    """Return how many keys the objects among these values have, on all levels."""
    keys = 0
    for value in values:
        if isinstance(value, dict):
            keys += len(value) + _keys_within(value.values())
        elif isinstance(value, list):
            keys += _keys_within(value)
    return keys


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Unfit(Code.DUPLICATE_KEY, f"The key {twice[:50]!r} stands twice in one object.")
    return made


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
    if _deeper_than(value, MAX_DEPTH):
        raise too_deep
    raise Unfit(
        Code.NUMBER_OUT_OF_RANGE,
        "A number in the properties is beyond 64 bits. Send it as a text.",
    )


def _deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return True
    items = value.values() if isinstance(value, dict) else value
    return any(_deeper_than(item, levels - 1) for item in items)
