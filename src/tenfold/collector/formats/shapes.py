"""What a refused event looked like, for the pages: its shape, never what it said."""

from typing import Any

import msgspec

from tenfold.collector.verdicts import Specimen, Unfit

_KEYS = 20
_LENGTH = 500


def specimen_of(*, unfit: Unfit, event: object) -> Specimen:
    """Return the refused event redacted: keys stay, of texts their length, of numbers nothing."""
    return Specimen(unfit.code, unfit.detail, _shape_of(event)[:_LENGTH])


def _shape_of(event: object) -> str:
    if isinstance(event, msgspec.Struct):
        event = msgspec.json.encode(event)
    if not isinstance(event, msgspec.Raw | bytes):
        return "not readable"
    try:
        return msgspec.json.encode(_redact(msgspec.json.decode(event), 4)).decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return f"not readable, {memoryview(event).nbytes} bytes"


def _redact(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return f"text of {len(value)}"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return "number"
    if depth == 0:
        return "..."
    if isinstance(value, list):
        return [_redact(item, depth - 1) for item in value[:3]]
    return {key[:40]: _redact(item, depth - 1) for key, item in list(value.items())[:_KEYS]}
