"""CloudEvents 1.0 (specification, JSON format, HTTP binding 1.0.2): binary, structured, batched.

    type     the event's name
    id       with `source`: the same pair counts once
    time     when it happened; missing: when it arrived
    actor    the extension attribute `actor`, or `authid` (the extension for authentication), or the
             member `actor` of the data
    value    the member `value` of the data, where it is a number; its `currency` makes it money
    data     its members are the properties; data that is no object is the property `data`

Every other attribute is kept as a property: `ce_source`, `ce_subject`, and so on.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

import msgspec

from tenfold.collector.formats import bodies, fields
from tenfold.collector.formats.collecting import collect, require_few, require_size
from tenfold.collector.formats.form import Arrival, Format, Headers, Parcel, media_type_of
from tenfold.collector.formats.properties import read_properties
from tenfold.collector.formats.texts import UNSTORABLE
from tenfold.collector.refusals import EncodingUnsupported, NoEvents
from tenfold.collector.verdicts import Batch, Code, Unfit
from tenfold.eventlog.checks import MAX_TEXT
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import ids

_BATCH = "application/cloudevents-batch"
_SINGLE = "application/cloudevents"
_PREFIX = b"ce-"
_REQUIRED = ("specversion", "id", "source", "type")
_OWN = frozenset({"specversion", "datacontenttype", "id", "type", "time", "actor", "authid"})
"""What has a place of its own in an event; everything else is kept as a property."""

_NAME = re.compile("[a-z0-9]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_JSON = re.compile(r"(?:application|text)/(?:.*\+)?json")
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_PARTS: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ANY: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_RAW: msgspec.json.Decoder[msgspec.Raw] = msgspec.json.Decoder(msgspec.Raw)
_TIME: msgspec.json.Decoder[datetime] = msgspec.json.Decoder(
    Annotated[datetime, msgspec.Meta(tz=True)]
)
_encode = msgspec.json.Encoder().encode

Attributes = dict[str, str | int | bool]


def speaks(headers: Headers) -> bool:
    """Return whether a request is a CloudEvent, in whichever of the three modes."""
    return media_type_of(headers)[0].startswith(_SINGLE) or b"ce-specversion" in headers


def understand(*, parcel: Parcel, arrival: Arrival) -> Batch:
    """Return the events as envelopes, and a verdict on each that cannot be one.

    Raises `BodyEmpty`, `JsonMalformed`, `NoEvents`, `TooManyEvents`, and `EncodingUnsupported` where
    events are written in another format than JSON.
    """
    media_type = parcel.media_type
    # Batches first: the media type of a single event is how that of a batch begins.
    if media_type.startswith(_BATCH):
        _require_json(media_type, _BATCH)
        return _collect(_split(parcel.body, "array"), arrival)
    if media_type.startswith(_SINGLE):
        _require_json(media_type, _SINGLE)
        return _collect(_split(parcel.body, "object"), arrival)
    return collect(events=[parcel], seal=lambda one: _seal_binary(one, arrival))


CLOUDEVENTS = Format(
    name="cloudevents", paths=("/v1/events",), understand=understand, speaks=speaks
)


def _require_json(media_type: str, prefix: str) -> None:
    if media_type != f"{prefix}+json":
        raise EncodingUnsupported(
            f"CloudEvents written as {media_type[:100]!r} are not understood.",
            next_step=f"Send them as {prefix}+json.",
        )


def _split(body: bytes, kind: bodies.Kind) -> list[bodies.Piece]:
    found = bodies.kind_of(body=body, media_type="")
    if found != kind:
        wanted = "an array" if kind == "array" else "one object"
        raise NoEvents(f"The media type says that the body is {wanted}, and it is not.")
    pieces = bodies.split(body=body, kind=kind)
    if kind == "object" and len(pieces) > 1:
        raise NoEvents(
            "The body holds several objects.", next_step=f"Send them as {_BATCH}+json, in an array."
        )
    return pieces


def _collect(pieces: list[bodies.Piece], arrival: Arrival) -> Batch:
    require_few(events=len(pieces), arrival=arrival)
    return collect(events=pieces, seal=lambda one: _seal_json(one, arrival))


# Structured: attributes and data stand in one object


def _seal_json(piece: bodies.Piece, arrival: Arrival) -> Envelope:
    if isinstance(piece, Unfit):
        raise piece
    require_size(size=memoryview(piece).nbytes, arrival=arrival)
    parts = _read_parts(piece)
    attributes: Attributes = {}
    for name, raw in parts.items():
        if name in ("data", "data_base64"):
            continue
        value = _read_attribute(name, raw)
        if value is not None:
            attributes[name] = value
    return _seal(attributes, _data_of(parts, attributes), arrival)


def _read_parts(piece: msgspec.Raw) -> Mapping[str, msgspec.Raw]:
    try:
        parts = _PARTS.decode(piece)
    except msgspec.ValidationError:
        raise Unfit(Code.NOT_AN_OBJECT, "An event has to be a JSON object.") from None
    except RecursionError:
        raise Unfit(Code.PROPERTIES_TOO_DEEP, "The event nests too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    return parts


def _read_attribute(name: str, raw: msgspec.Raw) -> str | int | bool | None:
    try:
        value = _ANY.decode(raw)
    except _UNREADABLE:
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    if value is not None and not isinstance(value, str | bool | int):
        raise Unfit(
            Code.ATTRIBUTE_INVALID,
            f"The attribute {name[:50]!r} has to be a text, a whole number, true or false.",
        )
    return value


def _data_of(parts: Mapping[str, msgspec.Raw], attributes: Attributes) -> msgspec.Raw | None:
    """Return the data as JSON: as it stands, or as what its bytes say."""
    data, packed = parts.get("data"), parts.get("data_base64")
    if packed is None or bytes(packed) == b"null":
        return data
    if data is not None:
        raise Unfit(Code.DATA_INVALID, "An event has data or data_base64, not both.")
    try:
        content = base64.b64decode(_ANY.decode(packed), validate=True)
    except (*_UNREADABLE, TypeError, ValueError, binascii.Error):
        raise Unfit(Code.DATA_INVALID, "What data_base64 holds is not Base64.") from None
    return _content(content, str(attributes.get("datacontenttype", "application/octet-stream")))


# Binary: attributes are headers, data is the body


def _seal_binary(parcel: Parcel, arrival: Arrival) -> Envelope:
    require_size(size=len(parcel.body), arrival=arrival)
    attributes: Attributes = {
        name[len(_PREFIX) :].decode("latin-1"): _read_header(name, value)
        for name, value in parcel.headers.items()
        if name.startswith(_PREFIX)
    }
    if "datacontenttype" in attributes:
        raise Unfit(
            Code.ATTRIBUTE_INVALID,
            "The header Content-Type says what the data is; there must be no ce-datacontenttype.",
        )
    if parcel.media_type:
        attributes["datacontenttype"] = parcel.media_type
    # Without a media type the data is JSON, as in the JSON format.
    data = _content(parcel.body, parcel.media_type or "application/json") if parcel.body else None
    return _seal(attributes, data, arrival)


def _read_header(name: bytes, value: bytes) -> str:
    """Return what a header says (HTTP binding, 3.1.3.2): unquoted, then percent-decoded once."""
    said = _QUOTED.sub(lambda one: re.sub(r"\\(.)", r"\1", one[1]), value.decode("latin-1"))
    try:
        if _PERCENT.search(said):
            raise ValueError(said)
        return unquote_to_bytes(said.encode("latin-1")).decode("utf-8")
    except ValueError:
        raise Unfit(
            Code.ATTRIBUTE_INVALID,
            f"The header {name[:50].decode('latin-1')!r} is not percent-encoded UTF-8.",
        ) from None


def _content(content: bytes, media_type: str) -> msgspec.Raw:
    """Return bytes as a JSON value: JSON as it is, text as text, anything else as Base64."""
    kind = media_type.partition(";")[0].strip().lower()
    if _JSON.fullmatch(kind):
        try:
            return _RAW.decode(content)
        except _UNREADABLE:
            raise Unfit(Code.DATA_INVALID, "The data is called JSON, and is none.") from None
    if kind.startswith("text/") or kind.endswith(("xml", "/x-www-form-urlencoded")):
        try:
            return msgspec.Raw(_encode(content.decode("utf-8")))
        except UnicodeDecodeError:
            raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None
    return msgspec.Raw(_encode(base64.b64encode(content).decode("ascii")))


# Both


def _seal(attributes: Attributes, data: msgspec.Raw | None, arrival: Arrival) -> Envelope:
    _require_attributes(attributes)
    name = str(attributes["type"])
    if len(name) > MAX_TEXT:
        raise Unfit(Code.NAME_INVALID, f"The type has more than {MAX_TEXT} characters.")
    fields.require_name(name)
    at = None if "time" not in attributes else _read_time(attributes["time"], arrival)
    content = _object_of(data)
    text, currency = read_properties(_with_attributes(content, attributes))
    said = _ANY.decode(content)
    return Envelope(
        ids.stable_id(
            source=arrival.source, given=f"{attributes['source']} {attributes['id']}"
        ).bytes,
        arrival.received if at is None else at,
        name,
        _read_actor(attributes, said),
        _read_value(said),
        currency,
        text,
        at,
    )


def _require_attributes(attributes: Attributes) -> None:
    for name in _REQUIRED:
        if attributes.get(name, "") == "":
            raise Unfit(Code.ATTRIBUTE_MISSING, f"A CloudEvent needs the attribute {name!r}.")
        if not isinstance(attributes[name], str):
            raise Unfit(Code.ATTRIBUTE_INVALID, f"The attribute {name!r} has to be a text.")
    if attributes["specversion"] != "1.0":
        raise Unfit(
            Code.ATTRIBUTE_INVALID,
            f"Version {attributes['specversion']!r} of CloudEvents is not understood; 1.0 is.",
        )
    for name in attributes:
        if not _NAME.fullmatch(name):
            raise Unfit(
                Code.ATTRIBUTE_INVALID,
                f"{name[:50]!r} is no name of an attribute: small letters and digits are.",
            )


def _read_time(given: str | int | bool, arrival: Arrival) -> int:
    try:
        return fields.read_time(_TIME.decode(_encode(given)), arrival=arrival)
    except msgspec.MsgspecError:
        raise Unfit(
            Code.TIME_INVALID, "The time has to be like 2026-03-31T14:05:00+02:00 (RFC 3339)."
        ) from None


def _object_of(data: msgspec.Raw | None) -> bytes:
    """Return the data as a JSON object; what is none becomes its only member."""
    raw = b"" if data is None else bytes(data).strip()
    if raw in (b"", b"null"):
        return b"{}"
    return raw if raw[:1] == b"{" else b'{"data":' + raw + b"}"


def _with_attributes(content: bytes, attributes: Attributes) -> msgspec.Raw:
    """Put attributes into the object; where it has a member of that name, its text has both, and is
    refused for that: neither may be lost."""
    kept = {f"ce_{name}": value for name, value in attributes.items() if name not in _OWN}
    head = _encode(kept)[:-1]
    rest = content[1:].lstrip()
    comma = b"" if rest.startswith(b"}") else b","
    return msgspec.Raw(head + comma + rest)


def _read_actor(attributes: Attributes, said: Any) -> str | None:
    given = attributes.get("actor", attributes.get("authid", said.get("actor")))
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        return None
    if isinstance(given, str) and len(given) > MAX_TEXT:
        raise Unfit(Code.ACTOR_INVALID, f"The actor has more than {MAX_TEXT} characters.")
    return fields.read_actor(given)


def _read_value(said: Any) -> float | None:
    given = said.get("value")
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    value = float(given)
    fields.require_value(value)
    return value
