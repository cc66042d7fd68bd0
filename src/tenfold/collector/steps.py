"""What happens to a request: a literal list of named, timed steps.

Each takes a frozen delivery and returns it with one more thing known, or raises: a `Refusal` for
the whole request, or `Gone` where there is nobody left to answer. Nothing is stored before the last
one, and the last one stores all that is left of the request or nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from tenfold.collector.bodies import Lease, Receive, read_body, unpack
from tenfold.collector.formats.form import Arrival, Format, Parcel, media_type_of
from tenfold.collector.keys import KeyDirectory
from tenfold.collector.limits import Limits
from tenfold.collector.refusals import EncodingUnsupported, WriteKeyMissing, WriteKeyUnknown
from tenfold.collector.settling import Settling
from tenfold.collector.verdicts import Batch, Code, Verdict
from tenfold.eventlog.store import Appended, EventLog

Result = TypeVar("Result")


class Premises(msgspec.Struct, frozen=True):
    """What the steps work with, for the life of the collector."""

    log: EventLog
    keys: KeyDirectory
    limits: Limits
    clock: Callable[[], datetime]
    settling: Settling


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A request, and what is known of it so far."""

    format: Format
    path: str
    headers: Mapping[bytes, bytes]
    receive: Receive
    lease: Lease
    received_at: datetime
    source: int | None = None
    body: bytes = b""
    batch: Batch = msgspec.field(default_factory=lambda: Batch([], [], []))
    appended: Appended = Appended(accepted=0)

    def parcel(self) -> Parcel:
        """Return what the request brought, for its format."""
        return Parcel(self.body, media_type_of(self.headers)[0], self.headers, self.path)


class Step(msgspec.Struct, frozen=True):
    """One step, by name."""

    name: str
    take: Callable[[Premises, Delivery], Awaitable[Delivery]]


async def recognise(premises: Premises, delivery: Delivery) -> Delivery:
    """Learn from the write key which source is speaking, where the headers bring one."""
    key = delivery.format.key_of(delivery.headers)
    if not key and delivery.format.key_in is not None:
        return delivery
    return _introduce(premises, delivery, key)


async def open_envelope(premises: Premises, delivery: Delivery) -> Delivery:
    """Learn from the write key in the body which source is speaking, where no header said it."""
    if delivery.source is not None or delivery.format.key_in is None:
        return delivery
    return _introduce(premises, delivery, delivery.format.key_in(delivery.parcel()))


def _introduce(premises: Premises, delivery: Delivery, key: str) -> Delivery:
    if not key:
        raise WriteKeyMissing(
            "The request has no write key.",
            next_step="Send the header: Authorization: Bearer tfw_...",
        )
    entry = premises.keys.find(key)
    if entry is None:
        raise WriteKeyUnknown(
            "This write key is not valid, or not any more.",
            next_step="Copy the key of the source again from its page.",
        )
    return msgspec.structs.replace(delivery, source=entry.source_id)


async def read(premises: Premises, delivery: Delivery) -> Delivery:
    """Read the body to its end."""
    announced = delivery.headers.get(b"content-length", b"")
    body = await read_body(
        receive=delivery.receive,
        announced=int(announced) if announced.isdigit() else None,
        limits=premises.limits,
        lease=delivery.lease,
    )
    return msgspec.structs.replace(delivery, body=body)


async def unwrap(premises: Premises, delivery: Delivery) -> Delivery:
    """Unpack the body."""
    encoding = delivery.headers.get(b"content-encoding", b"").decode("latin-1").strip().lower()
    if encoding in ("", "identity"):
        return delivery
    body = await _run(
        lambda: unpack(body=delivery.body, encoding=encoding, limits=premises.limits),
        size=len(delivery.body),
        limits=premises.limits,
    )
    delivery.lease.grow(len(body))
    return msgspec.structs.replace(delivery, body=body)


async def understand(premises: Premises, delivery: Delivery) -> Delivery:
    """Turn the body into envelopes and verdicts."""
    _require_utf8(media_type_of(delivery.headers)[1])
    arrival = Arrival.at(
        source=_known(delivery.source), received_at=delivery.received_at, limits=premises.limits
    )
    batch = await _run(
        lambda: delivery.format.understand(parcel=delivery.parcel(), arrival=arrival),
        size=len(delivery.body),
        limits=premises.limits,
    )
    return msgspec.structs.replace(delivery, batch=batch)


async def append(premises: Premises, delivery: Delivery) -> Delivery:
    """Have the log store the envelopes, and wait until they are on disk.

    Whatever happens to the connection meanwhile, the log finishes what it was given.
    """
    batch = delivery.batch
    if not batch.envelopes:
        return delivery
    appended = await premises.settling.wait(
        premises.log.append(
            source=_known(delivery.source),
            envelopes=batch.envelopes,
            received_at=delivery.received_at,
        )
    )
    if appended.erased or appended.too_old:
        refused = [
            *batch.refused,
            *(_erased(batch.positions[at]) for at in appended.erased),
            *(_too_old(batch.positions[at]) for at in appended.too_old),
        ]
        refused.sort(key=lambda verdict: verdict.index)
        batch = msgspec.structs.replace(batch, refused=refused)
    return msgspec.structs.replace(delivery, batch=batch, appended=appended)


STEPS: tuple[Step, ...] = (
    Step("recognise", recognise),
    Step("read", read),
    Step("unwrap", unwrap),
    Step("open", open_envelope),
    Step("understand", understand),
    Step("append", append),
)


def _known(source: int | None) -> int:
    if source is None:
        raise AssertionError("a step that needs the source ran before `recognise`")
    return source


def _require_utf8(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, charset = parameter.partition("=")
        if name.strip() == "charset" and charset.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise EncodingUnsupported(
                f"The character set {charset[:50]!r} is not understood.",
                next_step="Send the text as UTF-8.",
            )


def _erased(index: int) -> Verdict:
    return Verdict(
        index,
        Code.PERSON_ERASED,
        "This person was erased; what they do is not stored any more. Do not send it again.",
    )


def _too_old(index: int) -> Verdict:
    return Verdict(
        index,
        Code.TOO_OLD,
        "This event is older than its source keeps; it may have been counted already. Do not send it"
        " again.",
    )


async def _run(work: Callable[[], Result], *, size: int, limits: Limits) -> Result:
    """Do a piece of work: at once where it is short, beside the event loop where it is not."""
    if size < limits.offload_bytes:
        return work()
    return await asyncio.to_thread(work)
