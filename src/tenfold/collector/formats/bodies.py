"""Taking a JSON body apart into events without sinking the good ones with a bad one."""

import re
from collections.abc import Iterator
from typing import Literal, TypeVar

import msgspec

from tenfold.collector.formats.texts import mend_surrogates
from tenfold.collector.refusals import BodyEmpty, JsonMalformed, JsonTooDeep, NoEvents
from tenfold.collector.verdicts import Code, Unfit

Kind = Literal["array", "object", "lines"]
LINE_TYPES = frozenset(
    {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
     "application/jsonlines", "application/x-jsonl"}
)  # fmt: skip
_ONE: msgspec.json.Decoder[msgspec.Raw] = msgspec.json.Decoder(msgspec.Raw)
_MANY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_OFFSET = re.compile(r"^(?:JSON is malformed: )?(.*) \(byte (\d+)\)$")
_ONE_PAST = ("trailing characters", "invalid character in unicode escape")
"""What the decoder says with the offset behind the byte instead of the byte's own."""
_STRUCTURE = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]+|[\]}]+|,', re.DOTALL)
_MOST_BY_BRACKETS = 1 << 20
_SPACE = b" \t\r\n"
Piece = msgspec.Raw | Unfit
Decoded = TypeVar("Decoded")


def kind_of(*, body: bytes, media_type: str) -> Kind:
    """Return how the events are written down: said by the media type, or seen in the body.

    Something that begins like an object may still turn out to be lines: `split` looks closer.
    Raises `BodyEmpty`, and `NoEvents` where it begins like a text, a number or a word.
    """
    first = body.lstrip(_SPACE)[:1] if body[:1] not in (b"[", b"{") else body[:1]
    if not first:
        raise BodyEmpty(
            "The body is empty.",
            next_step="Send one event as a JSON object, several as an array or one on each line.",
        )
    if media_type in LINE_TYPES and first != b"[":
        return "lines"
    return "array" if first == b"[" else "object"


def split(*, body: bytes, kind: Kind) -> list[Piece]:
    """Return the body's events as they stand, and for each line that is no JSON the reason.

    Raises `JsonMalformed` with the offset of the byte where the body as a whole cannot be read.
    """
    if kind == "array":
        return _split_array(body)
    if kind == "lines":
        return _split_lines(body)
    if _begins_with_whole_line(body):
        return _split_lines(body)
    return [_require_object(_decode(_ONE, body))]


def _split_array(body: bytes) -> list[Piece]:
    """Let the decoder split it; where one event nests too deeply for that, look at brackets alone.

    That is a hundred times slower, so it is done for bodies of ordinary size only.
    """
    try:
        return [*_decode(_MANY, body)]
    except JsonTooDeep:
        if len(body) > _MOST_BY_BRACKETS:
            raise
    return [_read_part(body[start:end], start) for start, end in _find_parts(body)]


def _find_parts(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each element of an array begins and ends, going by brackets and commas."""
    depth, start = 0, body.index(b"[") + 1
    for token in _STRUCTURE.finditer(body):
        said = token[0]
        if said[:1] in b"[{":
            depth += len(said)
        elif said == b"," and depth == 1:
            yield start, token.start()
            start = token.end()
        elif said[:1] in b"]}":
            depth -= len(said)
            if depth <= 0:
                end = token.end() + depth - 1
                _require_end(body, end)
                yield start, end
                return
    raise _malformed("", body, 0)


def _require_end(body: bytes, end: int) -> None:
    """Raise `JsonMalformed` unless an array, and with it the body, ends at `end`."""
    if body[end : end + 1] == b"]":
        end = len(body) - len(body[end + 1 :].lstrip(_SPACE))
    if end < len(body):
        raise _malformed(f"trailing characters (byte {end + 1})", body, 0)


def _read_part(part: bytes, start: int) -> Piece:
    try:
        return _decode(_ONE, part, start)
    except JsonTooDeep as refusal:
        return Unfit(Code.PROPERTIES_TOO_DEEP, refusal.sentence)


def _begins_with_whole_line(body: bytes) -> bool:
    """Return whether the first of several lines is an object by itself."""
    line, newline, rest = body.lstrip(_SPACE).partition(b"\n")
    if not newline or not rest.strip(_SPACE):
        return False
    return not isinstance(_read_line(line, 0), Unfit)


def _split_lines(body: bytes) -> list[Piece]:
    pieces = [_read_line(line, offset) for offset, line in _lines(body)]
    if not all(isinstance(piece, Unfit) for piece in pieces):
        return pieces
    for offset, line in _lines(body):
        _require_object(_decode(_ONE, line, offset))
    raise AssertionError("a body without a single event was taken for lines with events")


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, and where it begins."""
    offset = 0
    for line in body.split(b"\n"):
        if line.strip(_SPACE):
            yield offset, line
        offset += len(line) + 1


def _read_line(line: bytes, offset: int) -> Piece:
    try:
        return _require_object(_decode(_ONE, line, offset))
    except JsonMalformed as refusal:
        return Unfit(Code.MALFORMED_JSON, f"{refusal.sentence} See byte {refusal.offset}.")
    except JsonTooDeep as refusal:
        return Unfit(Code.PROPERTIES_TOO_DEEP, refusal.sentence)
    except NoEvents:
        return Unfit(Code.NOT_AN_OBJECT, "An event has to be a JSON object.")


def _require_object(raw: msgspec.Raw) -> msgspec.Raw:
    if bytes(memoryview(raw)[:1]) != b"{":
        raise NoEvents(
            "The body is neither an object nor an array.",
            next_step="Send one event as a JSON object, several as an array or one on each line.",
        )
    return raw


def _decode(decoder: "msgspec.json.Decoder[Decoded]", body: bytes, start: int = 0) -> Decoded:
    """Decode what begins at byte `start` of the whole body."""
    try:
        return decoder.decode(body)
    except RecursionError:
        raise JsonTooDeep("The JSON nests too deeply to be read.") from None
    except msgspec.DecodeError as error:
        mended = mend_surrogates(body=body)
        if mended != body:
            return _decode(decoder, mended, start)
        raise _malformed(str(error), body, start) from None


def _malformed(message: str, body: bytes, start: int) -> JsonMalformed:
    found = _OFFSET.match(message)
    said, offset = (found[1], int(found[2])) if found else ("the end is missing", len(body))
    offset += start - (said in _ONE_PAST)
    return JsonMalformed(
        f"The JSON is malformed: {said}.",
        offset=offset,
        next_step=f"Nothing was stored. See byte {offset} of the unpacked body, counted from 0.",
    )
