"""Tenfold's own form of an event: {"id", "name", "actor", "time", "value", "properties"}.

One object, a JSON array of them, or one on each line. The whole body is decoded at once, with the
properties left as they are; only where that fails is it taken apart, for a verdict on each event.
Both ways end in the same `_seal`, so they agree.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NoReturn

import msgspec

from tenfold.collector.formats import bodies, fields
from tenfold.collector.formats.collecting import collect, require_few, require_size
from tenfold.collector.formats.form import Arrival, Format, Parcel
from tenfold.collector.formats.properties import read_properties
from tenfold.collector.formats.texts import UNSTORABLE
from tenfold.collector.verdicts import Batch, Code, Unfit
from tenfold.eventlog.checks import MAX_INTEGER, MAX_TEXT, MIN_INTEGER
from tenfold.eventlog.envelope import Envelope

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]
Actor = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Number = Annotated[int, msgspec.Meta(ge=MIN_INTEGER, le=MAX_INTEGER)]
Time = Annotated[datetime, msgspec.Meta(tz=True)]
_NOTHING = msgspec.Raw(b"{}")


class Sent(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """An event as it was sent."""

    name: Text
    id: Text | Number | None = None
    actor: Actor | Number | None = None
    time: Time | int | float | None = None
    value: float | None = None
    properties: msgspec.Raw = _NOTHING


_ONE: msgspec.json.Decoder[Sent] = msgspec.json.Decoder(Sent)
_MANY: msgspec.json.Decoder[list[Sent]] = msgspec.json.Decoder(list[Sent])
_PARTS: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LOCAL_TIME: msgspec.json.Decoder[datetime] = msgspec.json.Decoder(datetime)
Event = Sent | bodies.Piece
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def understand(*, parcel: Parcel, arrival: Arrival) -> Batch:
    """Return the events of a body as envelopes, and a verdict on each that cannot be one."""
    body = parcel.body
    kind = bodies.kind_of(body=body, media_type=parcel.media_type)
    if len(body) <= arrival.limits.event_bytes:  # then no event can be over the limit either
        whole = _decode_whole(body, kind)
        if whole is not None:
            return _collect(whole, arrival)
    return _collect(bodies.split(body=body, kind=kind), arrival)


NATIVE = Format(name="native", paths=("/v1/events",), understand=understand)


def _decode_whole(body: bytes, kind: bodies.Kind) -> list[Sent] | None:
    """Return all events in one go, or None where at least one of them needs a closer look."""
    try:
        if kind == "array":
            return _MANY.decode(body)
        if kind == "lines":
            return _ONE.decode_lines(body)
        return [_ONE.decode(body)]
    except _UNREADABLE:
        return None


def _collect(events: Sequence[Event], arrival: Arrival) -> Batch:
    require_few(events=len(events), arrival=arrival)

    def seal(event: Event) -> Envelope:
        return _seal(event if isinstance(event, Sent) else _read(event, arrival), arrival)

    return collect(events=events, seal=seal)


def _seal(sent: Sent, arrival: Arrival) -> Envelope:
    """Return the envelope of an event that was decoded. Raises `Unfit`."""
    fields.require_name(sent.name)
    at = None if sent.time is None else fields.read_time(sent.time, arrival=arrival)
    if sent.value is not None:
        fields.require_value(sent.value)
    text, currency = read_properties(sent.properties)
    return Envelope(
        fields.read_id(sent.id, source=arrival.source),
        arrival.received if at is None else at,
        sent.name,
        fields.read_actor(sent.actor),
        sent.value,
        currency,
        text,
        at,
    )


def _read(piece: bodies.Piece, arrival: Arrival) -> Sent:
    """Return a single event decoded. Raises `Unfit` with the first thing that is wrong with it."""
    if isinstance(piece, Unfit):
        raise piece
    require_size(size=memoryview(piece).nbytes, arrival=arrival)
    try:
        return _ONE.decode(piece)
    except _UNREADABLE:
        _refuse(piece)


def _refuse(piece: msgspec.Raw) -> NoReturn:
    """Say which field the decoder would not have."""
    try:
        parts = _PARTS.decode(piece)
    except msgspec.ValidationError:
        raise Unfit(Code.NOT_AN_OBJECT, "An event has to be a JSON object.") from None
    except RecursionError:
        raise Unfit(Code.PROPERTIES_TOO_DEEP, "The event nests too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    for unknown in parts.keys() - _READERS.keys():
        raise Unfit(
            Code.UNKNOWN_FIELD,
            f"{unknown[:50]!r} is no field of an event. Whatever is your own goes into properties.",
        )
    if "name" not in parts:
        raise Unfit(Code.NAME_MISSING, "An event needs a name.")
    for field, raw in parts.items():
        _require_readable(field, raw)
    raise Unfit(Code.DUPLICATE_KEY, "A field stands twice in the event.")


class _Reader(msgspec.Struct, frozen=True):
    decoder: msgspec.json.Decoder[Any]
    code: Code
    detail: str


_READERS: dict[str, _Reader] = {
    "id": _Reader(
        msgspec.json.Decoder(Text | Number | None),
        Code.ID_INVALID,
        f"The id has to be a text of 1 to {MAX_TEXT} characters or a whole number.",
    ),
    "name": _Reader(
        msgspec.json.Decoder(Text),
        Code.NAME_INVALID,
        f"The name has to be a text of 1 to {MAX_TEXT} characters.",
    ),
    "actor": _Reader(
        msgspec.json.Decoder(Actor | Number | None),
        Code.ACTOR_INVALID,
        f"The actor has to be a text of at most {MAX_TEXT} characters or a whole number.",
    ),
    "time": _Reader(
        msgspec.json.Decoder(Time | int | float | None),
        Code.TIME_INVALID,
        "The time has to be like 2026-03-31T14:05:00+02:00 (RFC 3339) or a number of seconds.",
    ),
    "value": _Reader(
        msgspec.json.Decoder(float | None),
        Code.VALUE_NOT_A_NUMBER,
        "The value has to be a number, without quotation marks.",
    ),
    "properties": _Reader(msgspec.json.Decoder(msgspec.Raw), Code.PROPERTIES_INVALID, ""),
}


def _require_readable(field: str, raw: msgspec.Raw) -> None:
    reader = _READERS[field]
    try:
        reader.decoder.decode(raw)
    except UnicodeDecodeError:
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    except msgspec.MsgspecError:
        if field == "time" and _lacks_zone(raw):
            raise Unfit(
                Code.TIME_WITHOUT_ZONE,
                "The time has no zone. Write Z for UTC or an offset like +02:00 behind it.",
            ) from None
        if field == "value" and bytes(raw)[:1] in b"-0123456789":
            raise Unfit(Code.VALUE_OUT_OF_RANGE, fields.VALUE_RANGE) from None
        raise Unfit(reader.code, reader.detail) from None


def _lacks_zone(raw: msgspec.Raw) -> bool:
    try:
        _LOCAL_TIME.decode(raw)
    except _UNREADABLE:
        return False
    return True
