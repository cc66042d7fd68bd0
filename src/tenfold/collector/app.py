"""The collector: an ASGI application that stores events and says what became of each."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from time import perf_counter
from typing import Any

from tenfold.collector import answers
from tenfold.collector.answers import Answer, Outcome
from tenfold.collector.bodies import Gone, Room
from tenfold.collector.counters import Counters
from tenfold.collector.formats import FORMATS
from tenfold.collector.formats.form import Format
from tenfold.collector.keys import KeyDirectory
from tenfold.collector.limits import Limits
from tenfold.collector.refusals import MethodNotAllowed, NoSuchEndpoint, Unforeseen
from tenfold.collector.settling import Settling
from tenfold.collector.steps import STEPS, Delivery, Premises
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock as system_clock
from tenfold.kit import ids
from tenfold.kit.refusal import Refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

_logger = logging.getLogger(__name__)
PATHS: dict[str, tuple[Format, ...]] = {
    path: tuple(form for form in FORMATS if path in form.paths)
    for path in dict.fromkeys(path for form in FORMATS for path in form.paths)
}
"""Which formats are taken at which path: the doors of the collector."""


class Collector:
    """Takes requests with events. An answer 200 means: what it accepted is on disk.

    `counters` says what came so far. The application keeps nothing else between requests.
    """

    def __init__(
        self,
        *,
        log: EventLog,
        keys: KeyDirectory,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = system_clock.now,
    ) -> None:
        self.counters = Counters()
        self._premises = Premises(log, keys, limits or Limits(), clock, Settling())
        self._room = Room(size=self._premises.limits.waiting_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI 3). A websocket is turned away."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        try:
            answer = await self._answer(scope, receive)
        except Gone:
            return
        await send(answer.start())
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        try:
            forms = PATHS.get(scope["path"])
            if forms is None:
                raise NoSuchEndpoint(
                    "There is no such endpoint.",
                    next_step="Events are sent to /v1/events.",
                )
            if scope["method"] == "OPTIONS":
                return answers.preflight()
            if scope["method"] != "POST":
                raise MethodNotAllowed("Events are sent with POST.")
        except Refusal as refusal:
            return answers.problem(refusal)
        headers = dict(scope["headers"])
        with self._room.lease() as lease:
            return await self._take(
                Delivery(
                    format=next(form for form in forms if form.speaks(headers)),
                    path=scope["path"],
                    headers=headers,
                    receive=receive,
                    lease=lease,
                    received_at=self._premises.clock(),
                )
            )

    async def _take(self, delivery: Delivery) -> Answer:
        """Walk a delivery through the steps, and turn what comes of it into an answer."""
        try:
            for step in STEPS:
                began = perf_counter()
                try:
                    delivery = await step.take(self._premises, delivery)
                finally:
                    self.counters.count_step(name=step.name, seconds=perf_counter() - began)
        except Refusal as refusal:
            return self._turn_away(delivery, refusal)
        except Gone:
            raise
        except Exception:
            return self._turn_away(delivery, _log_bug(step.name))
        return self._report(delivery)

    def _turn_away(self, delivery: Delivery, refusal: Refusal) -> Answer:
        self.counters.count_turned_away(
            source=delivery.source, code=refusal.code, at=delivery.received_at
        )
        return delivery.format.problem(refusal)

    def _report(self, delivery: Delivery) -> Answer:
        appended, batch = delivery.appended, delivery.batch
        self.counters.count_answer(
            source=delivery.source or 0,
            at=delivery.received_at,
            accepted=appended.accepted,
            duplicates=len(appended.duplicates),
            refused=batch.refused,
            specimens=batch.specimens,
        )
        outcome = Outcome(appended.accepted, len(appended.duplicates), batch.refused)
        return delivery.format.report(outcome)


def _log_bug(step: str) -> Unforeseen:
    """Log the exception that is being handled, and return the refusal that names the log entry."""
    reference = str(ids.new_id())
    _logger.exception("The step %s failed unforeseen (reference %s)", step, reference)
    return Unforeseen(
        "Something went wrong in Tenfold. Nothing of this request was acknowledged.",
        next_step=f"Send it again. If it happens again, quote the reference {reference}.",
    )
