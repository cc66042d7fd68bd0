"""Why one event is refused while the others are taken. See docs/reference/ingest.md."""

from enum import StrEnum

import msgspec

from tenfold.eventlog.envelope import Envelope


class Code(StrEnum):
    """The stable names of the reasons."""

    MALFORMED_JSON = "malformed_json"
    NOT_AN_OBJECT = "not_an_object"
    EVENT_TOO_LARGE = "event_too_large"
    UNKNOWN_FIELD = "unknown_field"
    TEXT_INVALID = "text_invalid"
    ID_INVALID = "id_invalid"
    NAME_MISSING = "name_missing"
    NAME_INVALID = "name_invalid"
    ACTOR_INVALID = "actor_invalid"
    TIME_INVALID = "time_invalid"
    TIME_WITHOUT_ZONE = "time_without_zone"
    TIME_IN_FUTURE = "time_in_future"
    TIME_TOO_EARLY = "time_too_early"
    VALUE_NOT_A_NUMBER = "value_not_a_number"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    PROPERTIES_INVALID = "properties_invalid"
    PROPERTIES_TOO_DEEP = "properties_too_deep"
    ATTRIBUTE_MISSING = "attribute_missing"
    ATTRIBUTE_INVALID = "attribute_invalid"
    TYPE_INVALID = "type_invalid"
    DATA_INVALID = "data_invalid"
    DUPLICATE_KEY = "duplicate_key"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    PERSON_ERASED = "person_erased"
    TOO_OLD = "too_old"


class Unfit(Exception):  # noqa: N818  a verdict, not an error
    """This event cannot be taken; `detail` is a sentence for whoever sent it."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Verdict(msgspec.Struct, frozen=True):
    """A refused event: its position in the request, the reason, and a sentence."""

    index: int
    code: str
    detail: str


class Specimen(msgspec.Struct, frozen=True):
    """What a refused event looked like, without anything of what it said."""

    code: str
    detail: str
    shape: str


class Batch(msgspec.Struct, frozen=True):
    """What became of a request's events before the log saw them.

    positions   of each envelope in the request: `positions[i]` is where `envelopes[i]` stood
    specimens   a few of the refused ones, redacted
    """

    envelopes: list[Envelope]
    positions: list[int] | range
    refused: list[Verdict]
    specimens: list[Specimen] = []
