"""Why a whole request is turned away. Nothing of it was stored. See docs/reference/ingest.md."""

from tenfold.kit.refusal import Refusal

Headers = tuple[tuple[bytes, bytes], ...]


class RequestRefusal(Refusal):
    """A request that was turned away as a whole. `headers` go out with the answer."""

    headers: Headers = ()


class WriteKeyMissing(RequestRefusal):
    """The request has no bearer token."""

    code = "write_key_missing"
    status = 401
    headers = ((b"www-authenticate", b'Bearer realm="tenfold"'),)


class WriteKeyUnknown(RequestRefusal):
    """The bearer token is no valid write key."""

    code = "write_key_unknown"
    status = 401
    headers = ((b"www-authenticate", b'Bearer realm="tenfold", error="invalid_token"'),)


class NoSuchEndpoint(RequestRefusal):
    """There is no door at this path."""

    code = "no_such_endpoint"
    status = 404


class MethodNotAllowed(RequestRefusal):
    """The door takes POST (and OPTIONS, from browsers) alone."""

    code = "method_not_allowed"
    status = 405
    headers = ((b"allow", b"POST, OPTIONS"),)


class BodyTimeout(RequestRefusal):
    """The body took too long to arrive."""

    code = "body_timeout"
    status = 408
    headers = ((b"connection", b"close"),)


class BodyTooLarge(RequestRefusal):
    """The body is over the limit, as sent or unpacked."""

    code = "body_too_large"
    status = 413


class TooManyEvents(RequestRefusal):
    """The request holds more events than one request may."""

    code = "too_many_events"
    status = 413


class EncodingUnsupported(RequestRefusal):
    """The body is packed, or its text encoded, in a way that is not understood."""

    code = "encoding_unsupported"
    status = 415
    headers = ((b"accept-encoding", b"gzip, zstd, identity"),)


class EncodingBroken(RequestRefusal):
    """The body is not what its Content-Encoding says, or was cut off."""

    code = "encoding_broken"
    status = 400


class BodyEmpty(RequestRefusal):
    """There is nothing in the body."""

    code = "body_empty"
    status = 400


class JsonMalformed(RequestRefusal):
    """The body is no JSON. `offset` is the byte, in the unpacked body, where that shows."""

    code = "json_malformed"
    status = 400

    def __init__(self, sentence: str, *, offset: int, next_step: str = "") -> None:
        super().__init__(sentence, next_step=next_step)
        self.offset = offset

    def as_problem(self) -> dict[str, str | int]:
        """Return the problem details, with the offset."""
        return {**super().as_problem(), "offset": self.offset}


class JsonTooDeep(RequestRefusal):
    """The body nests so deeply that it cannot be taken apart into events."""

    code = "json_too_deep"
    status = 400


class NoEvents(RequestRefusal):
    """The body is JSON, but neither an object nor an array of them."""

    code = "no_events"
    status = 400


class CollectorBusy(RequestRefusal):
    """Bodies that wait fill the memory that is set aside for them."""

    code = "overloaded"
    status = 503


class Unforeseen(RequestRefusal):
    """A bug. It was logged under the reference in the answer. Nothing was acknowledged."""

    code = "unforeseen"
    status = 500


REQUEST_REFUSALS: tuple[type[RequestRefusal], ...] = (
    WriteKeyMissing, WriteKeyUnknown, NoSuchEndpoint, MethodNotAllowed, BodyTimeout, BodyTooLarge,
    TooManyEvents, EncodingUnsupported, EncodingBroken, BodyEmpty, JsonMalformed, JsonTooDeep,
    NoEvents, CollectorBusy, Unforeseen,
)  # fmt: skip
"""All of them, for the reference page and its test."""
