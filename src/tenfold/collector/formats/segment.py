"""What clients of Segment and RudderStack send: track, identify, page, screen, group, alias, batch.

    track     the event's name; revenue, value or total is its value
    page      "page"; screen: "screen"; group: "group"
    identify  `$identify`, which joins the anonymous id to the known one; of somebody who is only
              known anonymously it is `$set`
    alias     `$alias`
    messageId counts once; timestamp is set right by how far the client's clock is off (sentAt)

Of the context, what the page, the campaign and the device say becomes properties; the address of the
network never does.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec

from tenfold.collector import answers
from tenfold.collector.answers import Answer, Outcome
from tenfold.collector.formats import bodies, fields
from tenfold.collector.formats.collecting import collect, require_few, require_size
from tenfold.collector.formats.form import Arrival, Format, Headers, Parcel, bearer_of
from tenfold.collector.formats.properties import read_properties
from tenfold.collector.formats.texts import UNSTORABLE
from tenfold.collector.refusals import NoEvents
from tenfold.collector.verdicts import Batch, Code, Unfit
from tenfold.eventlog.checks import MAX_INTEGER, MAX_TEXT, MAX_VALUE, MIN_INTEGER
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

PATHS = {
    "/v1/track": "track",
    "/v1/t": "track",
    "/v1/identify": "identify",
    "/v1/i": "identify",
    "/v1/page": "page",
    "/v1/p": "page",
    "/v1/screen": "screen",
    "/v1/s": "screen",
    "/v1/group": "group",
    "/v1/g": "group",
    "/v1/alias": "alias",
    "/v1/a": "alias",
    "/v1/batch": "",
    "/v1/b": "",
}
"""The doors, and what a message there is that does not say it itself."""

Id = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Number = Annotated[int, msgspec.Meta(ge=MIN_INTEGER, le=MAX_INTEGER)]
Time = Annotated[datetime, msgspec.Meta(tz=True)]
_WORTH = ("revenue", "value", "total")
_CAMPAIGN = "utm_"
_FLAT = ("locale", "timezone", "userAgent")
_NEVER = frozenset({"ip", "page", "campaign", *_FLAT})
"""What is not kept as it stands in the context: flattened, or never kept."""

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Message(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A message as it was sent; what is not named here is not looked at."""

    type: str = ""
    message_id: Id | Number | None = None
    user_id: Id | Number | None = None
    anonymous_id: Id | Number | None = None
    previous_id: Id | Number | None = None
    group_id: Id | Number | None = None
    event: str | None = None
    name: str | None = None
    category: str | None = None
    timestamp: Time | None = None
    original_timestamp: Time | None = None
    sent_at: Time | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


class Whole(msgspec.Struct, frozen=True, rename="camel"):
    """A batch as it was sent."""

    batch: list[msgspec.Raw]
    sent_at: Time | None = None


class _Keyed(msgspec.Struct, frozen=True, rename="camel"):
    write_key: str = ""


_MESSAGE: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_WHOLE: msgspec.json.Decoder[Whole] = msgspec.json.Decoder(Whole)
_KEYED: msgspec.json.Decoder[_Keyed] = msgspec.json.Decoder(_Keyed)
_PARTS: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encode = msgspec.json.Encoder().encode


def understand(*, parcel: Parcel, arrival: Arrival) -> Batch:
    """Return the messages as envelopes, and a verdict on each that cannot be one."""
    (whole,) = bodies.split(body=parcel.body, kind=_kind(parcel.body))
    if isinstance(whole, Unfit):
        raise NoEvents(whole.detail)
    kind = PATHS[parcel.path]
    pieces, sent_at = ([whole], None) if kind else _read_batch(whole)
    require_few(events=len(pieces), arrival=arrival)
    return collect(
        events=pieces, seal=lambda one: _seal(_read(one, arrival), kind, sent_at, arrival)
    )


def _kind(body: bytes) -> bodies.Kind:
    if bodies.kind_of(body=body, media_type="") != "object":
        raise NoEvents("The body has to be one JSON object.")
    return "object"


def _read_batch(whole: msgspec.Raw) -> tuple[list[msgspec.Raw], datetime | None]:
    try:
        found = _WHOLE.decode(whole)
    except _UNREADABLE:
        try:
            parts = _PARTS.decode(whole)
            return msgspec.json.decode(parts["batch"], type=list[msgspec.Raw]), None
        except (*_UNREADABLE, KeyError):
            raise NoEvents(
                "The body has no batch of messages.", next_step='Send {"batch": [...]}.'
            ) from None
    return found.batch, found.sent_at


# Who speaks, and how they are answered


def _key_of(headers: Headers) -> str:
    """The write key is the user name of HTTP Basic authentication; the password is empty."""
    scheme, _, given = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() != "basic":
        return bearer_of(headers)
    try:
        return base64.b64decode(given.strip(), validate=True).decode("utf-8").partition(":")[0]
    except (binascii.Error, ValueError):
        return ""


def _key_in(parcel: Parcel) -> str:
    try:
        return _KEYED.decode(parcel.body).write_key
    except _UNREADABLE:
        return ""


def _report(outcome: Outcome) -> Answer:
    return answers.say(
        {
            "success": True,
            "accepted": outcome.accepted,
            "duplicates": outcome.duplicates,
            "refused": outcome.refused,
        }
    )


def _problem(refusal: Refusal) -> Answer:
    said = {"code": refusal.code, "message": f"{refusal.sentence} {refusal.next_step}".strip()}
    headers = answers.headers_of(refusal=refusal)
    return answers.say(said, status=refusal.status, headers=headers)


SEGMENT = Format(
    name="segment",
    paths=tuple(PATHS),
    understand=understand,
    key_of=_key_of,
    key_in=_key_in,
    report=_report,
    problem=_problem,
)


# From a message to an envelope


def _read(piece: msgspec.Raw, arrival: Arrival) -> Message:
    require_size(size=memoryview(piece).nbytes, arrival=arrival)
    try:
        return _MESSAGE.decode(piece)
    except RecursionError:
        raise Unfit(Code.PROPERTIES_TOO_DEEP, "The message nests too deeply.") from None
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unfit(Code.TEXT_INVALID, UNSTORABLE) from None


def _misfit(said: str) -> Unfit:
    """Return the verdict on a message of which the decoder says where it is wrong."""
    for ending, code, detail in _MISFITS:
        if ending in said:
            return Unfit(code, detail)
    return Unfit(Code.NOT_AN_OBJECT, "A message has to be a JSON object.")


_MISFITS = (
    ("messageId`", Code.ID_INVALID, f"The messageId is no text of at most {MAX_TEXT} characters."),
    ("Id`", Code.ACTOR_INVALID, f"An id is no text of at most {MAX_TEXT} characters."),
    ("imestamp`", Code.TIME_INVALID, "The timestamp has to be RFC 3339, with a zone."),
    ("sentAt`", Code.TIME_INVALID, "The sentAt has to be RFC 3339, with a zone."),
    ("type`", Code.TYPE_INVALID, "The type of a message has to be a text."),
    ("event`", Code.NAME_INVALID, "The event has to be a text."),
    ("name`", Code.NAME_INVALID, "The name has to be a text."),
    ("category`", Code.NAME_INVALID, "The category has to be a text."),
    ("$.", Code.PROPERTIES_INVALID, "Properties, traits and context have to be JSON objects."),
)  # fmt: skip


def _seal(message: Message, kind: str, sent_at: datetime | None, arrival: Arrival) -> Envelope:
    write = _WRITERS.get(message.type or kind)
    if write is None:
        raise Unfit(Code.TYPE_INVALID, f"There is no message of the type {message.type[:50]!r}.")
    name, actor, said = write(message)
    if len(name) > MAX_TEXT or not name:
        raise Unfit(Code.NAME_INVALID, f"The name has to be a text of 1 to {MAX_TEXT} characters.")
    fields.require_name(name)
    text, currency = read_properties(msgspec.Raw(_encode(said)))
    at, sent = _read_time(message, sent_at, arrival)
    return Envelope(
        fields.read_id(message.message_id or None, source=arrival.source),
        at,
        name,
        fields.read_actor(actor),
        _worth(message),
        currency,
        text,
        sent,
    )


def _read_time(
    message: Message, sent_at: datetime | None, arrival: Arrival
) -> tuple[int, int | None]:
    """Return when it happened by our clock, and by the client's."""
    given = message.original_timestamp or message.timestamp
    sent = message.sent_at or sent_at
    if given is None:
        return arrival.received, None
    at = clock.to_micros(at=given)
    off = 0 if sent is None else arrival.received - clock.to_micros(at=sent)
    return fields.require_time(at + off, arrival=arrival), at


def _worth(message: Message) -> float | None:
    for name in _WORTH:
        given = (message.properties or {}).get(name)
        if isinstance(given, int | float) and not isinstance(given, bool):
            if abs(given) >= MAX_VALUE:
                raise Unfit(Code.VALUE_OUT_OF_RANGE, fields.VALUE_RANGE)
            return float(given)
    return None


Written = tuple[str, str | int | None, Mapping[str, Any]]


def _who(message: Message) -> str | int | None:
    return message.user_id or message.anonymous_id


def _track(message: Message) -> Written:
    if not message.event:
        raise Unfit(Code.NAME_MISSING, "A track message needs an event.")
    return message.event, _who(message), _surroundings(message) | (message.properties or {})


def _page(message: Message) -> Written:
    named = {"name": message.name, "category": message.category}
    told = {key: value for key, value in named.items() if value}
    said = _surroundings(message) | told | (message.properties or {})
    return message.type or "page", _who(message), said


def _screen(message: Message) -> Written:
    return "screen", *_page(message)[1:]


def _identify(message: Message) -> Written:
    if not message.user_id and not message.anonymous_id:
        raise Unfit(Code.ACTOR_INVALID, "An identify message needs a userId or an anonymousId.")
    traits = message.traits or {}
    if not message.user_id:
        return "$set", message.anonymous_id, traits
    if not message.anonymous_id:
        return "$identify", message.user_id, traits
    return "$identify", message.user_id, {**traits, "anonymous_id": str(message.anonymous_id)}


def _alias(message: Message) -> Written:
    if not message.user_id or not message.previous_id:
        raise Unfit(Code.ACTOR_INVALID, "An alias message needs a userId and a previousId.")
    return "$alias", message.user_id, {"alias": str(message.previous_id)}


def _group(message: Message) -> Written:
    if not message.group_id:
        raise Unfit(Code.ACTOR_INVALID, "A group message needs a groupId.")
    return "group", _who(message), {**(message.traits or {}), "group_id": str(message.group_id)}


_WRITERS: Mapping[str, Callable[[Message], Written]] = {
    "track": _track,
    "page": _page,
    "screen": _screen,
    "identify": _identify,
    "alias": _alias,
    "group": _group,
}


def _surroundings(message: Message) -> dict[str, Any]:
    """Return what the context says as properties: of the page, of the campaign, of the device."""
    context = message.context or {}
    page, campaign = context.get("page"), context.get("campaign")
    said: dict[str, Any] = dict(page) if isinstance(page, dict) else {}
    if isinstance(campaign, dict):
        said |= {
            _CAMPAIGN + ("campaign" if key == "name" else key): campaign[key] for key in campaign
        }
    said |= {key: context[key] for key in _FLAT if context.get(key)}
    rest = {key: value for key, value in context.items() if key not in _NEVER and value}
    if rest:
        said["context"] = rest
    return said
